"""Times: every way of writing the same instant reads alike; nothing is guessed about day and month."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.errors import Ambiguous
from pyrometer.sensors._times import orders, proved, times

BERLIN, UTC_ZONE = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
DAYS = st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2100, 12, 31))


def one(text: str, zone: ZoneInfo = UTC_ZONE, order: str = "year-first") -> datetime | None:
    found = times(pa.array([text]), zone, order=order, is_date=False)
    return datetime(1970, 1, 1) + timedelta(microseconds=int(found.utc[0])) if found.is_good[0] else None


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-05 09:30:15",
        "2026-10-05T09:30:15Z",
        "2026-10-05T11:30:15+02:00",
        "2026-10-05T04:30:15-0500",
        "2026/10/05 09:30:15",
        "2026-10-05 09:30:15 AM",
        "2026-10-05 09:30:15.000000000",
        "20261005T093015Z",
        "Mon, 05 Oct 2026 11:30:15 +0200",
        "5 Oct 2026 09:30:15",
        "Oct 5, 2026 9:30:15 am",
        "5. Oktober 2026 09:30:15",
        "2026-10-05 09:30:15 UTC",
        "2026-10-05 09:30:15.000 UTC",
        "2026-10-05 09:30:15 AM UTC",
        "1791192615",
        "1791192615.0",
        "1791192615.000000",
        "1791192615000",
        "1791192615000.0",
        " 2026-10-05 09:30:15 ",
    ],
)
def test_one_instant_written_in_many_ways_is_one_instant(text: str) -> None:
    assert one(text) == datetime(2026, 10, 5, 9, 30, 15)


def test_decimals_of_seconds_since_1970_are_kept() -> None:
    assert one("1791192615.25") == datetime(2026, 10, 5, 9, 30, 15, 250_000)
    assert one("1791192615000.5") == datetime(2026, 10, 5, 9, 30, 15, 500)


@given(DAYS, st.sampled_from(["%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%SZ", "%d.%m.%Y %H:%M", "%m/%d/%Y %I:%M:%S %p"]))
@settings(max_examples=300, deadline=None)
def test_what_python_writes_is_read_back(moment: datetime, style: str) -> None:
    order = {"%d": "day-first", "%m": "month-first"}.get(style[:2], "year-first")
    text = moment.strftime(style)
    assert one(text, order=order) == datetime.strptime(text, style)


@given(st.lists(DAYS, min_size=1, max_size=60), st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata"]))
@settings(max_examples=60, deadline=None)
def test_local_times_become_utc_as_python_does_it(moments: list[datetime], name: str) -> None:
    zone = ZoneInfo(name)
    found = times(pa.array([m.isoformat(" ") for m in moments]), zone, order="year-first", is_date=False)
    wanted = [m.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None) for m in moments]
    assert [datetime(1970, 1, 1) + timedelta(microseconds=int(u)) for u in found.utc] == wanted


def test_a_column_of_any_mixture_reads_each_cell_as_if_alone() -> None:
    cells = ["2026-10-05", "2026-10-05 09:30", "garbage", None, "05 Oct 2026", "2026-10-05T09:30:00Z", "9999-12-31"]
    found = times(pa.array(cells), BERLIN, order="year-first", is_date=False)
    assert found.is_good.tolist() == [True, True, False, False, True, True, False]
    assert found.is_day.tolist()[:2] == [True, False]
    assert found.is_absurd.tolist()[-1] is True


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "2026-10-05 25:00", "31.04.2026", "now", "2026", "1,5"])
def test_what_is_no_time_is_not_read_as_one(text: str) -> None:
    assert one(text, order="day-first") is None


@pytest.mark.parametrize("text", ["1900-01-01", "1970-01-01 00:00:00", "9999-12-31", "1899-12-30", "0001-01-01"])
def test_days_that_stand_for_nothing_are_not_taken_for_days(text: str) -> None:
    assert one(text) is None


def test_times_shown_twice_or_never_are_read_with_the_offset_before_the_change_and_counted() -> None:
    cells = pa.array(["2026-10-25 02:30", "2026-03-29 02:30", "2026-07-01 12:00"])
    found = times(cells, BERLIN, order="year-first", is_date=False)
    assert found.is_ambiguous.tolist() == [True, False, False]
    assert found.is_nonexistent.tolist() == [False, True, False]
    assert one("2026-10-25 02:30", BERLIN) == datetime(2026, 10, 25, 0, 30)  # still summer time
    assert one("2026-03-29 02:30", BERLIN) == datetime(2026, 3, 29, 1, 30)  # shown as 03:30 on that morning


def test_a_day_begins_at_local_midnight_and_its_written_clock_does_not_move_it() -> None:
    found = times(pa.array(["2026-07-01T00:00:00Z", "2026-07-01"]), BERLIN, order="year-first", is_date=True)
    assert found.is_day.all()
    assert len(set(found.utc.tolist())) == 1
    assert one("2026-07-01", BERLIN) == datetime(2026, 6, 30, 22)


def test_a_value_above_twelve_proves_the_order_of_day_and_month() -> None:
    assert proved(orders(pa.array(["03.04.2026", "28.04.2026"])), "x") == "day-first"
    assert proved(orders(pa.array(["03/04/2026", "04/28/2026"])), "x") == "month-first"
    assert proved(orders(pa.array(["05/05/2026"])), "x") == "day-first"  # either way the same day


def test_an_order_that_nothing_proves_is_refused_with_the_key_and_the_flag() -> None:
    with pytest.raises(Ambiguous, match=r"'03/04/2026' may be day first or month first.*day-first.*--day-first"):
        proved(orders(pa.array(["03/04/2026", "05/04/2026"])), "closed")


def test_two_orders_in_one_column_are_refused() -> None:
    with pytest.raises(Ambiguous, match=r"some dates day first \(1 values\) and others month first \(1\)"):
        proved(orders(pa.array(["28/04/2026", "04/28/2026"])), "closed")


def test_a_typed_column_keeps_its_own_clock() -> None:
    aware = pa.array([datetime(2026, 7, 1, 12, tzinfo=UTC)])
    naive = pa.array([datetime(2026, 7, 1, 12)])
    assert (
        times(aware, BERLIN, order="year-first", is_date=False).utc[0] - 2 * 3600 * 10**6
        == (times(naive, BERLIN, order="year-first", is_date=False).utc[0])
    )


def test_ten_thousand_shapes_do_not_take_ten_thousand_passes() -> None:
    rng = np.random.default_rng(1)
    words = pa.array(["".join(rng.choice(list("ab1-: "), size=12)) for _ in range(10_000)])
    found = times(words, UTC_ZONE, order="year-first", is_date=False)
    assert not found.is_good.any()
