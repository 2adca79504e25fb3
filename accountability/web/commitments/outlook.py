"""What becomes of a commitment if nothing changes until it falls due."""

from datetime import date

from django.utils.translation import gettext as _

from accountability.web import wording
from accountability.web.commitments.charts import state_of
from accountability.web.presentation.dates import day
from commitments.comparison.selectors import StandingRow


def outlook_text(row: StandingRow, *, today: date) -> str:
    """Say it in one sentence; empty where nothing can change any more or nobody has judged yet. Pure."""
    state = state_of(row)
    if row.state is None or state in {"waived", "not_applicable"} or today > row.due_date:
        return ""
    until = {"day": day(row.due_date)}
    if row.kind == "duty":
        if state == "met":
            return ""
        return _("Nếu đến hết ngày %(day)s chưa có báo cáo được chấp nhận, nội dung này sẽ là “Không đạt”.") % until
    if row.unranked_reason and row.rank is None:
        return ""
    if row.gap is None:
        return _("Nếu đến hết ngày %(day)s vẫn chưa có số liệu, nội dung này sẽ là “Chưa có số liệu”.") % until
    if row.gap >= 0:
        return _("Nếu đến hết ngày %(day)s số liệu vẫn như hiện nay, nội dung này sẽ đạt.") % until
    short = wording.gap_text(
        kind=row.kind, direction=row.direction, gap=row.gap, unit=row.unit_of_measure, decimals=row.decimals
    )
    told = {**until, "short": short}
    return _("Nếu đến hết ngày %(day)s số liệu vẫn như hiện nay, nội dung này sẽ không đạt: %(short)s.") % told
