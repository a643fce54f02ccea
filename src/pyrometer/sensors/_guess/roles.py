"""Which column is what: the prospect, the times, the stage, the seller, the amount, and what splits prospects."""

from collections.abc import Iterable

import pyarrow.compute as pc

from pyrometer.sensors._columns import ROW as ROW
from pyrometer.sensors._columns import text
from pyrometer.sensors._guess import persons
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.places import is_place
from pyrometer.sensors._guess.profile import Profile, is_told
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.words import COLUMNS, ending, plain, rank

MOST_SEGMENT_VALUES = 40
MOST_SEGMENTS = 6
MOST_ENDED = 0.9  # a time that more rows have tells of more than of those that ended
FEW = 10  # rows in which each may well have a seller of its own
MOST_STAGES = 50  # a column of more values is a text
_GONE = ("is deleted", "fivetran deleted")
_CURRENT = ("fivetran active",)  # of several versions of a record the one that holds
IDS = ("text", "number")  # what an id may look like
_OF_ONE_DEAL = COLUMNS["prospect"].index("record id")  # names up to here speak of one deal, not of a person


def answered(loaded: Loaded, column: str | None) -> str | None:
    """The column that a flag names, where this file has it."""
    return column if column in loaded.columns or column == ROW else None


def prospect(loaded: Loaded, answers: Answers) -> str | None:
    """The column of who a row is about; None when no column is an id."""
    if said := answered(loaded, answers.prospect):
        return said
    columns = loaded.columns
    ranked = sorted(
        (place, i, name)
        for i, (name, column) in enumerate(columns.items())
        if not name.startswith("_")
        and (place := rank(name, "prospect")) is not None
        and column.filled_share > 0.9
        and column.kind in ("text", "number")
    )
    for place, _, name in ranked:
        if place < _OF_ONE_DEAL:
            return name
    if person := _person_of_a_log(loaded):
        return person
    if _tells_changes(loaded):
        again = [name for _, _, name in ranked if columns[name].n_values < columns[name].n_filled]
        return next((name for name in again if rank(name, "owner") is None), None)
    for _, _, name in sorted(ranked, key=lambda it: plain(it[2]) != "id"):  # a row's own id before those it points to
        if columns[name].n_values > 0.9 * columns[name].n_rows:
            return name
    alone = [name for name, c in columns.items() if c.kind == "text" and c.n_values == c.n_filled > 0.9 * c.n_rows]
    return alone[0] if alone else (ranked[0][2] if ranked else persons.only_address(loaded))


def _tells_changes(loaded: Loaded) -> bool:
    """Whether each row is the change of a field: its old and its new value."""
    return all(any(rank(c, role) is not None for c in loaded.columns) for role in ("old value", "new value"))


def current(loaded: Loaded) -> dict[str, tuple[str, ...]]:
    """The condition that leaves deleted and superseded records out, where a column tells them."""
    found: dict[str, tuple[str, ...]] = {}
    for name, column in loaded.columns.items():
        if not is_truth(column) or column.n_values < 2:
            continue
        yes = yes_of(column)
        if plain(name) in _GONE:
            found[name] = tuple(v for v in column.values if v not in yes)
        elif plain(name) in _CURRENT:
            found[name] = yes
    return found


def _person_of_a_log(loaded: Loaded) -> str | None:
    """A person who comes again and again beside an action: a log of what persons did."""
    act = action(loaded, Answers())
    if act is None or any(rank(c.name, "ended") is not None for c in times(loaded)):
        return None
    by_id = persons.by_id(loaded)
    return by_id if by_id or rank(act, "stage") is not None else persons.by_address(loaded)  # a stage: a list, perhaps


def times(loaded: Loaded) -> list[Profile]:
    """The columns of times that something happened at: no plans, no bookkeeping."""
    return [
        column
        for name, column in loaded.columns.items()
        if column.kind == "time"
        and column.span is not None
        and rank(name, "bookkeeping") is None
        and (rank(name, "planned") is None or rank(name, "ended") is not None or rank(name, "entered") is not None)
    ]


