"""A second, slow way to judge definitions: straight from their meaning, over a list of events, instant by instant.

It shares no code with the compilation but the records, the parser and the arithmetic of working days.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from pyrometer.definitions._clock import Clock
from pyrometer.definitions._time import later as later_by_clock
from pyrometer.model.definition import FIRST_ACTIONS, Clause, Condition, Definition, Outage, Span
from pyrometer.model.event import Event

UTC = Clock()
MET, NOT_MET, TOO_EARLY, CANNOT_TELL = range(4)
DAY = timedelta(days=1)
LONG_AGO = datetime(1900, 1, 1)


def later(instant: datetime, span: Span) -> datetime:
    return later_by_clock(instant, span, UTC)


def earlier(instant: datetime, span: Span) -> datetime:
    return instant - timedelta(seconds=span.seconds)


@dataclass
class World:
    """One prospect's events, as known at `as_known`, and how they are read."""

    definitions: Mapping[str, Definition]
    told: Sequence[Event]
    until: datetime
    as_known: datetime | None = None
    grade: int = 2
    dead: Mapping[str, Sequence[Outage]] = field(default_factory=dict)
    memory: dict[tuple[object, ...], object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now = self.until if self.as_known is None else min(self.until, self.as_known)
        self.events = [e for e in self.told if self.as_known is None or (e.known_at or e.happened_at) <= self.as_known]
        self.start = min((e.happened_at for e in self.events), default=None)

    def once(self, key: tuple[object, ...], build: Callable[[], object]) -> object:
        if key not in self.memory:
            self.memory[key] = build()
        return self.memory[key]


@dataclass(frozen=True)
class By:
    """Facts up to `last`; `strict`: only those also known by then."""

    last: datetime | None
    strict: bool = False


def judged(world: World, name: str) -> tuple[int, datetime | None] | None:
    """Verdict and met_at of a definition for the prospect; None where it was not known at all."""
    if world.start is None or world.start > world.now:
        return None
    definition = world.definitions[name]
    here = By(world.now)
    if definition.judge is not None:
        due = due_at(world, definition, here)
        code = code_at(world, definition, world.now, here)
        return code, due if code == MET else None
    code = code_at(world, definition, world.now, here)
    if code != MET:
        return code, None
    if definition.kind == "milestone":
        reached = first(world, definition, here)
        if criterion_at(world, definition, reached, here) != CANNOT_TELL:
            return code, reached
    since = world.now
    for t in reversed(instants(world, world.now)):
        if criterion_at(world, definition, t, here, sighted=True) != MET:
            break
        since = t
    return code, since


def instants(world: World, last: datetime | None) -> list[datetime]:
    """Every instant at which anything can change: events, bounds, and those plus lengths, three deep."""

    def build() -> list[datetime]:
        assert world.start is not None
        found = {e.happened_at for e in world.events} | {world.start}
        spans = set()
        for d in world.definitions.values():
            spans |= {d.judge.wait} if d.judge else set()
            for c in d.test:
                spans |= {s for s in (c.within, c.within_of_start, c.silent_for) if s}
                found |= {b for b in (_day(c.since), _day_after(c.after), _day(c.before)) if b}
        for _ in range(3):
            found |= {later(t, s) for t in found for s in spans}
        return sorted(t for t in found if t >= world.start)

    every = world.once(("instants",), build)
    return [t for t in every if last is not None and t <= last]  # type: ignore[attr-defined]


def _day(anchor: str | date | None) -> datetime | None:
    return datetime.combine(anchor, time()) if isinstance(anchor, date) else None


def _day_after(anchor: str | date | None) -> datetime | None:
    day = _day(anchor)
    return None if day is None else day + DAY


def due_at(world: World, definition: Definition, by: By) -> datetime | None:
    assert definition.judge is not None
    begun = named(world, definition, definition.judge.after, by)
    return None if begun is None else later(begun, definition.judge.wait)


def own(world: World, definition: Definition, by: By) -> By:
    if definition.judge is None:
        return by
    due = due_at(world, definition, by)
    return By(None if due is None or by.last is None else min(due, by.last), strict=True)


def first(world: World, definition: Definition, by: By) -> datetime | None:
    """The first instant at which a definition was met, as far as the facts of `by` go."""

    def build() -> datetime | None:
        if definition.judge is not None:
            due = due_at(world, definition, by)
            inner = own(world, definition, by)
            if due is None or inner.last is None or criterion_at(world, definition, inner.last, inner) != MET:
                return None
            return due if by.last is not None and due <= by.last else None
        found = (t for t in instants(world, by.last) if criterion_at(world, definition, t, by, sighted=True) == MET)
        return next(found, None)

    return world.once(("first", definition.name, by), build)  # type: ignore[return-value]


def code_at(world: World, definition: Definition, t: datetime | None, by: By, *, sighted: bool = False) -> int:
    """The verdict as others see it at instant t."""
    if t is None:
        return TOO_EARLY
    if definition.judge is not None:
        due = due_at(world, definition, by)
        if due is None or due > t:
            return TOO_EARLY
        inner = own(world, definition, by)
        return criterion_at(world, definition, inner.last, inner)
    if definition.kind == "milestone":
        reached = first(world, definition, by)
        if reached is not None and reached <= t:
            then = MET if sighted else criterion_at(world, definition, reached, by)
            return MET if then == CANNOT_TELL and criterion_at(world, definition, t, by) == MET else then
    return criterion_at(world, definition, t, by, sighted=sighted)


def criterion_at(world: World, definition: Definition, t: datetime | None, by: By, *, sighted: bool = False) -> int:
    key = ("criterion", definition.name, t, by, sighted)
    return world.once(key, lambda: _criterion_at(world, definition, t, by, sighted=sighted))  # type: ignore[return-value]


def _criterion_at(world: World, definition: Definition, t: datetime | None, by: By, *, sighted: bool) -> int:
    codes = {c.name: clause_at(world, definition, c, t, by, sighted=sighted) for c in definition.test}
    criterion = definition.criterion
    parts = [(len(criterion.all), [codes[n] for n in criterion.all])]
    parts.append((len(criterion.none), [_not(codes[n]) for n in criterion.none]))
    if criterion.any:
        parts.append((1, [codes[n] for n in criterion.any]))
    parts += [(n, [codes[c] for c in names]) for n, names in criterion.at_least]
    told = [_at_least(n, found) for n, found in parts]
    if any(codes[n] != MET for n in criterion.only_if):
        return CANNOT_TELL
    return _at_least(len(told), told)


def _not(code: int) -> int:
    return {MET: NOT_MET, NOT_MET: MET}.get(code, code)


def _at_least(n: int, codes: list[int]) -> int:
    if codes.count(MET) >= n:
        return MET
    if len(codes) - codes.count(NOT_MET) < n:
        return NOT_MET
    return CANNOT_TELL if CANNOT_TELL in codes else TOO_EARLY


def named(world: World, definition: Definition, name: str, by: By) -> datetime | None:
    for clause in definition.test:
        if clause.name == name:
            return first_of_clause(world, definition, clause, by)
    if name == "first_action":
        return world.start
    if name in FIRST_ACTIONS:
        side = name.split("_")[1]
        clause = Clause(name, sides=((side, ()),))  # type: ignore[arg-type]
        return min((e.happened_at for e in facts(world, by) if matches(e, clause, world.grade)), default=None)
    return first(world, world.definitions[name], by)


def first_of_clause(world: World, definition: Definition, clause: Clause, by: By) -> datetime | None:
    def build() -> datetime | None:
        holds_at = (
            t for t in instants(world, by.last) if clause_at(world, definition, clause, t, by, sighted=True) == MET
        )
        return next(holds_at, None)

    return world.once(("named", definition.name, clause.name, by), build)  # type: ignore[return-value]


def facts(world: World, by: By) -> list[Event]:
    if by.last is None:
        return []
    return [
        e
        for e in world.events
        if e.happened_at <= by.last and (not by.strict or (e.known_at or e.happened_at) <= by.last)
    ]


def matches(event: Event, clause: Clause, grade: int) -> bool:
    if clause.check_sheet:
        sheet = event.action == "checked" and event.about.get("sheet") == clause.check_sheet
        level = clause.level is None or _number(event.about.get("level")) >= clause.level
        return sheet and level and event.grade >= (clause.grade or 0)
    least = clause.grade if clause.grade is not None else grade if event.side == "customer" else 0
    done = any(event.side == s and (not actions or event.action in actions) for s, actions in clause.sides)
    return done and event.grade >= least and all(holds(event, c) for c in clause.having)


def holds(event: Event, wanted: Condition) -> bool:
    special = ("minutes", "cost", "amount", "actor", "person", "account", "currency")
    value = getattr(event, wanted.name) if wanted.name in special else event.about.get(wanted.name)
    if value is None:
        return False
    if wanted.test == "at_least":
        return _number(value) >= wanted.number
    if wanted.test == "at_most":
        return _number(value) <= wanted.number
    return value in wanted.values or any(_number(value) == _number(v) for v in wanted.values)


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return float("nan")


def clause_at(
    world: World, definition: Definition, clause: Clause, t: datetime | None, by: By, *, sighted: bool
) -> int:
    if t is None:
        return TOO_EARLY
    if clause.definition and clause == Clause(clause.name, definition=clause.definition):
        return code_at(world, world.definitions[clause.definition], t, by, sighted=sighted)
    lower = _lower(world, definition, clause, by)
    before = _before(world, definition, clause, by)
    times = counted(world, clause, by)
    outages = [] if sighted else [o for sensor in definition.needs for o in world.dead.get(sensor, ())]
    begins = _begins(world, clause, lower)
    if clause.silent_for is not None:
        return _silence_at(world, clause, t, lower, times, (outages, begins))
    opens, closes = _window(world, clause, lower)
    kept = [x for x in times if x[0] <= t and _inside(world, clause, x[0], lower, before, closes)]
    if clause.within is not None and not any((clause.since, clause.after, clause.before)):
        kept = [x for x in kept if t < later(x[0], clause.within)]
        begins += [] if definition.kind == "milestone" else [earlier(t, clause.within)]
    kept = _not_undone(world, definition, clause, by, kept, t) if clause.until else kept
    k = clause.at_most + 1 if clause.at_most is not None else clause.at_least or 1
    found = len({_key(x, clause) for x in kept}) if clause.distinct else len(kept)
    if found >= k:
        code = MET
    elif overlaps(outages, begins, (t, closes, before)):
        code = CANNOT_TELL
    elif _has_window(clause) and opens is not None and closes is not None and opens <= t < closes:
        code = TOO_EARLY
    else:
        code = NOT_MET
    return _not(code) if clause.at_most is not None else code


def _not_undone(
    world: World, definition: Definition, clause: Clause, by: By, kept: list[tuple[datetime, str | None]], t: datetime
) -> list[tuple[datetime, str | None]]:
    undone = [x[0] for x in counted(world, definition.clause(clause.until), by) if x[0] <= t]
    return [x for x in kept if not any(x[0] < end for end in undone)]


def _has_window(clause: Clause) -> bool:
    anchored = clause.since is not None or clause.after is not None
    return clause.within_of_start is not None or (clause.within is not None and anchored)


def counted(world: World, clause: Clause, by: By) -> list[tuple[datetime, str | None]]:
    if clause.definition:
        met = first(world, world.definitions[clause.definition], by)
        return [(met, None)] if met is not None and by.last is not None and met <= by.last else []
    found = [(e.happened_at, e.person) for e in facts(world, by) if matches(e, clause, world.grade)]
    return [x for x in found if clause.distinct != "people" or x[1] is not None]


def _key(x: tuple[datetime, str | None], clause: Clause) -> object:
    return x[1] if clause.distinct == "people" else x[0].date()


def _begins(world: World, clause: Clause, lower: tuple[str, datetime | None] | None) -> list[datetime | None]:
    """The instants before which no evidence counts."""
    lasting = clause.within is not None or clause.within_of_start is not None
    bounded = lower is not None and (lasting or isinstance(clause.since or clause.after, str))
    return [world.start, lower[1]] if bounded and lower is not None else [world.start]


def overlaps(outages: Sequence[Outage], begins: Sequence[datetime | None], ends: Sequence[datetime | None]) -> bool:
    """Could an outage have hidden evidence that comes after every beginning and before every end that is known?"""
    return any(
        all((o.since or LONG_AGO) < end for end in ends if end is not None)
        and all(o.until is None or o.until > begin for begin in begins if begin is not None)
        for o in outages
    )


def _lower(world: World, definition: Definition, clause: Clause, by: By) -> tuple[str, datetime | None] | None:
    """('since' or 'after', the instant); None where the clause counts from no other instant."""
    if isinstance(clause.since, str) or isinstance(clause.after, str):
        name = clause.since or clause.after
        assert isinstance(name, str)
        return ("since" if clause.since else "after"), named(world, definition, name, by)
    day = _day(clause.since) or _day_after(clause.after)
    return None if day is None else ("since", day)


def _before(world: World, definition: Definition, clause: Clause, by: By) -> datetime | None:
    if isinstance(clause.before, str):
        return named(world, definition, clause.before, by)
    return None


def _window(
    world: World, clause: Clause, lower: tuple[str, datetime | None] | None
) -> tuple[datetime | None, datetime | None]:
    assert world.start is not None
    opens = lower[1] if lower else world.start
    ends = []
    if clause.within is not None and lower:
        ends.append(None if lower[1] is None else later(lower[1], clause.within))
    if clause.within_of_start is not None:
        ends.append(later(world.start, clause.within_of_start))
    if not ends or None in ends:
        return opens, None
    return opens, min(e for e in ends if e is not None)


def _inside(
    world: World,
    clause: Clause,
    t: datetime,
    lower: tuple[str, datetime | None] | None,
    before: datetime | None,
    closes: datetime | None,
) -> bool:
    if lower is not None and (lower[1] is None or t < lower[1] or (lower[0] == "after" and t == lower[1])):
        return False
    if closes is not None and t > closes:
        return False
    end = before if isinstance(clause.before, str) else _day(clause.before)
    looks_back = clause.before is not None and clause.within is not None and lower is None
    if end is None:
        return not looks_back
    if t >= end:
        return False
    return not looks_back or later(t, _span(clause.within)) >= end


def _span(span: Span | None) -> Span:
    assert span is not None
    return span


def _silence_at(
    world: World,
    clause: Clause,
    t: datetime,
    lower: tuple[str, datetime | None] | None,
    times: list[tuple[datetime, str | None]],
    blind: tuple[Sequence[Outage], Sequence[datetime | None]],
) -> int:
    base = lower[1] if lower else world.start
    if base is None or t < base:
        return NOT_MET
    kept = [x[0] for x in times if base <= x[0] <= t and not (lower and lower[0] == "after" and x[0] == base)]
    if t < later(max([base, *kept]), _span(clause.silent_for)):
        return NOT_MET
    outages, begins = blind
    return CANNOT_TELL if overlaps(outages, [*begins, earlier(t, _span(clause.silent_for))], (t,)) else MET
