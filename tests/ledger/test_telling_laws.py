"""Laws of telling: order of rows, files and readings, copies and doubles never change what the exports said."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyrometer.ledger.store import Ledger
from pyrometer.sensors._batch import Batch, Telling
from tests.ledger.small import DAY0, new, paths, record
from tests.ledger.test_exports import ROW, deal, export, known, read

FACTS = replace(ROW, facts=(*ROW.facts, "merged_into"))
ENDS = st.sampled_from(
    [{}, {"ordered": (6, 1.0)}, {"ordered": (6, 2.0)}, {"ordered": (7, 1.0)}, {"declined": (7, None)}]
)
STAGES = st.tuples(st.integers(3, 5), st.sampled_from(["Offer", "Demo"]))
INTO = st.sampled_from([None, None, None, "a", "b", "c"])
HOW = st.sampled_from([FACTS, replace(FACTS, is_whole=True)])
Rows = list[dict[str, Any]]
FEW = settings(
    max_examples=int(os.environ.get("LAWS", "3")), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def told(draw: st.DrawFn) -> Rows:
    """What an export tells of some of four deals: when they entered, how they stand and ended, who was merged."""
    rows: Rows = []
    for name in draw(st.lists(st.sampled_from("abcd"), min_size=1, unique=True)):
        rows += deal(name, draw(st.integers(1, 2)), **draw(ENDS))
        into = draw(INTO)
        rows.append(record(name, *draw(STAGES)))
        rows += [record(name, 8, "merged_into", source_id=f"{name}:merged", about={"into": into})] if into else []
    return rows


SERIES = st.lists(told(), min_size=2, max_size=4)


def dated(series: Sequence[Rows], how: Telling) -> list[Batch]:
    return [export(10 + 7 * n, _reaching(rows, n), how) for n, rows in enumerate(series)]


def undated(series: Sequence[Rows], how: Telling, times: Sequence[int]) -> list[Batch]:
    """The same, each in a file without a day, of any time."""
    found = []
    for n, (rows, time) in enumerate(zip(series, times, strict=False)):
        one = export(10 + 7 * n, _reaching(rows, n), how, f"deals ({n}).csv")
        telling = replace(one.telling, told_at=DAY0 + timedelta(days=time), is_dated=False)  # type: ignore[type-var]
        found.append(replace(one, telling=telling))
    return found


def _reaching(rows: Rows, n: int) -> Rows:
    """With somebody new the day before, as there is in every export of a firm that sells."""
    return [*rows, *deal(f"new {n}", 9 + 7 * n)]


def views(ledger: Ledger, n: int) -> list[Any]:
    """What is known now, and was known after each export."""
    found = [known(ledger), *(known(ledger, 10.5 + 7 * k) for k in range(n))]
    return [paths(ledger), *({name: sorted(rows, key=str) for name, rows in view.items()} for view in found)]


def at_once(folder: Path, exports: Sequence[Batch]) -> Ledger:
    ledger = new(folder)
    read(ledger, *exports)
    return ledger


@FEW
@given(series=SERIES, how=HOW)
def test_export_by_export_is_all_at_once(
    tmp_path_factory: pytest.TempPathFactory, series: list[Rows], how: Telling
) -> None:
    exports = dated(series, how)
    ledger = new(tmp_path_factory.mktemp("one"), target=4)
    for one in exports:
        read(ledger, one)
    assert views(ledger, len(series)) == views(at_once(tmp_path_factory.mktemp("all"), exports), len(series))
    mark = ledger.mark
    assert (read(ledger, *exports).mark, read(ledger, exports[0]).mark) == (mark, mark)


@FEW
@given(series=SERIES, seed=st.integers(0, 99))
def test_shuffled_and_doubled_rows_and_files_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, series: list[Rows], seed: int
) -> None:
    rng = Random(seed)
    plain = views(at_once(tmp_path_factory.mktemp("plain"), dated(series, FACTS)), len(series))
    mixed = []
    for one in dated(series, FACTS):
        n = one.events.num_rows
        picked = [*range(n), *rng.choices(range(n), k=3)]
        rng.shuffle(picked)
        mixed.append(replace(one, events=one.events.take(picked)))
    rng.shuffle(mixed)
    assert views(at_once(tmp_path_factory.mktemp("mixed"), mixed), len(series)) == plain


@FEW
@given(series=SERIES, order=st.randoms(use_true_random=False))
def test_the_order_of_reading_never_decides_what_is_true_of_a_deal(
    tmp_path_factory: pytest.TempPathFactory, series: list[Rows], order: Random
) -> None:
    """But for stages: an export that is read late can be held only against the newest of each deal."""
    exports = dated([[row for row in rows if row["action"] in FACTS.facts] for rows in series], FACTS)
    plain = at_once(tmp_path_factory.mktemp("plain"), exports)
    order.shuffle(exports)
    ledger = new(tmp_path_factory.mktemp("one"), target=4)
    for one in exports:
        read(ledger, one)
    assert known(ledger) == known(plain)


@FEW
@given(series=SERIES, times=st.lists(st.integers(40, 60), min_size=4, max_size=4))
def test_the_times_of_files_never_decide_where_the_exports_tell_their_order(
    tmp_path_factory: pytest.TempPathFactory, series: list[Rows], times: list[int]
) -> None:
    plain = views(at_once(tmp_path_factory.mktemp("dated"), dated(series, FACTS)), len(series))
    ledger = new(tmp_path_factory.mktemp("undated"))
    for one in undated(series, FACTS, times):
        read(ledger, one)
    assert views(ledger, len(series)) == plain
    mark = ledger.mark
    assert read(ledger, *undated(series, FACTS, times[::-1])).mark == mark  # copied since
