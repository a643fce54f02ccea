"""Which definitions rest on which: the order in which they can be judged, and the circles that cannot."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from pyrometer.errors import DefinitionError, near
from pyrometer.model.definition import FIRST_ACTIONS, Clause, Definition

MOST_DEEP = 300  # definitions one under another; the engine compiles so many in seconds
HINT = "Let it refer to one further down, or to an action."
SHOWN = 4  # names told at either end of a long circle


def anchors(clause: Clause) -> tuple[str, ...]:
    """The names after, since and before of a clause refer to."""
    return tuple(a for a in (clause.after, clause.since, clause.before) if isinstance(a, str))


def references(definition: Definition) -> tuple[str, ...]:
    """The other definitions that a definition names, each once, in the order of the file."""
    own = {c.name for c in definition.test} | set(FIRST_ACTIONS)
    named = [n for c in definition.test for n in ((c.definition,) if c.definition else ()) + anchors(c)]
    if definition.judge is not None:
        named.append(definition.judge.after)
    inner = {c.definition for c in definition.test}
    return tuple(dict.fromkeys(n for n in named if n not in own or n in inner))


def resting(names: Iterable[str], known: Mapping[str, Definition]) -> dict[str, Definition]:
    """The definitions of these names and all that they rest on, by name; what is not known is left out."""
    found: dict[str, Definition] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found[name] = known[name]
            waiting += references(known[name])
    return found


def by_name(definitions: Iterable[Definition]) -> dict[str, Definition]:
    """The definitions by name; raises DefinitionError where two files hold one name."""
    found: dict[str, Definition] = {}
    for definition in definitions:
        if definition.name in found:
            raise DefinitionError(
                f"Two files hold the definition '{definition.name}': {found[definition.name].where} and "
                f"{definition.where}. Rename or remove one."
            )
        found[definition.name] = definition
    return found


def circles(definitions: Mapping[str, Definition]) -> tuple[tuple[str, ...], ...]:
    """The circles of definitions that rest on each other, each told once, from its first name in the alphabet.

    Every definition that rests on itself is in one of them.
    """
    rests = {name: [r for r in references(d) if r in definitions] for name, d in definitions.items()}
    found: dict[frozenset[str], tuple[str, ...]] = {}
    told: set[str] = set()
    for start in sorted(_tied(rests)):
        path = () if start in told else _way_back(start, rests)
        if path:
            found.setdefault(frozenset(path), path)
            told.update(path)
    return tuple(found.values())


def _tied(rests: Mapping[str, Sequence[str]]) -> set[str]:
    """Those that rest on a circle: what is left when whoever rests on nothing else is taken away, again and again."""
    return {*rests} - {*_grounded(rests)}


def _grounded(rests: Mapping[str, Sequence[str]]) -> list[str]:
    """Those that rest on no circle, each after those it rests on."""
    users = _users(rests)
    n_left = {name: len(set(on)) for name, on in rests.items()}
    done = [name for name, n in n_left.items() if not n]
    for name in done:
        for user in users.get(name, ()):
            n_left[user] -= 1
            if not n_left[user]:
                done.append(user)
    return done


def _users(rests: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    users: dict[str, list[str]] = {}
    for name, on in rests.items():
        for other in dict.fromkeys(on):
            users.setdefault(other, []).append(name)
    return users


def all_that_rest_on(names: Iterable[str], rests: Mapping[str, Sequence[str]]) -> set[str]:
    """These names and all that rest on them, at any remove; `rests` gives what each rests on itself."""
    users, found, waiting = _users(rests), {*names}, list(names)
    while waiting:
        more = [user for user in users.get(waiting.pop(), ()) if user not in found]
        found.update(more)
        waiting += more
    return found


def _way_back(start: str, rests: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The shortest way from a definition to itself; empty where there is none."""
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for name in rests[here]:
            if name == start:
                return _way(here, came_from)
            if name not in came_from:
                came_from[name] = here
                waiting.append(name)
    return ()


def _way(end: str, came_from: Mapping[str, str]) -> tuple[str, ...]:
    way = [end]
    while way[-1] in came_from:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def too_deep(definitions: Mapping[str, Definition]) -> dict[str, int]:
    """How many definitions stand one under another, of those that rest on more than can be judged; circles aside."""
    rests = {name: [r for r in references(d) if r in definitions] for name, d in definitions.items()}
    depth: dict[str, int] = {}
    for name in _grounded(rests):
        depth[name] = 1 + max((depth[r] for r in rests[name]), default=0)
    return {name: n for name, n in depth.items() if n > MOST_DEEP}


def told_deep(n: int) -> str:
    """That a definition rests on too many, as a sentence, with the way out."""
    return f"it stands on {n - 1:,} definitions one under another, and at most {MOST_DEEP - 1} can be judged. {HINT}"


def in_order(definitions: Sequence[Definition]) -> tuple[Definition, ...]:
    """The definitions with each after those it rests on; raises DefinitionError for a circle or an unknown name."""
    known = by_name(definitions)
    for definition in definitions:
        for name in references(definition):
            if name not in known:
                raise DefinitionError(
                    f"{spot(definition)} refers to '{name}', which is not defined.{near(name, known)}"
                )
        clauses_in_order(definition)
    for circle in circles(known):
        raise DefinitionError(
            f"These definitions rest on each other in a circle: {told(circle)}. Break it at one place."
        )
    for name, n in too_deep(known).items():
        raise DefinitionError(f"{spot(known[name])}: {told_deep(n)}")
    return tuple(known[name] for name in _each_after(known))


def told(circle: Sequence[str]) -> str:
    """A circle as a sentence part: a -> b -> a; of a long one only the beginning and the end."""
    way = [*circle, circle[0]]
    if len(way) > 2 * SHOWN:
        way = [*way[:SHOWN], f"({len(circle) + 1 - 2 * SHOWN:,} more)", *way[-SHOWN:]]
    return " -> ".join(way)


def spot(definition: Definition) -> str:
    """Where a definition stands, for a sentence."""
    return definition.where or f"the definition '{definition.name}'"


def _each_after(known: Mapping[str, Definition]) -> dict[str, None]:
    """Every name after those it rests on, else in the order given."""
    done: dict[str, None] = {}
    for first in known:
        waiting = [first]
        while waiting:
            missing = [r for r in references(known[waiting[-1]]) if r not in done]
            if missing:
                waiting.append(missing[0])
            else:
                done.setdefault(waiting.pop())
    return done


def clauses_in_order(definition: Definition) -> tuple[Clause, ...]:
    """The clauses with each after those it counts from; raises DefinitionError for a circle."""
    own = {c.name: c for c in definition.test}
    done: dict[str, Clause] = {}
    while len(done) < len(own):
        ready = [c for c in own.values() if c.name not in done and all(a in done for a in anchors(c) if a in own)]
        if not ready:
            stuck = ", ".join(n for n in own if n not in done)
            raise DefinitionError(f"{spot(definition)}: the clauses {stuck} count from each other in a circle.")
        done.update({c.name: c for c in ready})
    return tuple(done.values())
