"""Stages as exported: the words of stage, status and reason that a wide file uses, told where they are true."""

from collections.abc import Mapping, Sequence

from pyrometer.model.event import FIELD_CHANGE
from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.draft import Block, Line
from pyrometer.sensors._guess.ends import Ends
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.part import own_names
from pyrometer.sensors._guess.places import is_place
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.words import plain, rank

_STAGE = ("stage", "status", "phase", "outcome")
_REASON = ("reason", "grund", "motif", "motivo", "verlustgrund", "ablehnungsgrund", "absagegrund")


def stages(loaded: Loaded, end: Ends | None) -> list[str]:
    """The columns of stages and statuses: what sellers call where a prospect is."""
    telling = end.columns if end is not None else ()
    return [
        name
        for name, c in _worded(loaded).items()
        if rank(name, "bookkeeping") is None
        and (name in telling or rank(name, "stage") is not None or set(plain(name).split()) & set(_STAGE))
        and not is_place(c)
    ]


def reasons(loaded: Loaded, end: Ends | None) -> list[str]:
    """The columns of why it ended; they say something only once it has."""
    telling = end.columns if end is not None else ()
    found = [name for name in _worded(loaded) if set(plain(name).split()) & set(_REASON)]
    return [name for name in found if name not in telling]


def _worded(loaded: Loaded) -> dict[str, Profile]:
    return {
        name: c
        for name, c in loaded.columns.items()
        if c.kind == "text"
        and 1 <= c.n_values <= roles.MOST_STAGES
        and not roles.is_truth(c)
        and not name.startswith("_")
    }


def still_open(loaded: Loaded, end: Ends, columns: Sequence[str], entered: Profile) -> Block | None:
    """The rule that tells the stage of open prospects; None where nothing is open or nothing has a stage.

    It stands at the entry, before it, and is nobody's act: no journey is changed by it, nothing is credited to it.
    """
    where = _open(loaded, end)
    if not columns or not where:
        return None
    lines = (
        Line("where", {k: list(v) for k, v in where.items()}),
        Line("happened_at", entered.name),
        Line("action", FIELD_CHANGE),
        Line("side", "system"),
        Line("about", own_names(list(columns)), "never split by these: they say how it went on"),
    )
    return Block(lines, "The stage of the open ones, as exported; since when is not told, so it stands at the entry.")


def _open(loaded: Loaded, end: Ends) -> Mapping[str, tuple[str, ...]]:
    """The condition of rows that are neither won nor lost; empty where there is none."""
    name = next(iter(end.lost or end.won))
    gone = {v for where in (end.won, end.lost) for v in where.get(name, ())}
    kept = tuple(v for v in loaded.columns[name].values if v not in gone)
    return {name: kept} if kept else {}
