"""Said: what events say about a prospect, field by field, as rows that measures count."""

from collections.abc import Sequence
from typing import Any

CODED = ("actor", "account")  # fields of every event that hold a code
PLACE = 1 << 31  # a code lies below it: place * PLACE + code sorts by place and carries the code
DIGITS = 10  # of the greatest place of an event in its prospect


def placed(seq: Any, value: Any) -> Any:
    """A text that sorts by place: the greatest of them is the one said last, in one pass and in every engine."""
    return seq.cast("string").lpad(DIGITS, "0") + value


def unplaced(text: Any) -> Any:
    """The value of a placed text."""
    return text.substr(DIGITS)


def about(events: Any, *columns: str) -> Any:
    """One row per event and field of its `about` that is not empty: the columns asked for, own, field, value (text).

    `own` is 0: a field of the same name as a column of the event is another field.
    """
    import ibis

    rows = events.filter(events.about.notnull())
    rows = rows.select(*columns, "about", field=rows.about.keys().unnest())
    rows = rows.select(*columns, "field", own=ibis.literal(0, type="int8"), value=rows.about.get(rows.field))
    return rows.filter(rows.value.notnull() & (rows.value != ""))


def latest(events: Any) -> Any:
    """One row per prospect and field that was ever filled: prospect, own, field, first_at, and the value said last.

    `own` is 1 for the columns of the event itself: amount, actor and account; codes stay codes, as text.
    """
    import ibis

    keys = ("prospect", "seq", "happened_at")
    priced = events.filter(events.amount.notnull())
    amounts = priced.select(*keys, value=priced.amount.cast("string"))
    texts = [
        _texts(about(events, *keys), ["prospect", "own", "field"]),
        _own(_texts(amounts, ["prospect"]), "amount"),
    ]
    return ibis.union(*texts, *(_own(_codes(events, name), name) for name in CODED))


def _texts(rows: Any, where: Sequence[str]) -> Any:
    found = rows.group_by(list(where)).agg(first_at=rows.happened_at.min(), text=placed(rows.seq, rows.value).max())
    return found.select(*where, "first_at", value=unplaced(found.text))


def _codes(events: Any, name: str) -> Any:
    rows = events.filter(events[name].notnull())
    number = rows.seq.cast("int64") * PLACE + rows[name]
    found = rows.group_by("prospect").agg(first_at=rows.happened_at.min(), number=number.max())
    return found.select("prospect", "first_at", value=(found.number % PLACE).cast("string"))


def _own(rows: Any, name: str) -> Any:
    import ibis

    own = ibis.literal(1, type="int8")
    return rows.select("prospect", own=own, field=ibis.literal(name), first_at="first_at", value="value")
