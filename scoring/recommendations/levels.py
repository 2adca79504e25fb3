"""Which yearly level the commitments support; shared by the level rules and by titles that ask for a level."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from scoring.recommendations import known
from scoring.recommendations.model import Hint, Level, Parameters, YearFacts
from scoring.recommendations.tallies import Tally, tally
from scoring.recommendations.texts import fill
from scoring.rulebooks.model import Text

BY_TASKS: Final = (
    "level.tasks.excellent_done_share",
    "level.tasks.excellent_exceeded_share",
    "level.tasks.good_done_share",
    "level.tasks.good_on_time_share",
    "level.tasks.completed_over_share",
    "level.tasks.not_completed_under_share",
)
BY_POINTS: Final = (
    "level.points.reform_results_count",
    "level.points.excellent",
    "level.points.good",
    "level.points.completed",
)
LEVEL_PARAMETERS: Final = BY_TASKS + BY_POINTS

LEVEL_NAMES: Final = {
    Level.EXCELLENT: Text(vi="hoàn thành xuất sắc nhiệm vụ", en="excellent completion"),
    Level.GOOD: Text(vi="hoàn thành tốt nhiệm vụ", en="good completion"),
    Level.COMPLETED: Text(vi="hoàn thành nhiệm vụ", en="completion"),
    Level.NOT_COMPLETED: Text(vi="không hoàn thành nhiệm vụ", en="non-completion"),
    Level.UNDETERMINED: Text(vi="chưa xác định", en="undetermined"),
}
_ORDER: Final = (Level.NOT_COMPLETED, Level.UNDETERMINED, Level.COMPLETED, Level.GOOD, Level.EXCELLENT)
_ABOVE: Final = (Level.COMPLETED, Level.GOOD, Level.EXCELLENT)

_HINTS: Final = {
    "more_done": Text(
        vi="Thêm {count} nội dung cam kết hoàn thành thì tỷ lệ hoàn thành đủ cho mức {level}.",
        en="{count} more {count:commitment|commitments} done would carry the share done to {level}.",
    ),
    "more_on_time": Text(
        vi="Mức {level} còn cần thêm {count} nội dung hoàn thành đúng tiến độ.",
        en="For {level}, {count} more must be done on time.",
    ),
    "more_exceeded": Text(
        vi="Mức {level} còn cần thêm {count} nội dung vượt mức cam kết.",
        en="For {level}, {count} more must go beyond their target.",
    ),
}


@dataclass(frozen=True, slots=True)
class LevelReading:
    """The level that the known figures support, and the best one that the unknown ones still allow."""

    level: Level
    best: Level
    tally: Tally
    hints: tuple[Hint, ...]

    def reaches(self, wanted: Level) -> bool | None:
        """Tell whether the wanted level is supported; None where figures not yet known could still do it."""
        if _ORDER.index(self.level) >= _ORDER.index(wanted):
            return True
        return None if _ORDER.index(self.best) >= _ORDER.index(wanted) else False

    def lacking(self, wanted: Level) -> int:
        """Count the changes that separate the figures from the wanted level; 0 where nothing can be counted."""
        return sum(hint.count for hint in self.hints if hint.result == wanted)


def at_least(level: Level, wanted: Level) -> bool:
    """Tell whether one level is as good as another."""
    return _ORDER.index(level) >= _ORDER.index(wanted)


def supported_level(facts: YearFacts, params: Parameters) -> LevelReading:
    """Read the level under the law in force on the day of the parameters."""
    if params.has(BY_TASKS[0]):
        return level_by_tasks(facts, params)
    return level_by_points(facts, params)


def level_by_tasks(facts: YearFacts, params: Parameters) -> LevelReading:
    """Read the level from the share of commitments done, exceeded and on time.

    A level is given only on what is shown; non-completion only where no missing figure could change it.
    """
    counts = tally(facts)
    if counts.applicable == 0:
        return LevelReading(Level.UNDETERMINED, Level.EXCELLENT, counts, ())
    shown, best = _level(counts, params), _level(counts.at_best(), params)
    level = Level.UNDETERMINED if shown is Level.NOT_COMPLETED and best is not shown else shown
    return LevelReading(level, best, counts, _hints(counts, level, params))


def level_by_points(facts: YearFacts, params: Parameters) -> LevelReading:
    """Read the level from reform points, where a local decision has made them count; otherwise undetermined."""
    counts = tally(facts)
    points = facts.known.get(known.POINTS)
    if params.get("level.points.reform_results_count").value is not True or not isinstance(points, Decimal):
        return LevelReading(Level.UNDETERMINED, Level.EXCELLENT, counts, ())
    for level in reversed(_ABOVE):
        if points >= _number(params, f"level.points.{level}"):
            return LevelReading(level, level, counts, ())
    return LevelReading(Level.NOT_COMPLETED, Level.NOT_COMPLETED, counts, ())


def _number(params: Parameters, key: str) -> Decimal:
    return Decimal(params.get(key).value)


def _level(counts: Tally, params: Parameters) -> Level:
    # From the best level down, each share read only when it is reached: what was not read is no ground of the result.
    all_done = counts.reaches(counts.done, _number(params, "level.tasks.excellent_done_share"))
    if all_done and counts.reaches(counts.exceeded, _number(params, "level.tasks.excellent_exceeded_share")):
        return Level.EXCELLENT
    enough_done = counts.reaches(counts.done, _number(params, "level.tasks.good_done_share"))
    if enough_done and counts.reaches(counts.on_time, _number(params, "level.tasks.good_on_time_share")):
        return Level.GOOD
    if counts.exceeds(counts.done, _number(params, "level.tasks.completed_over_share")):
        return Level.COMPLETED
    if not counts.reaches(counts.done, _number(params, "level.tasks.not_completed_under_share")):
        return Level.NOT_COMPLETED
    return Level.UNDETERMINED


def _hints(counts: Tally, level: Level, params: Parameters) -> tuple[Hint, ...]:
    hints: list[Hint] = []
    for wanted in _ABOVE[_ABOVE.index(level) + 1 :] if level in _ABOVE else _ABOVE:
        for code, count in _lacking(counts, wanted, params):
            if count > 0:
                hints.append(Hint(code, count, wanted, fill(_HINTS[code], count=count, level=LEVEL_NAMES[wanted])))
    return tuple(hints)


def _lacking(counts: Tally, wanted: Level, params: Parameters) -> tuple[tuple[str, int], ...]:
    if wanted is Level.COMPLETED:
        over = _floor(counts, _number(params, "level.tasks.completed_over_share")) + 1
        return (("more_done", over - counts.done),)
    if wanted is Level.GOOD:
        done = _ceiling(counts, _number(params, "level.tasks.good_done_share")) - counts.done
        on_time = _ceiling(counts, _number(params, "level.tasks.good_on_time_share")) - counts.on_time
        return ("more_done", done), ("more_on_time", on_time - max(done, 0))
    done = _ceiling(counts, _number(params, "level.tasks.excellent_done_share")) - counts.done
    exceeded = _ceiling(counts, _number(params, "level.tasks.excellent_exceeded_share")) - counts.exceeded
    return ("more_done", done), ("more_exceeded", exceeded)


def _floor(counts: Tally, percent: Decimal) -> int:
    return int(percent * counts.applicable // 100)


def _ceiling(counts: Tally, percent: Decimal) -> int:
    return -int(-percent * counts.applicable // 100)