def by_rank(columns: Iterable[Profile], role: str) -> Profile | None:
    """The column whose name fits a role best."""
    ranked = [(place, i, c) for i, c in enumerate(columns) if (place := rank(c.name, role)) is not None]
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def action(loaded: Loaded, answers: Answers) -> str | None:
    """The column of what happened, in a log."""
    if said := answered(loaded, answers.action):
        return said
    fit = [
        column
        for column in loaded.columns.values()
        if column.kind == "text"
        and 2 <= column.n_values <= min(500, max(12, column.n_rows / 2))
        and column.n_values < column.n_rows
        and column.filled_share > 0.9
        and not is_truth(column)
        and not is_place(column)
    ]
    found = by_rank(fit, "action")
    return found.name if found is not None and not _ends_of(loaded, found) else None


def _ends_of(loaded: Loaded, column: Profile) -> bool:
    """Whether a column is no act but how a record stands: a time of its own is told of some ends and of nothing else.

    A quote that comes in several revisions is one: only those accepted or declined have a day of decision.
    """
    for time in times(loaded):
        if time.filled_share > MOST_ENDED or not time.n_filled:
            continue
        has = is_told(loaded.table, time)
        with_it = pc.value_counts(text(loaded.table.column(column.name)).filter(has).drop_null())
        told = {row["values"]: row["counts"] for row in with_it.to_pylist()}
        full = {value for value, n in told.items() if n > 0.8 * column.values.get(value, 0)}
        if sum(told.values()) == sum(told[v] for v in full) and any(ending(v, "won") for v in full):
            return True
    return False


def stage(loaded: Loaded) -> Profile | None:
    """The column named like a stage, whatever its words say; None where there is none."""
    fit = [c for c in loaded.columns.values() if c.values and c.n_values <= MOST_STAGES and c.kind in IDS]
    return by_rank([c for c in fit if not is_truth(c) and not is_place(c)], "stage")


def owner(loaded: Loaded, answers: Answers, taken: Iterable[str]) -> str | None:
    """The column of the seller."""
    if said := answered(loaded, answers.owner):
        return said
    fit = [
        c
        for c in _free(loaded, taken)
        if c.kind in ("text", "number") and c.n_values > 1 and (c.n_values < c.n_filled or c.n_filled < FEW)
    ]
    found = by_rank(fit, "owner")
    return found.name if found else None


def amount(loaded: Loaded, answers: Answers, taken: Iterable[str]) -> str | None:
    """The column of the amount."""
    if said := answered(loaded, answers.amount):
        return said
    found = by_rank([c for c in _free(loaded, taken) if c.kind == "number" and c.n_values > 1], "amount")
    return found.name if found else None


def currency(loaded: Loaded) -> str | None:
    """The one currency that a column of currencies names in every row."""
    found = by_rank([c for c in loaded.columns.values() if c.kind == "text" and c.n_values == 1], "currency")
    name = next(iter(found.values), "") if found is not None else ""
    return name if len(name) == 3 and name.isalpha() and name.isupper() else None


def account(loaded: Loaded, taken: Iterable[str]) -> str | None:
    """The column of the company."""
    found = by_rank([c for c in _free(loaded, taken) if c.kind in ("text", "number")], "account")
    return found.name if found else None


def segments(loaded: Loaded, taken: Iterable[str]) -> list[str]:
    """Columns of a few words each, known for most prospects: by these studies may split, unless they name people."""
    fit = [
        c.name
        for c in _free(loaded, taken)
        if c.kind == "text"
        and not is_truth(c)
        and not plain(c.name).endswith(" id")
        and 2 <= c.n_values <= min(MOST_SEGMENT_VALUES, max(2, c.n_filled // 4))
        and c.filled_share >= 0.5
        and all(rank(c.name, role) is None for role in ("bookkeeping", "afterwards", "person", "owner"))
        and (rank(c.name, "stage") is None or is_place(c))
    ]
    return fit[:MOST_SEGMENTS]


def _free(loaded: Loaded, taken: Iterable[str]) -> list[Profile]:
    gone = set(taken)
    return [column for name, column in loaded.columns.items() if name not in gone]


_TRUE = frozenset(["true", "t", "yes", "y", "ja", "oui", "si", "sim", "1", "1.0"])
_FALSE = frozenset(["false", "f", "no", "n", "nein", "non", "nao", "0", "0.0"])


def is_truth(column: Profile) -> bool:
    """Whether a column says only yes and no."""
    return 0 < column.n_values <= 2 and all(v.lower() in _TRUE | _FALSE for v in column.values) and bool(column.values)


def yes_of(column: Profile) -> tuple[str, ...]:
    """The values of a column of yes and no that say yes."""
    return tuple(v for v in column.values if v.lower() in _TRUE)
