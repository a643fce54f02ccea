"""Moments: when a clause or a definition holds, as a function of time, and what can be told at an instant."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pyrometer.definitions._sheet import START, TIME, Sheet

MET, NOT_MET, TOO_EARLY, CANNOT_TELL = range(4)  # positions in model.definition.VERDICTS
Told = Callable[[Any], Any]  # an instant -> true or false, never null


@dataclass(frozen=True, slots=True)
class Points:
    """Instants at which something may begin: columns of instants, and columns of lists of instants."""

    instants: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def together(points: Iterable[Points]) -> Points:
    """All of the points, each column once."""
    points = list(points)
    instants = dict.fromkeys(c for p in points for c in p.instants)
    return Points(tuple(instants), tuple(dict.fromkeys(c for p in points for c in p.lists)))


@dataclass(frozen=True, slots=True)
class Moments:
    """When something holds. Between two points nothing changes; it holds from a point on, not before it.

    `yes` and `no` say what is certain at an instant; neither is true while a window is open. `sharp`: one of them
    always is. `blind`: a dead sensor may hide the answer. `code` adds a column with the verdict at the instant in a
    column, dead sensors considered. `up` and `down` are the points at which yes and no may begin, besides the
    prospect's start. `since` and `since_no` add a column with the beginning of the stretch in which yes, or no, is
    true at the instant in a column; None where only a search can tell. `first`: it holds in one stretch at most,
    which begins there and ends at `fall` (None: never ends).
    """

    yes: Told
    no: Told
    code: Callable[[str], str]
    up: Points
    down: Points = Points()
    since: Callable[[str], str] | None = None
    since_no: Callable[[str], str] | None = None
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
    return Moments(
        yes=moments.no,
        no=moments.yes,
        code=code,
        up=moments.down,
        down=moments.up,
        since=moments.since_no,
        since_no=moments.since,
        first=first,
        fall=fall,
        sharp=moments.sharp,
        blind=moments.blind,
    )


def _unless_over(sheet: Sheet, first: str, fall: str | None) -> Any:
    if fall is None:
        return sheet[first]
    return (sheet[fall] <= sheet[first]).fill_null(False).ifelse(None, sheet[first]).cast(TIME)


def first_of(sheet: Sheet, moments: Moments, last: str) -> str:
    """A column with the first instant, not later than the one in `last`, at which it holds; null if it never does."""
    if moments.first is not None:
        return moments.first
    points = _points(sheet, moments.up, last)
    return sheet.add("first", sheet[points].filter(lambda t: moments.yes(t)).mins())


def since_of(sheet: Sheet, moments: Moments, last: str) -> str:
    """A column with the beginning of the stretch in which it holds at the instant in `last`, if it does."""
    if moments.first is not None:
        return moments.first
    if moments.since is not None:
        return moments.since(last)
    points = _points(sheet, together([moments.up, moments.down]), last)
    unmet = sheet.add("unmet", sheet[points].filter(lambda t: ~moments.yes(t)).maxs())
    return sheet.add("since", sheet[points].filter(lambda t: (t > sheet[unmet]).fill_null(True)).mins())


def _points(sheet: Sheet, points: Points, last: str) -> str:
    """A column with the points up to `last`, the prospect's start among them."""
    import ibis

    found = ibis.array([sheet[c].cast(TIME) for c in dict.fromkeys((START, *points.instants))])
    for name in points.lists:
        found = found.concat(sheet[name])
    all_points = sheet.add("all_points", found)
    return sheet.add("points", sheet[all_points].filter(lambda t: (t <= sheet[last]) & (t >= sheet[START])))
