"""Clocks: a day and its time of day that stand in two columns, 'Start Date' and 'Start Time', read as one time."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from pyrometer.sensors._columns import filled, text
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.profile import Profile, profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.words import plain

_DAY = frozenset(["date", "datum", "fecha", "data", "jour", "day", "tag", "dia", "giorno"])
_TIME = frozenset(["time", "uhrzeit", "zeit", "hora", "heure", "ora", "clock", "uhr", "tijd"])
_CLOCK = r"^\s*([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?( ?[aApP]\.?[mM]\.?)?\s*$"
TOLD = 0.9  # of the days have their clock, else the day alone is what is known


def joined(loaded: Loaded, answers: Answers) -> Loaded:
    """The file with one time in place of each day that has a clock beside it; a day that a flag names stays alone."""
    said = (answers.time, answers.ended)
    pairs = {} if loaded.is_table else _pairs(loaded)
    pairs = {day: clock for day, clock in pairs.items() if day not in said}
    if not pairs:
        return loaded
    table, columns = loaded.table, dict[str, Profile]()
    for name, column in loaded.columns.items():
        if name not in pairs:
            columns[name] = column
            continue
        both = f"{{{name}}} {{{pairs[name]}}}"
        table = table.append_column(both, filled(table, both))
        columns[both] = profile(both, table.column(both))
    return replace(loaded, table=table, columns=columns, added=(*loaded.added, *(set(columns) - set(loaded.columns))))


def _pairs(loaded: Loaded) -> Mapping[str, str]:
    """The column of the clock for each column of days that has one, told by their names and by what they hold."""
    clocks = {_rest(name, _TIME): name for name in loaded.columns if _is_clock(loaded, name)}
    found = {}
    for name, column in loaded.columns.items():
        clock = clocks.get(_rest(name, _DAY))
        is_day = column.span is not None and column.span.is_day and not pa.types.is_timestamp(_kind(loaded, name))
        if is_day and clock is not None and loaded.columns[clock].n_filled >= TOLD * column.n_filled:
            found[name] = clock
    return found


def _rest(name: str, words: frozenset[str]) -> str | None:
    """The name without its word for a day or a clock; None where it has none, so that it pairs with nothing."""
    spoken = plain(name).split()
    return " ".join(w for w in spoken if w not in words) if words & set(spoken) else None


def _is_clock(loaded: Loaded, name: str) -> bool:
    if _rest(name, _TIME) is None:
        return False
    some = text(loaded.table.column(name)).drop_null().slice(0, 1000)
    return bool(len(some)) and bool(pc.all(pc.match_substring_regex(some, _CLOCK)).as_py())


def _kind(loaded: Loaded, name: str) -> pa.DataType:
    return loaded.table.schema.field(name).type
