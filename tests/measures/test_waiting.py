"""Waiting: risk tables, ageing and silences count who waits, never drop them."""

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.process.plants import plant

TEXT = """
; who: acme
2026-01-01 00:00 seller:ann called trade=tin
2026-01-01 00:00 customer replied
2026-01-01 02:30 customer met
2026-01-09 00:00 customer ordered
; who: bolt
2026-01-01 00:00 seller:ben called trade=tin
2026-01-02 00:00 customer replied
2026-01-02 02:59 seller:ben declined
; who: coil
2026-01-04 00:00 customer replied
2026-01-06 00:00 seller:ann called
"""


def test_a_risk_table_counts_who_went_on_stopped_and_waits_by_hours(tmp_path: Path) -> None:
    table = plant(tmp_path, TEXT).ask("risk-table", milestone="replied")
    assert [row[:7] for row in table.rows if row[1] < 1] == [(None, 2 / 24, 0, 1, 1, 0, None)]
    assert [row[:7] for row in table.rows if row[1] >= 1] == [(None, 5.0, 0, 0, 0, 1, None)]


def test_a_risk_table_of_the_whole_journey_has_won_and_lost(tmp_path: Path) -> None:
    table = plant(tmp_path, TEXT).ask("risk-table")
    assert (sum(table["n_gone_on"]), sum(table["n_stopped"]), sum(table["n_open"])) == (1, 1, 1)


def test_a_risk_table_by_seller_names_them_and_keeps_who_has_none(tmp_path: Path) -> None:
    text = TEXT + "; who: duct\n2026-01-08 00:00 customer replied"
    table = plant(tmp_path, text).ask("risk-table", by="seller")
    counts = [(row["group"], row["n_gone_on"], row["n_stopped"], row["n_open"]) for row in table]
    assert sorted(counts, key=str) == [("ann", 0, 0, 1), ("ann", 1, 0, 0), ("ben", 0, 1, 0), (None, 0, 0, 1)]


def test_a_risk_table_by_field(tmp_path: Path) -> None:
    table = plant(tmp_path, TEXT, settings={"segments": ("trade",)}).ask("risk-table", by="trade")
    assert {row["group"]: row["n_open"] for row in table} == {"tin": 0, None: 1}


def test_late_entries_are_counted_at_the_age_they_came_in(tmp_path: Path) -> None:
    built = plant(tmp_path, TEXT, settings={"observed_from": date(2026, 1, 3)})
    table = built.ask("risk-table")
    assert [row[1:7] for row in table.rows if row[2]] == [(2.0, 1, 0, 0, 0, None)]
    assert (sum(table["n_gone_on"]), sum(table["n_stopped"]), sum(table["n_open"])) == (1, 0, 1)


def test_records_of_dates_make_buckets_of_days(tmp_path: Path) -> None:
    text = "; who: a\n2026-01-01 customer replied\n2026-01-03 customer ordered\n; who: b\n2026-01-01 customer replied"
    assert plant(tmp_path, text).ask("risk-table").rows == ((None, 2.0, 0, 1, 0, 1, None, 0, 0),)


def test_ageing_shows_only_who_still_waits_and_for_how_long_they_were_silent(tmp_path: Path) -> None:
    built = plant(tmp_path, TEXT)
    assert built.ask("ageing").rows == ((5, 3, 1),)
    assert built.ask("ageing", milestone="met").rows == ()


def test_the_longest_silence_counts_only_inside_journeys_that_were_won(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2025-06-01 00:00 seller called
    2026-01-01 00:00 customer replied
    2026-01-04 00:00 seller called
    2026-01-12 12:00 customer ordered
    2026-03-01 00:00 seller called
    ; who: at once
    2026-01-01 00:00 customer replied
    2026-01-01 00:00 customer ordered
    ; who: silent for ever
    2026-01-01 00:00 customer replied
    """
    assert plant(tmp_path, text).ask("silences").rows == ((0, 1), (8, 1))


def test_effort_is_ours_and_lies_where_they_waited(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 00:00 customer replied
    2026-01-02 00:00 seller called minutes=10
    2026-01-03 00:00 customer met minutes=30
    2026-01-04 00:00 seller wrote
    """
    assert plant(tmp_path, text).ask("effort").rows == (("replied", 10.0, 1, 2.0), ("met", 0.0, 1, 1.0))


def test_moves_tell_met_skipped_and_out_of_order(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 00:00 customer replied
    2026-01-02 00:00 customer ordered
    ; who: bolt
    2026-01-01 00:00 customer replied
    2026-01-02 00:00 customer ordered
    2026-01-03 00:00 customer met
    """
    assert plant(tmp_path, text).ask("moves").rows == (
        ("replied", 2, 0, 0),
        ("met", 1, 1, 1),
        ("ordered", 2, 0, 0),
    )


JOURNEY = st.tuples(st.integers(0, 5), st.none() | st.integers(0, 9), st.none() | st.integers(0, 9))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(journeys=st.lists(JOURNEY, min_size=1, max_size=8))
def test_all_who_entered_leave_a_risk_table_once(tmp_path_factory, journeys) -> None:  # type: ignore[no-untyped-def]
    lines = [
        f"; who: {i}\n2026-01-{1 + entered:02} 08:00 customer replied"
        + ("" if won is None else f"\n2026-01-{1 + entered + won:02} 09:00 customer ordered")
        + ("" if lost is None else f"\n2026-01-{1 + entered + lost:02} 09:00 seller declined")
        for i, (entered, won, lost) in enumerate(journeys)
    ]
    built = plant(tmp_path_factory.mktemp("plant"), "\n".join(lines))
    table = built.ask("risk-table")
    assert sum(table["n_gone_on"]) == sum(won is not None for _, won, _ in journeys)
    assert sum(table["n_stopped"]) == sum(won is None and lost is not None for _, won, lost in journeys)
    assert sum(table["n_open"]) == sum(won is None and lost is None for _, won, lost in journeys)
    occupied = [row for row in built.ask("occupancy") if row["milestone"] == ""]
    assert occupied[-1]["n_waiting"] == sum(table["n_open"])
    assert sum(row["n_entered"] for row in occupied) == len(journeys)
