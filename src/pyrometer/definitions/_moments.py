"""Moments: when a clause or a definition holds, as a function of time, and what can be told at an instant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pyrometer.definitions._sheet import START, TIME, Sheet

MET, NOT_MET, TOO_EARLY, CANNOT_TELL = range(4)  # positions in model.definition.VERDICTS
Told = Callable[[Any], Any]  # an instant -> true or false, never null


@dataclass(frozen=True, slots=True)
class Moments:
    """When something holds. Between two changes nothing changes; it holds from a change on, not before it.

    `yes` and `no` say what is certain at an instant; neither is true while a window is open. `sharp`: one of them
    always is. `code` adds a column with the verdict at the instant in a column, dead sensors considered. `changes`
    are the columns of instants, `lists` the columns of lists of instants, at which yes or no may change. `first`:
    it holds in one stretch at most, which begins there and ends at `fall` (None: never ends).
    """

    yes: Told
    no: Told
    code: Callable[[str], str]
    changes: tuple[str, ...]
    lists: tuple[str, ...] = ()
    first: str | None = None
    fall: str | None = None
    sharp: bool = True
    blind: bool = False

    @property
    def lasts(self) -> bool:
        """Once it holds it holds for ever."""
        return self.first is not None and self.fall is None


def by(sheet: Sheet, name: str, instant: Any) -> Any:
    """Is the instant in the column reached?"""
    return (sheet[name] <= instant).fill_null(False)


def both(parts: Sequence[Any]) -> Any:
    """All of the truths; true for none at all."""
    return _joined(parts, lambda a, b: a & b, of_none=True)


def either(parts: Sequence[Any]) -> Any:
    """Any of the truths; false for none at all."""
    return _joined(parts, lambda a, b: a | b, of_none=False)


def _joined(parts: Sequence[Any], join: Callable[[Any, Any], Any], *, of_none: bool) -> Any:
    import ibis

    if not parts:
        return ibis.literal(of_none)
    found = parts[0]
    for part in parts[1:]:
        found = join(found, part)
    return found


def plain(sheet: Sheet, moments: Moments) -> Moments:
    """The same, with the verdict read off `yes` where it is met or not met and nothing between."""
    if not moments.sharp or moments.blind:
        return moments

    def code(at: str) -> str:
        import ibis

        return sheet.add("code", ibis.ifelse(moments.yes(sheet[at]), MET, NOT_MET).cast("int8"))

    return replace(moments, code=code)


def turned(sheet: Sheet, moments: Moments) -> Moments:
    """The contrary: it holds when the other certainly does not."""

    def code(at: str) -> str:
        found = sheet[moments.code(at)]
        return sheet.add("code", (found < TOO_EARLY).ifelse(1 - found, found).cast("int8"))

    first = fall = None
    if moments.lasts and moments.sharp:
        fall = moments.first
        first = sheet.add("first", _unless_over(sheet, START, fall))
    return replace(moments, yes=moments.no, no=moments.yes, code=code, first=first, fall=fall)


def _unless_over(sheet: Sheet, first: str, fall: str | None) -> Any:
    if fall is None:
        return sheet[first]
    return (sheet[fall] <= sheet[first]).fill_null(False).ifelse(None, sheet[first]).cast(TIME)


def first_of(sheet: Sheet, moments: Moments, last: str) -> str:
    """A column with the first instant, not later than the one in `last`, at which it holds; null if it never does."""
    if moments.first is not None:
        return moments.first
    points = _points(sheet, moments, last)
    return sheet.add("first", sheet[points].filter(lambda t: moments.yes(t)).mins())


def since_of(sheet: Sheet, moments: Moments, last: str) -> str:
    """A column with the beginning of the stretch in which it holds at the instant in `last`."""
    if moments.first is not None:
        return moments.first
    points = _points(sheet, moments, last)
    unmet = sheet.add("unmet", sheet[points].filter(lambda t: ~moments.yes(t)).maxs())
    return sheet.add("since", sheet[points].filter(lambda t: (t > sheet[unmet]).fill_null(True)).mins())


def _points(sheet: Sheet, moments: Moments, last: str) -> str:
    """A column with every instant up to `last` at which something may change, the prospect's start among them."""
    import ibis

    single = [sheet[c].cast(TIME) for c in dict.fromkeys((START, *moments.changes))]
    found = ibis.array(single)
    for name in dict.fromkeys(moments.lists):
        found = found.concat(sheet[name])
    all_points = sheet.add("all_points", found)
    return sheet.add("points", sheet[all_points].filter(lambda t: (t <= sheet[last]) & (t >= sheet[START])))
