"""The escape hatch: an SQL condition on an event, let through only if it is one condition and nothing else."""

from collections.abc import Mapping
from typing import Any

from pyrometer.errors import DefinitionError, near

COLUMNS = ("happened_at", "known_at", "precision", "grade", "minutes", "cost", "amount", "about", "source_seq")
CODES = ("prospect", "side", "action", "source", "actor", "person", "account", "currency")


def check(text: str) -> str:
    """The condition, written anew without comments; DefinitionError unless it is one, over an event's columns."""
    import sqlglot
    from sqlglot import exp

    try:
        found = sqlglot.parse_one(f"SELECT 1 WHERE {text}", dialect="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise DefinitionError(f"sql = '{text}' is no SQL condition. Write it like: amount > 10000") from error
    where = found.args.get("where") if isinstance(found, exp.Select) else None
    rest = set(found.args) - {"expressions", "where"}
    if (
        where is None
        or any(found.args[r] for r in rest)
        or found.find(exp.Subquery, exp.Window)
        or where.find(exp.Query)
    ):
        raise DefinitionError(
            f"sql = '{text}' must be one condition on an event, without SELECT, subqueries or windows."
        )
    for column in where.find_all(exp.Column):
        _known(column.name, text)
    return str(where.this.sql(dialect="duckdb", comments=False))


def _known(column: str, text: str) -> None:
    if column in CODES:
        raise DefinitionError(
            f"sql = '{text}': {column} is a code there. Name sides, actions and names by clause words."
        )
    if column not in COLUMNS:
        raise DefinitionError(f"sql = '{text}': an event has no column '{column}'.{near(column, COLUMNS)}")


def with_answers(events: Any, columns: Mapping[str, str]) -> Any:
    """The events with a column of true and false for each condition."""
    answers = ", ".join(f"COALESCE(({check(text)}), FALSE) AS {name}" for text, name in columns.items())
    return events.alias("pyrometer_events").sql(f"SELECT *, {answers} FROM pyrometer_events", dialect="duckdb")
