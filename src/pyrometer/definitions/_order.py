"""Which definitions rest on which: the order in which they can be judged, and the circles that cannot."""

from collections.abc import Iterable, Mapping, Sequence

from pyrometer.errors import DefinitionError, near
from pyrometer.model.definition import FIRST_ACTIONS, Clause, Definition


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
    """Every circle of definitions that rest on each other, each told once, from its first name in the alphabet."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in sorted(definitions):
        path = _way_back(start, definitions)
        if path:
            found.setdefault(frozenset(path), path)
    return tuple(found.values())


def _way_back(start: str, definitions: Mapping[str, Definition]) -> tuple[str, ...]:
    seen: set[str] = set()
    waiting: list[tuple[str, ...]] = [(start,)]
    while waiting:
        path = waiting.pop(0)
        for name in references(definitions[path[-1]]):
            if name == start:
                return path
            if name in definitions and name not in seen:
                seen.add(name)
                waiting.append((*path, name))
    return ()


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
    done: dict[str, Definition] = {}
    for definition in definitions:
        _place(definition, known, done)
    return tuple(done.values())


def told(circle: Sequence[str]) -> str:
    """A circle as a sentence part: a -> b -> a."""
    return " -> ".join((*circle, circle[0]))


def spot(definition: Definition) -> str:
    """Where a definition stands, for a sentence."""
    return definition.where or f"the definition '{definition.name}'"


def _place(definition: Definition, known: Mapping[str, Definition], done: dict[str, Definition]) -> None:
    for name in references(definition):
        if name not in done:
            _place(known[name], known, done)
    done.setdefault(definition.name, definition)


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
