"""Rows become events: the rules of a sensor file, applied to whole columns at once."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pyrometer.sensors import _after, _dates
from pyrometer.sensors._batch import EVENTS, Batch
from pyrometer.sensors._columns import blank, filled, matches, text
from pyrometer.sensors._config import Rule, SensorConfig
from pyrometer.sensors._refused import Refusals
from pyrometer.sensors._rule import Source, Taken, Tally, columns_of, events, read_times, seq, used

FORMULA = r"^=.*[(!|+*/]"


def mapped(source: Source, table: Any, rows: Any) -> Batch:
    """The events and refusals of raw rows; `rows` are their numbers in the file (int64), the first record being 1."""
    config = source.config
    tally = Tally(Refusals(config.name, source.file, table, rows))
    table = blank(table.select([name for name in table.column_names if name in used(config)]), config.missing)
    who = filled(table, config.prospect)
    nobody = pc.or_kleene(pc.is_null(who), pc.equal(pc.utf8_trim_whitespace(who), "")).to_numpy(zero_copy_only=False)
    formula = pc.fill_null(pc.match_substring_regex(who, FORMULA), fill_value=False).to_numpy(zero_copy_only=False)
    tally.refusals.add(formula, "formula", f"{config.prospect} is a formula, not a value. Export the values.")
    tally.refusals.add(nobody, "no-prospect", f"{config.prospect} is empty: nobody can be told whose row this is.")
    nobody |= formula
    free, served, taken = ~nobody, np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    made = []
    for number, rule in enumerate(config.events):
        mask = matches(table, rule.where).to_numpy(zero_copy_only=False) & free
        if rule.changed:
            mask &= _changes(source, table, rule, who)
        at, unclear = _dates.kept(source, table, rule, np.flatnonzero(mask), tally)
        if config.row_is == "event":
            free[at] = free[unclear] = False
        taken[at] = True
        part = table.select(columns_of(config, rule, table.column_names))
        part, some = (part, who) if len(at) == len(rows) else (part.take(at), who.take(pa.array(at)))
        found, given = events(
            source, Taken(rule, number, part, at, some, rows[at], _told_last(source, table, rule, who)), tally
        )
        made.append(found)
        served[given] = True
    _refuse_the_rest(config, taken, served | nobody, tally)
    return Batch(
        pa.concat_tables(made) if made else EVENTS.empty_table(), tally.refusals.table(), len(rows), tally.counts
    )


def _refuse_the_rest(config: SensorConfig, taken: Any, served: Any, tally: Tally) -> None:
    """Rows that gave no event and were not refused yet."""
    rest = ~served & ~tally.refusals.refused
    tally.refusals.add(rest & ~taken, "no-rule", "No [[event]] matches this row.")
    times = list(dict.fromkeys(rule.happened_at for rule in config.events))
    empty = f"{times[0]} is empty" if len(times) == 1 else f"{', '.join(times[:-1])} and {times[-1]} are empty"
    tally.refusals.add(rest & taken, "no-time", f"When it happened is not told: {empty}.")


def _told_last(source: Source, table: Any, rule: Rule, who: Any) -> Any:
    """The time after which a rule's event happened, by row of the table, where the rule names a column for it."""
    if not rule.after:
        return None
    when = read_times(source, table, rule.after)
    return _after.latest(when, who, of_row=source.config.row_is == "prospect")


def _changes(source: Source, table: Any, rule: Rule, who: Any) -> Any:
    """Rows in which `changed` differs from the row before of the same prospect in order of time (and seq).

    A row without a time stands first: it is how the record was made.
    """
    when = read_times(source, table, rule.happened_at)
    value = text(table.column(rule.changed)).dictionary_encode().indices
    value = pc.fill_null(value, -1).to_numpy(zero_copy_only=False)
    prospect = pc.fill_null(who.dictionary_encode().indices, -1).to_numpy(zero_copy_only=False)
    place = seq(table, source.config, 0).to_numpy(zero_copy_only=False)
    order = np.lexsort((value, place, when.utc, when.is_good, prospect))
    first = np.ones(len(order), bool)
    first[1:] = (value[order][1:] != value[order][:-1]) | (prospect[order][1:] != prospect[order][:-1])
    changed = np.zeros(len(order), bool)
    changed[order] = first
    return changed & (value >= 0)


def all_at_once(config: SensorConfig) -> bool:
    """Whether a rule compares rows with each other, so that a file must be mapped in one piece."""
    return any(rule.changed or (rule.after and config.row_is == "event") for rule in config.events)
