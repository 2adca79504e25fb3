"""The level for years rated under Decree 90/2020: by the share of targets done, exceeded and on time."""

from datetime import date
from decimal import Decimal
from typing import Final

from scoring.recommendations.levels import BY_TASKS, LEVEL_NAMES, LevelReading, level_by_tasks
from scoring.recommendations.model import (
    Category,
    Draft,
    Figure,
    Level,
    Outcome,
    Parameters,
    ReadOn,
    Rule,
    Subject,
    YearFacts,
)
from scoring.recommendations.texts import fill, join
from scoring.rulebooks.model import Text

_CLOSED: Final = Text(vi="Kết thúc năm:", en="At the end of the year:")
_SO_FAR: Final = Text(vi="Nếu chốt năm vào ngày {day}:", en="If the year closed on {day}:")
_COUNTS: Final = Text(
    vi="hoàn thành {done}/{applicable} nội dung cam kết ({share}%), trong đó {exceeded} nội dung vượt mức.",
    en="{done} of {applicable} {applicable:commitment|commitments} done ({share}%), {exceeded} of them beyond target.",
)
_COUNTS_SO_FAR: Final = Text(
    vi="đạt và đúng tiến độ {done}/{applicable} nội dung cam kết ({share}%), trong đó đã đạt {met}, vượt mức "
    "{exceeded}.",
    en="{done} of {applicable} {applicable:commitment|commitments} met or on track ({share}%), {met} of them already "
    "met, {exceeded} beyond target.",
)
_SUPPORTS: Final = Text(
    vi="Kết quả CCHC tương ứng mức {level}; đây là một căn cứ để cấp có thẩm quyền xếp loại, "
    "không phải kết quả xếp loại.",
    en="The reform results correspond to {level}; they are one input for the authority that "
    "rates, not the rating itself.",
)
_SILENT: Final = Text(
    vi="Văn bản không nói rõ mức nào cho khoảng từ {low}% đến {high}%; cấp có thẩm quyền quyết định.",
    en="The text names no level between {low}% and {high}%; the competent authority decides.",
)
_UNKNOWN: Final = Text(
    vi="Hiện {share}%; nếu {no_data} nội dung chưa có số liệu đều đạt thì tối đa {most}%, nên chưa xác định được mức.",
    en="{share}% now; if the {no_data} {no_data:commitment|commitments} without a figure were met it would be {most}% "
    "at most, so no level can be told yet.",
)
_SETTLED: Final = Text(
    vi="Kể cả khi {no_data} nội dung chưa có số liệu đều đạt thì cũng chỉ tối đa {most}%.",
    en="Even if the {no_data} {no_data:commitment|commitments} without a figure were met it would be {most}% at most.",
)
_NOTHING: Final = Text(
    vi="Không có nội dung cam kết nào để tính, nên chưa thể xác định mức.",
    en="No commitment counts, so no level can be told.",
)
_ANALOGY: Final = Text(
    vi="Tỷ lệ này đặt ra cho cá nhân; với tập thể chỉ để tham khảo.",
    en="These shares were made for persons; for a collective they are for orientation only.",
)
_NO_FIGURES: Final = Text(
    vi="số liệu của {no_data} nội dung cam kết", en="the figures of {no_data} {no_data:commitment|commitments}"
)
_DONE: Final = Text(vi="Tỷ lệ nội dung cam kết hoàn thành", en="Share of commitments done")
_DONE_SO_FAR: Final = Text(vi="Tỷ lệ nội dung cam kết đạt và đúng tiến độ", en="Share of commitments met or on track")
_EXCEEDED: Final = Text(vi="Tỷ lệ nội dung vượt mức", en="Share of commitments exceeded")
_ON_TIME: Final = Text(
    vi="Tỷ lệ hoàn thành, không ghi nhận chậm (chất lượng do người xếp loại xem xét)",
    en="Share done with no delay on record (quality is for those who rate)",
)


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Say which level the commitments support, or why none."""
    reading = level_by_tasks(facts, params)
    counts = reading.tally
    unsettled = reading.level is Level.UNDETERMINED
    missing = (fill(_NO_FIGURES, no_data=counts.no_data),) if counts.no_data else ()
    return Draft(
        outcome=Outcome.INSUFFICIENT if unsettled else Outcome.FIRED,
        result=reading.level.value,
        text=_text(facts, params, reading),
        figures=_figures(facts, params, reading),
        missing=missing,
        what_would_change=reading.hints,
    )


def _text(facts: YearFacts, params: Parameters, reading: LevelReading) -> Text:
    counts = reading.tally
    if counts.applicable == 0:
        return _NOTHING
    opening = _CLOSED if facts.final else fill(_SO_FAR, day=facts.day)
    share = counts.share(counts.done)
    tallied = fill(
        _COUNTS if facts.final else _COUNTS_SO_FAR,
        done=counts.done,
        applicable=counts.applicable,
        share=share if share is not None else 0,
        met=counts.met,
        exceeded=counts.exceeded,
    )
    parts = [opening, tallied, _conclusion(params, reading)]
    return join([*parts, _ANALOGY] if facts.subject == Subject.UNIT else parts)


def _conclusion(params: Parameters, reading: LevelReading) -> Text:
    counts, best = reading.tally, reading.tally.at_best()
    span = {"share": counts.share(counts.done) or 0, "most": best.share(best.done) or 0, "no_data": counts.no_data}
    if reading.level is not Level.UNDETERMINED:
        supports = fill(_SUPPORTS, level=LEVEL_NAMES[reading.level])
        settled = reading.level is Level.NOT_COMPLETED and counts.no_data
        return join((fill(_SETTLED, **span), supports)) if settled else supports
    low = params.get("level.tasks.not_completed_under_share").value
    high = params.get("level.tasks.completed_over_share").value
    silent = fill(_SILENT, low=low, high=high)
    if not counts.no_data:
        return silent
    # The text is silent on a stretch: say so only where the figures lie in it or may come to.
    return join((fill(_UNKNOWN, **span), silent)) if reading.best is Level.UNDETERMINED else fill(_UNKNOWN, **span)


def _figures(facts: YearFacts, params: Parameters, reading: LevelReading) -> tuple[Figure, ...]:
    counts = reading.tally
    rows = (
        (_DONE if facts.final else _DONE_SO_FAR, counts.done, "level.tasks.good_done_share"),
        (_EXCEEDED, counts.exceeded, "level.tasks.excellent_exceeded_share"),
        (_ON_TIME, counts.on_time, "level.tasks.good_on_time_share"),
    )
    figures = []
    for label, count, key in rows:
        threshold = params.get(key)
        least = Decimal(threshold.value)
        passed = counts.reaches(count, least) if counts.applicable else None
        figures.append(Figure(label, counts.share(count), threshold.unit, least, passed))
    return tuple(figures)


RULE: Final = Rule(
    id="level_by_tasks",
    title=Text(vi="Mức tương ứng với kết quả CCHC", en="The level that the reform results correspond to"),
    category=Category.LEVEL,
    subject=Subject.BOTH,
    parameters=BY_TASKS,
    applies_from=date(2020, 8, 20),
    applies_until=date(2025, 12, 31),
    read_on=ReadOn.YEAR,
    evaluate=evaluate,
)
