"""The lending template on the loan log of the BPI Challenge 2012 gives the path that is known for it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pyrometer.definitions.compile import judge
from pyrometer.definitions.parse import parse
from pyrometer.definitions.records import Records
from pyrometer.definitions.templates import template, texts
from pyrometer.model.words import Words
from tests.definitions.stories import backend

CUSTOMERS = ("A_SUBMITTED", "O_SENT_BACK", "O_ACCEPTED")


@pytest.fixture(scope="module")
def loans(shared: Path) -> tuple[Any, Words]:
    """The log's events with codes, customers' acts on the customer's side."""
    log = pq.read_table(shared / "data" / "bpic2012" / "bpic2012.parquet")
    actions, cases = log["activity"].combine_chunks().dictionary_encode(), log["case_id"].combine_chunks()
    by_customer = pc.is_in(log["activity"], pa.array(CUSTOMERS, log["activity"].type)).combine_chunks()
    n = log.num_rows
    events = pa.table(
        {
            "prospect": cases.dictionary_encode().indices.cast(pa.int64()),
            "happened_at": log["timestamp"].cast(pa.timestamp("us")),
            "known_at": pa.nulls(n, pa.timestamp("us")),
            "action": actions.indices,
            "side": pc.if_else(by_customer, 0, 1).cast(pa.int8()),
            "grade": pc.if_else(by_customer, 2, 0).cast(pa.int8()),
            "person": pa.nulls(n, pa.int32()),
        }
    )
    table = backend().create_table("loans", events, temp=True, overwrite=True)
    return table, Words(actions=tuple(actions.dictionary.to_pylist()))


def test_the_path_of_the_loan_log(loans: tuple[Any, Words]) -> None:
    events, words = loans
    definitions = [parse(text) for text in texts("lending").values()]
    table = judge(definitions, Records(events, words, datetime(2012, 12, 31)))
    (row,) = (
        backend()
        .to_pyarrow(table.aggregate(**{d.slug: table[f"{d.slug}_met_at"].count() for d in definitions}))
        .to_pylist()
    )
    path = [row[name.replace("-", "_")] for name in template("lending").milestones]
    assert path == [13087, 7367, 5113, 5015, 3254, 2246]


def test_nobody_is_granted_and_ended_at_once(loans: tuple[Any, Words]) -> None:
    events, words = loans
    definitions = [parse(text) for text in texts("lending").values()]
    table = judge(definitions, Records(events, words, datetime(2012, 12, 31)))
    both = table.filter((table.loan_granted_verdict == 0) & (table.loan_ended_verdict == 0))
    assert backend().to_pyarrow(both.count()).as_py() == 0
