"""CSV: the tables of findings, safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Sequence
from io import StringIO

from pyrometer.model.finding import Finding
from pyrometer.model.table import Table, Value
from pyrometer.views import View
from pyrometer.views._plain import plain

# A spreadsheet runs a cell of words that starts with one of these signs (OWASP, CSV injection); a number is no danger.
FORMULA = re.compile(r"^\s*[=+\-@\t\r\n|%]|^[\t\r\n]")


def render(findings: Sequence[Finding]) -> str:
    """Every table under its column names; where there are several, each has a line with study and table before it."""
    tables = [(f.study, title, table) for f in findings for title, table in f.tables.items()]
    blocks = []
    for study, title, table in tables:
        name = f"{line(('study', study, 'table', title))}" if len(tables) > 1 else ""
        blocks.append(name + one(table))
    return "\r\n".join(blocks)


def one(table: Table) -> str:
    """A single table."""
    return line([c.name for c in table.columns]) + "".join(line(row) for row in table.rows)


def line(values: Sequence[Value]) -> str:
    """One line; nothing is an empty cell, times are ISO 8601."""
    out = StringIO()
    csv.writer(out).writerow([guarded(value) for value in values])
    return out.getvalue()


def guarded(value: Value) -> object:
    """A value that no spreadsheet takes for a formula: words that look like one get an apostrophe before them."""
    found = plain(value)
    return f"'{found}" if isinstance(found, str) and FORMULA.match(found) else found


VIEW = View("text/csv; charset=utf-8", ".csv", render)
