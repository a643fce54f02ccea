"""Records: the way down from a number to who met a definition and what each one did, with file and row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pyrometer import config
from pyrometer.errors import unknown
from pyrometer.model.event import PRECISIONS, SIDES
from pyrometer.model.table import Column, Table, table
from pyrometer.process import path
from pyrometer.process.record import OPEN

if TYPE_CHECKING:
    from pyrometer.plant._opened import Opened

MOST = 200  # prospects listed, latest first
NEAR = 50  # prospects among which the nearest name is looked for
MET = (
    Column("prospect", "", "the prospect as its source names it"),
    Column("met_at", "", "when it was first met, in the zone of the plant"),
    Column("entered_at", "", "when the journey began"),
    Column("n_events", "count", "events of the prospect"),
)
WAITING = (
    Column("prospect", "", "the prospect as its source names it"),
    Column("since_at", "", "since when it waits: when the milestone was met, in the zone of the plant"),
    Column("last_at", "", "its latest event, theirs or ours"),
    Column("n_events", "count", "events of the prospect"),
)
LATEST = (
    Column("prospect", "", "the prospect as its source names it"),
    Column("first_at", "", "its first event, in the zone of the plant"),
    Column("last_at", "", "its latest event"),
    Column("n_events", "count", "events of the prospect"),
)
DEEDS = (
    Column(
        "happened_at",
        "",
        "when it happened, in the zone of the plant; a date alone, or after which one, where no more is known",
    ),
    Column("known_at", "", "when it was recorded, where the source keeps that"),
    Column("side", "", "who did it: customer, seller, marketing or system"),
    Column("action", "", "what was done"),
    Column("grade", "", "how good the evidence is: 0 the seller says so, 4 money"),
    Column("actor", "", "which of us"),
    Column("about", "", "what the record says besides"),
    Column("amount", "", "in its currency"),
    Column("source", "", "the sensor"),
    Column("file", "", "the file it was read from"),
    Column("row", "", "its row there, the first record being 1"),
)
REFUSED = (
    Column("source", "", "the sensor"),
    Column("file", "", "the file"),
    Column("row", "", "the row's number there, the first record being 1"),
    Column("code", "", "the kind of reason"),
    Column("reason", "", "why it gave no event, and what would help"),
)


def met(plant: "Opened", name: str) -> tuple[int, Table] | None:
    """How many prospects met that definition on their journey, and the latest of them; None off the plant's path."""
    facts, journeys = plant.facts, plant.journeys()
    columns = {m: path.met(m) for m in facts.milestones} | ({facts.lost: "lost_at"} if facts.lost else {})
    if name not in columns:
        return None
    rows = journeys.select("entered_at", "n_events", prospect="name", met_at=columns[name])
    return _listed(plant, rows.filter(rows.met_at.notnull()).order_by(rows.met_at.desc(), "prospect"), MET)


def waiting(plant: "Opened", name: str) -> tuple[int, Table] | None:
    """How many still wait after they met that milestone, and those who wait longest; None where nobody can."""
    process = plant.known().process
    before_the_end = process.facts.milestones[:-1]
    if name not in before_the_end:
        return None
    spells = process.spells
    here = spells.filter((spells.milestone == before_the_end.index(name)) & (spells.how == OPEN))
    rows = here.select("prospect", since_at="entered_at").join(process.prospects, "prospect")
    rows = rows.select("since_at", "last_at", "n_events", prospect="name")
    return _listed(plant, rows.order_by("since_at", "prospect"), WAITING)


def prospects(plant: "Opened", like: str = "") -> Table:
    """The prospects of the latest events; only those whose name begins like that."""
    rows = _named(plant, like).select("first_at", "last_at", "n_events", prospect="name")
    return _listed(plant, rows.order_by(rows.last_at.desc(), "prospect"), LATEST)[1]


