"""Order: the export that tells of later things is the newer, whatever time copying gave its file; else it is said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from pyrometer.ledger.store import Ledger
from pyrometer.sensors._batch import Batch
from tests.ledger.small import DAY0, new
from tests.ledger.test_exports import IDS, LOG, ROW, deal, export, known, read, record


def undated(written: float, rows: Sequence[dict[str, Any]], file: str, how: Any = ROW) -> Batch:
    """An export without a day in its name, whose file was written so many days after the first."""
    found = export(0, rows, how, file)
    return replace(found, telling=replace(found.telling, told_at=DAY0 + timedelta(days=written), is_dated=False))


JANUARY = [*deal("a", 1), *deal("b", 2, declined=(20, None)), *deal("c", 3, ordered=(25, 10.0))]
FEBRUARY = [*deal("a", 1, ordered=(40, 5.0)), *deal("b", 2), *deal("c", 3, ordered=(25, 12.0)), *deal("d", 35)]
AFTER_FEBRUARY = {
    "a": [(1, "entered", None), (40, "ordered", 5.0)],
    "b": [(2, "entered", None)],
    "c": [(3, "entered", None), (25, "ordered", 12.0)],
    "d": [(35, "entered", None)],
}


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("times", [(31, 59), (90.01, 90), (90, 90)], ids=["kept", "copied in the wrong order", "equal"])
def test_two_monthly_exports_count_by_what_they_tell(tmp_path: Path, times: tuple[float, float], first: int) -> None:
    both = [undated(times[0], JANUARY, "m1.csv"), undated(times[1], FEBRUARY, "m2.csv")]
    for exports in ([both], [both[first:], both[:first]]):
        ledger = new(tmp_path / str(len(exports)))
        counts = [read(ledger, *some).counts for some in exports if some]
        assert known(ledger) == AFTER_FEBRUARY
        assert known(ledger, 26)["b"] == [(2, "entered", None), (20, "declined", None)]
        assert "order-unsure" not in counts[-1]  # February tells of January's deals what January did not know


def test_files_copied_after_they_were_read_change_nothing(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, undated(31, JANUARY, "m1.csv"), undated(59, FEBRUARY, "m2.csv"))
    mark = ledger.mark
    assert read(ledger, undated(90, JANUARY, "m1.csv"), undated(80, FEBRUARY, "m2.csv")).mark == mark
    march = [*deal("b", 2, ordered=(70, 1.0)), *deal("e", 65)]
    read(ledger, undated(99, JANUARY, "m1.csv"), undated(80, FEBRUARY, "m2.csv"), undated(70, march, "m3.csv"))
    assert known(ledger) == AFTER_FEBRUARY | {"b": [*deal_of(2), (70, "ordered", 1.0)], "e": deal_of(65)}


def deal_of(day: float) -> list[tuple[float, str, Any]]:
    return [(day, "entered", None)]


FULL = [*deal("old", 1, ordered=(5, 10.0)), *deal("young", 40), *deal("younger", 59)]
FILTERED = deal("old", 1, ordered=(5, 99.0))  # only what was won in January, exported again in April


def test_of_an_export_of_old_deals_alone_it_is_said_that_it_may_be_the_newer(tmp_path: Path) -> None:
    for number, exports in enumerate(permutations([undated(60, FULL, "all.csv"), undated(100, FILTERED, "won.csv")])):
        ledger = new(tmp_path / str(number))
        counts = [read(ledger, one).counts for one in exports]
        assert known(ledger)["old"][1] == (5, "ordered", 10.0)
        assert counts[-1]["order-unsure"] == 1
        again = read(ledger, *exports)
        assert again.counts["order-unsure"] == 1  # until it can be known


def test_the_day_in_its_name_makes_an_export_of_old_deals_the_newer(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, undated(60, FULL, "all.csv"), undated(100, FILTERED, "won.csv"))
    found = read(ledger, undated(60, FULL, "all.csv"), export(100, FILTERED, ROW))
    assert known(ledger)["old"][1] == (5, "ordered", 99.0)
    assert "order-unsure" not in found.counts


@pytest.mark.parametrize(("times", "amount"), [((60, 61), 70.0), ((61, 60), 50.0), ((60, 60), 70.0)])
def test_exports_that_reach_equally_far_count_by_their_files_and_that_is_said(
    tmp_path: Path, times: tuple[int, int], amount: float
) -> None:
    both = [deal("b", 2, ordered=(8, 50.0)), deal("b", 2, ordered=(8, 70.0))]
    exports = [undated(t, rows, f"deals ({n}).csv") for n, (t, rows) in enumerate(zip(times, both, strict=True))]
    for number, order in enumerate(permutations(exports)):
        ledger = new(tmp_path / str(number))
        counts = [read(ledger, one).counts for one in order]
        assert known(ledger)["b"][1] == (8, "ordered", amount)
        assert counts[-1]["order-unsure"] == 1


def test_a_file_put_over_the_old_one_is_the_newer_though_nothing_later_happened(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, undated(60, JANUARY, "deals.csv"))
    found = read(ledger, undated(70, [*deal("a", 1), *deal("b", 2), *JANUARY[3:]], "deals.csv"))
    assert (found.n_superseded, found.counts) == (1, {})
    assert known(ledger)["b"] == deal_of(2)
    assert known(ledger, 65)["b"] == [*deal_of(2), (20, "declined", None)]
    assert read(ledger, undated(80, JANUARY, "deals.csv")).n_new == 1  # and once more as it was
    assert known(ledger)["b"] == [*deal_of(2), (20, "declined", None)]
    assert (known(ledger, 75)["b"], known(ledger, 65)["b"]) == (deal_of(2), [*deal_of(2), (20, "declined", None)])


def test_an_older_export_put_over_a_newer_one_counts_and_is_said(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, undated(60, FEBRUARY, "deals.csv"))
    found = read(ledger, undated(61, JANUARY, "deals.csv"))
    assert known(ledger)["b"][-1] == (20, "declined", None)
    assert found.counts["order-unsure"] == found.n_superseded > 0


@pytest.mark.parametrize("how", [LOG, IDS], ids=["log", "ids"])
def test_logs_and_records_with_ids_count_by_what_they_tell_too(tmp_path: Path, how: Any) -> None:
    first = [record("abcde"[n], n, "called", source_id=f"{n}" if how is IDS else None) for n in range(5)]
    second = [*first[:3], first[3] | {"minutes": 7.0}, first[4], record("d", 9, "moved", source_id="9")]
    ledger = new(tmp_path)
    counts = [read(ledger, undated(*one, how)).counts for one in ((50, second, "log (1).csv"), (51, first, "log.csv"))]
    assert counts == [{}, {}]
    assert [action for _, action, _ in known(ledger)["d"]] == ["called", "moved"]


def test_what_is_recorded_later_is_told_later(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    late = [e | {"known_at": DAY0 + timedelta(days=30)} for e in deal("a", 1, ordered=(9, 2.0))]
    odd = [e | {"known_at": DAY0 + timedelta(days=9999)} for e in deal("a", 1, ordered=(9, 1.0))]  # a slip of the pen
    found = read(ledger, undated(50, odd, "one.csv"), undated(40, late, "two.csv"))
    assert known_amounts(ledger) == [2.0]
    assert found.counts == {"order-unsure": 2}


def known_amounts(ledger: Ledger) -> list[float]:
    return [amount for told in known(ledger).values() for _, _, amount in told if amount is not None]
