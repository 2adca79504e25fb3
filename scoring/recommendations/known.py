"""The facts beyond commitments that the record may come to hold, by name.

A name that is not listed here is refused, so that a misspelt fact cannot pass for an unknown one.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from scoring.recommendations.model import Level
from scoring.rulebooks.model import Text

RATING: Final = "rating.level"
POINTS: Final = "reform.points"
BLOCKING: Final = (
    "blocking.discipline_pending",
    "blocking.investigation_running",
    "blocking.inspection_running",
    "blocking.complaint_verification",
)

LABELS: Final[Mapping[str, Text]] = {
    RATING: Text(
        vi="mức xếp loại cả năm do cấp có thẩm quyền quyết định",
        en="the yearly rating decided by the competent authority",
    ),
    POINTS: Text(vi="điểm kết quả CCHC theo quyết định của tỉnh", en="reform points under the province's decision"),
    "emulation.active": Text(vi="việc tham gia phong trào thi đua", en="the part taken in emulation movements"),
    "initiative.recognised": Text(vi="sáng kiến được cơ sở công nhận", en="an initiative recognised by the base unit"),
    "initiative.provincial": Text(
        vi="sáng kiến có hiệu quả và khả năng nhân rộng trong tỉnh",
        en="an initiative that is effective and can be copied in the province",
    ),
    "initiative.national": Text(
        vi="sáng kiến có hiệu quả và khả năng nhân rộng trong toàn quốc",
        en="an initiative that is effective and can be copied nationwide",
    ),
    "science_topic.accepted": Text(vi="đề tài khoa học được nghiệm thu", en="an accepted science topic"),
    "titles.grassroots_in_a_row": Text(
        vi="số lần liên tục đạt Chiến sĩ thi đua cơ sở", en="grassroots fighter titles in a row"
    ),
    "titles.provincial_in_a_row": Text(
        vi="số lần liên tục đạt Chiến sĩ thi đua cấp tỉnh", en="provincial fighter titles in a row"
    ),
    "titles.years_good_in_a_row": Text(
        vi="số năm liên tục được xếp loại từ hoàn thành tốt nhiệm vụ", en="years in a row rated good or better"
    ),
    "titles.grassroots_in_those_years": Text(
        vi="số lần đạt Chiến sĩ thi đua cơ sở trong những năm đó", en="grassroots fighter titles in those years"
    ),
    "titles.provincial_certificate": Text(
        vi="bằng khen cấp bộ, tỉnh đã được tặng", en="a certificate of merit of a ministry or province"
    ),
    "members.completed_share": Text(
        vi="tỷ lệ thành viên hoàn thành nhiệm vụ", en="the share of members who completed their tasks"
    ),
    "members.advanced_share": Text(
        vi="tỷ lệ thành viên đạt Lao động tiên tiến", en="the share of members who are advanced workers"
    ),
    "members.grassroots_fighters": Text(
        vi="số Chiến sĩ thi đua cơ sở trong tập thể", en="the number of grassroots fighters in the collective"
    ),
    "collective.united": Text(
        vi="việc tập thể đoàn kết, gương mẫu", en="whether the collective is united and exemplary"
    ),
    BLOCKING[0]: Text(vi="việc đang xem xét kỷ luật", en="whether discipline is being considered"),
    BLOCKING[1]: Text(vi="việc đang điều tra", en="whether an investigation is running"),
    BLOCKING[2]: Text(vi="việc đang thanh tra, kiểm tra", en="whether an inspection is running"),
    BLOCKING[3]: Text(
        vi="việc đang xác minh khiếu nại, tố cáo, tin báo", en="whether a complaint or report is being verified"
    ),
    "tenure.former_agency_months": Text(
        vi="số tháng công tác ở cơ quan cũ trong năm", en="months worked at a former agency in the year"
    ),
}

_NUMBERS: Final = frozenset(
    {
        POINTS,
        "titles.grassroots_in_a_row",
        "titles.provincial_in_a_row",
        "titles.years_good_in_a_row",
        "titles.grassroots_in_those_years",
        "members.completed_share",
        "members.advanced_share",
        "members.grassroots_fighters",
        "tenure.former_agency_months",
    }
)


class UnableToUseFact(ValueError):
    """A known fact has a name or a kind that no rule understands; the message names it."""


def check_known(known: Mapping[str, str | Decimal | bool]) -> None:
    """Refuse facts that no rule could read.

    Raises:
        UnableToUseFact: an unlisted name, or a value of the wrong kind.
    """
    for name, value in known.items():
        if name not in LABELS:
            raise UnableToUseFact(f"no known fact is called {name!r}")
        if name == RATING:
            if value not in tuple(Level):
                raise UnableToUseFact(f"{name}: {value!r} is not a level")
        elif name in _NUMBERS:
            if not isinstance(value, Decimal):
                raise UnableToUseFact(f"{name}: an exact number is needed, not {value!r}")
        elif not isinstance(value, bool):
            raise UnableToUseFact(f"{name}: true or false is needed, not {value!r}")
