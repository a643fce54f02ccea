"""Columns that say the same in every event of a reading come out as they went in, as do those that differ."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.small import events, new, read, record

WORDS = st.sampled_from(["crm", "", "it's", "café", "NULL", "null", "0", " ", "x" * 300, "x" * 299 + "y", "a\nb", "😀"])
TOLD = (
    "source_seq", "side", "grade", "precision", "action", "actor", "account", "currency", "minutes", "amount", "file",
)  # fmt: skip


@st.composite
def readings(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Up to three readings; in each a column has one value for all events, or one of two for each."""
    found, row = [], 0
    for _ in range(draw(st.integers(1, 3))):
        choices = {
            "actor": [draw(st.none() | WORDS), draw(st.none() | WORDS)],
            "account": [draw(st.none() | WORDS), None],
            "currency": [draw(st.sampled_from([None, "EUR", "USD"]))],
            "action": [draw(WORDS), draw(WORDS)],
            "file": [draw(WORDS), draw(WORDS)],
            "source_seq": [draw(st.sampled_from([0, -1, 2**62])), 0],
            "side": [draw(st.integers(0, 3)), 0],
            "grade": [draw(st.integers(0, 4)), 2],
            "precision": [draw(st.integers(0, 1)), 0],
            "minutes": [draw(st.sampled_from([None, 0.0, -0.0, 0.1, 1e300])), None],
            "amount": [draw(st.sampled_from([None, 7.25])), draw(st.sampled_from([None, -1e-9]))],
        }
        varied = draw(st.sets(st.sampled_from(sorted(choices))))
        rows = []
        for _ in range(draw(st.integers(1, 4))):
            row += 1
            more = {c: draw(st.sampled_from(of)) if c in varied else of[0] for c, of in choices.items()}
            rows.append(record(draw(st.sampled_from("ab")), row, row=row, **more))
        found.append(rows)
    if draw(st.booleans()):
        merged = record("b", 99, "merged_into", about={"into": "a"}, row=99, side=3)
        found.insert(draw(st.integers(0, len(found))), [merged])
    return found


@settings(max_examples=60, deadline=None)
@given(readings())
def test_every_column_comes_out_as_it_went_in(given_rows: list[list[dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = new(Path(folder), target=3)
        for rows in given_rows:
            read(ledger, rows)
        found = {event["row"]: {c: event[c] for c in (*TOLD, "run")} for event in events(ledger)}
    wanted = {
        row["row"]: {c: row.get(c) for c in TOLD} | {"run": run} for run, rows in enumerate(given_rows) for row in rows
    }
    assert found == wanted
