"""What the engine makes of a definition is what the definition means."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyrometer.config import EngineSettings
from pyrometer.definitions.compile import judge
from pyrometer.definitions.parse import parse
from pyrometer.definitions.rehearse import as_records
from pyrometer.model.definition import Definition, Outage
from pyrometer.model.event import Event
from pyrometer.registry import find
from tests.definitions.reference import World, judged

MONDAY = datetime(2026, 1, 5)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def backend() -> Any:
    return find("pyrometer.engines", "duckdb").connect(EngineSettings(threads=1))


def later(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


SPANS = st.sampled_from(["1d", "2d", "5d"])
ANCHORS = ["first_action", "first_customer_action", "first_seller_action"]
ACTIONS = ["a", "b", "c"]


SIDED = [{"customer": c} for c in ("any", ["a"], ["b"], ["a", "b"])] + [{"customer": ["a"], "seller": "any"}]


@st.composite
def clauses(draw: Any, others: list[str], test: dict[str, Any]) -> dict[str, Any]:
    """One clause, by the rules of the language."""
    names, plain = list(test), [n for n, c in test.items() if set(c) <= {"customer", "seller", "grade", "having"}]
    kind = draw(st.sampled_from(["events", "events", "counted", "counted", "silence", "inner", "undone"]))
    if kind == "silence":
        return draw(silences(names + others))  # type: ignore[no-any-return]
    if kind == "undone" and plain:
        return dict(draw(st.sampled_from(SIDED))) | {"until": draw(st.sampled_from(plain))}
    if kind == "inner" and others:
        clause: dict[str, Any] = {"definition": draw(st.sampled_from(others))}
    else:
        clause = dict(draw(st.sampled_from(SIDED)))
        if draw(st.integers(0, 3)) == 0:
            clause["grade"] = draw(st.integers(0, 3))
        if draw(st.integers(0, 3)) == 0:
            limits: list[Any] = ["x", 1, "at least 2", "at most 1", "one of x, 2"]
            clause["having"] = {draw(st.sampled_from(["f", "minutes"])): draw(st.sampled_from(limits))}
        if kind == "counted":
            clause[draw(st.sampled_from(["at_least", "at_most"]))] = draw(st.integers(1, 3))
            clause |= draw(st.sampled_from([{}, {"distinct": "people"}, {"distinct": "days"}]))
    return clause | (draw(timings(names + others)) if draw(st.booleans()) else {})


@st.composite
def silences(draw: Any, anchors: list[str]) -> dict[str, Any]:
    """A clause that something did not happen for a while."""
    side = draw(st.sampled_from(["customer", "seller"]))
    clause = {side: draw(st.sampled_from(["any", ["a"], ["a", "b"]])), "silent_for": draw(SPANS)}
    if draw(st.booleans()):
        clause[draw(st.sampled_from(["since", "after"]))] = draw(st.sampled_from(anchors + ANCHORS))
    return clause


@st.composite
def timings(draw: Any, anchors: list[str]) -> dict[str, Any]:
    """The words that bound a clause in time."""
    found: dict[str, Any] = {}
    bound = draw(st.sampled_from(["since", "after", "before", "", ""]))
    if bound:
        found[bound] = draw(st.sampled_from([*anchors, *ANCHORS, later(2).date()]))
    if draw(st.booleans()):
        forward = bound in ("since", "after")
        found["within"] = draw(st.sampled_from(["1wd", "3wd"]) | SPANS if forward else SPANS)
    if draw(st.integers(0, 2)) == 0 and (bound or "within" not in found):
        found["within_of_start"] = draw(SPANS)
    return found


@st.composite
def definitions(draw: Any) -> tuple[Definition, ...]:
    """Up to three definitions, later ones resting on earlier ones."""
    found: list[Definition] = []
    for i in range(draw(st.integers(1, 3))):
        others = [d.name for d in found]
        test: dict[str, Any] = {}
        for j in range(draw(st.integers(1, 3))):
            test[f"c{j}"] = draw(clauses(others, test))
        names = list(test)
        some = st.lists(st.sampled_from(names), min_size=1, unique=True)
        criterion: dict[str, Any] = {draw(st.sampled_from(["all", "any", "none"])): draw(some)}
        if draw(st.booleans()):
            criterion[draw(st.sampled_from(["all", "any", "none", "only_if"]))] = draw(some)
        if draw(st.integers(0, 2)) == 0:
            listed = draw(some)
            criterion["at_least"] = {str(draw(st.integers(1, len(listed)))): listed}
        document: dict[str, Any] = {
            "definition": f"d{i}",
            "kind": draw(st.sampled_from(["milestone", "judgment"])),
            "criterion": criterion,
            "test": test,
        }
        if draw(st.integers(0, 3)) == 0:
            document["judge"] = {"after": draw(st.sampled_from([*names, *others, *ANCHORS])), "wait": draw(SPANS)}
        if draw(st.integers(0, 2)) == 0:
            document["needs"] = ["mail"]
        found.append(parse(tomlkit.dumps(document)))
    return tuple(found)


@st.composite
def events(draw: Any) -> list[Event]:
    """A few events of one prospect on a coarse grid of time, so that ties and exact bounds come up."""
    found = []
    for i in range(draw(st.integers(1, 6))):
        happened_at = later(draw(st.integers(0, 9))) + draw(st.sampled_from([0, 0, 0, 9])) * HOUR
        side = draw(st.sampled_from(["customer", "customer", "seller", "marketing"]))
        late = draw(st.sampled_from([None, None, 0, 1, 4]))
        found.append(
            Event(
                source="t",
                source_id=str(i),
                source_seq=i,
                prospect="p",
                happened_at=happened_at,
                known_at=None if late is None else happened_at + timedelta(days=late),
                action=draw(st.sampled_from(ACTIONS)),
                side=side,
                grade=draw(st.sampled_from([2, 2, 2, 0, 1, 3])),
                person=draw(st.sampled_from([None, "ann", "bob", "cem"])),
                minutes=draw(st.sampled_from([None, 1.0, 2.0])),
                about=draw(st.sampled_from([{}, {"f": "x"}, {"f": "2"}])),
            )
        )
    return found


OUTAGES: list[dict[str, tuple[Outage, ...]]] = [
    {},
    {},
    {"mail": (Outage(),)},
    {"mail": (Outage(later(3)),)},
    {"mail": (Outage(later(2), later(4)),)},
    {"mail": (Outage(None, later(1)), Outage(later(5), later(6)))},
]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    definitions=definitions(),
    stories=st.lists(events(), min_size=3, max_size=12),
    until=st.integers(0, 16).map(later),
    as_known=st.none() | st.integers(0, 12).map(later),
    dead=st.sampled_from(OUTAGES),
)
def test_engine_and_meaning_agree(
    backend: Any, definitions: Any, stories: Any, until: Any, as_known: Any, dead: Any
) -> None:
    told = [[Event(**{**_fields(e), "prospect": str(i)}) for e in story] for i, story in enumerate(stories)]
    records = as_records([e for story in told for e in story], {str(i): i for i in range(len(told))}, until)
    records = type(records)(records.events, records.words, until, as_known, 2, dead)
    rows = {r["prospect"]: r for r in backend.to_pyarrow(judge(definitions, records)).to_pylist()}
    known = {d.name: d for d in definitions}
    for i, story in enumerate(told):
        world = World(known, story, until, as_known, 2, dead)
        for d in definitions:
            wanted = judged(world, d.name)
            got = (rows[i][f"{d.slug}_verdict"], rows[i][f"{d.slug}_met_at"]) if i in rows else None
            assert got == wanted, (d.name, story)


def _fields(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in Event.__dataclass_fields__}
