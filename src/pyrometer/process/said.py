"""Said: what events say about a prospect, field by field, as rows that measures count."""

from typing import Any

COLUMNS = ("amount", "actor", "account")  # fields of every event beside what its `about` holds


def about(events: Any, *columns: str) -> Any:
    """One row per event and field of its `about` that is not empty: the columns asked for, own, field, value (text).

    `own` is 0: a field of the same name as a column of the event is another field.
    """
    import ibis

    rows = events.filter(events.about.notnull())
    rows = rows.select(*columns, "about", field=rows.about.keys().unnest())
    rows = rows.select(*columns, "field", own=ibis.literal(0, type="int8"), value=rows.about.get(rows.field))
    return rows.filter(rows.value.notnull() & (rows.value != ""))


def column(events: Any, name: str, *columns: str) -> Any:
    """The same rows for one of `COLUMNS`, `own` 1; codes stay codes, as text."""
    import ibis

    rows = events.filter(events[name].notnull())
    own = ibis.literal(1, type="int8")
    return rows.select(*columns, field=ibis.literal(name), own=own, value=rows[name].cast("string"))
