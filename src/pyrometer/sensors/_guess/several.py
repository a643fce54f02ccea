"""Several rows of one event: an export that writes a row for each property of what happened, not for each happening."""

from typing import Any

from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.part import Part
from pyrometer.sensors._guess.profile import Profile

ROWS = 2  # of one event at least, on average
MOST_KEYS = 100  # different properties at most: more are what was bought, not what is told


def say_once(part: Part, who: str, time: Profile, action: str) -> bool:
    """Says in the draft that the rows of one prospect, act and instant are one event; False where they are not."""
    key = _key(part.loaded, [who, time.name, action]) if time.span is not None and not time.span.is_day else None
    if key is None or any(line.key == "id" for line in part.draft.lines):
        return False
    why = f"an event stands in several rows, one for each {key}: who, when and what make it one"
    part.draft.say("id", "{" + "}:{".join((who, time.name, action)) + "}", why)
    return True


def once(events: Any) -> Any:
    """Events (prospect, happened_at, action, source_seq) without the further rows of each."""
    same = events.group_by(["prospect", "happened_at", "action"]).aggregate([("source_seq", "min")])
    return same.rename_columns({"source_seq_min": "source_seq"})


def _key(loaded: Loaded, event: list[str]) -> str | None:
    """The column of words that tells the rows of one event apart; None where each row is an event of its own."""
    n_rows = loaded.table.num_rows
    if _n_different(loaded, event) * ROWS > n_rows:
        return None
    fit = [c for n, c in loaded.columns.items() if c.kind == "text" and n not in event and 2 <= c.n_values <= MOST_KEYS]
    return next((c.name for c in fit if c.filled_share == 1 and _n_different(loaded, [*event, c.name]) == n_rows), None)


def _n_different(loaded: Loaded, columns: list[str]) -> int:
    return int(loaded.table.select(columns).group_by(columns).aggregate([]).num_rows)