def deeds(plant: "Opened", name: str) -> Table:
    """Everything on record about that prospect, in order; raises UnknownName with the nearest name."""
    process = plant.known().process
    who = process.prospects.filter(process.prospects.name == _written(name)).select("prospect")
    rows = process.events if process.undated is None else process.events.union(process.undated)
    rows = rows.semi_join(who, "prospect").order_by("happened_at", "seq")
    wanted = ("happened_at", "known_at", "precision", "side", "action", "grade", "actor", "about", "amount", "currency")
    found = _fetched(plant, rows.select(*wanted, "source", "file", "row"))
    if not found["row"]:
        raise unknown("prospect", name, _alike(plant, name))
    words = process.words
    told = {
        "happened_at": _dated(_local(plant, found["happened_at"]), found["precision"]),
        "known_at": _local(plant, found["known_at"]),
        "side": [SIDES[code] for code in found["side"]],
        "about": [_about(pairs) for pairs in found["about"]],
        "amount": [
            _money(a, _word(words.currencies, c)) for a, c in zip(found["amount"], found["currency"], strict=True)
        ],
        **{
            c: [_word(getattr(words, f"{c}s"), code) for code in found[c]]
            for c in ("action", "actor", "source", "file")
        },
    }
    return table(DEEDS, {**found, **told})


def refused(plant: "Opened", first: int = 0, most: int = MOST) -> tuple[int, Table]:
    """How many rows were refused, and those from the `first` on."""
    kept = plant.ledger.refused()
    rows = kept.slice(first, most).to_pylist()
    return kept.num_rows, table(REFUSED, {c.name: [row[c.name] for row in rows] for c in REFUSED})


def _listed(plant: "Opened", rows: Any, columns: Sequence[Column]) -> tuple[int, Table]:
    """How many rows there are, and the first of them as a table, with instants on the plant's own clocks."""
    n = int(plant.backend.to_pyarrow(rows.count()).as_py())
    found = _fetched(plant, rows.limit(MOST))
    return n, table(columns, {c: _local(plant, v) if c.endswith("_at") else v for c, v in found.items()})


def _named(plant: "Opened", like: str) -> Any:
    """The prospects whose names begin like that, great letters or small."""
    rows = plant.known().process.prospects
    return rows.filter(rows.name.lower().startswith(_written(like).lower())) if like else rows


def _written(name: str) -> str:
    """A name as a record may hold it; none holds the sign NUL, which ends a query before its time."""
    return name.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _alike(plant: "Opened", name: str) -> Sequence[str]:
    """Some prospects whose names begin like that one, or just some."""
    for like in (name[:-1], name[:2], ""):
        found: Sequence[str] = _fetched(plant, _named(plant, like).limit(NEAR).select("name"))["name"]
        if found:
            return found
    return ()


def _fetched(plant: "Opened", expression: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = plant.backend.to_pyarrow(expression).to_pydict()
    return found


def _local(plant: "Opened", instants: Sequence[datetime | None]) -> list[datetime | None]:
    """Naive UTC instants as the clocks of the plant show them."""
    from datetime import UTC

    zone = config.zone(plant.config.plant.zone)
    return [None if at is None else at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) for at in instants]


def _dated(instants: Sequence[datetime | None], precisions: Sequence[int]) -> list[Any]:
    day, after = PRECISIONS.index("day"), PRECISIONS.index("after")
    pairs = [(at if at is None or p < day else at.date(), p) for at, p in zip(instants, precisions, strict=True)]
    return [f"after {at}" if p == after else at for at, p in pairs]


def _word(words: Sequence[str], code: int | None) -> str | None:
    return None if code is None else words[code]


def _about(pairs: Any) -> str | None:
    """Fields with what they hold; the engine gives pairs or a mapping."""
    held = pairs.items() if isinstance(pairs, Mapping) else pairs or ()
    return "; ".join(f"{key}: {value}" for key, value in held if value) or None


def _money(amount: float | None, currency: str | None) -> str | None:
    return None if amount is None else f"{amount:,.2f} {currency or ''}".strip()
