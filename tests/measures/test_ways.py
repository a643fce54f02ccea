"""Ways: what follows what, on the very traps where peers go wrong."""

import random
from pathlib import Path

import pytest

from pyrometer.sensors import journal
from tests.process.plants import plant

OPEN_PATH = {"milestones": (), "won": "", "lost": None}
TEXT = """
; who: 1
2026-01-01 09:00 customer a
2026-01-01 09:10 seller b minutes=5
2026-01-01 09:30 seller c
; who: 2
2026-01-01 10:00 customer a
2026-01-01 10:20 seller b
2026-01-01 10:20 seller b minutes=7
; who: 3
2026-01-01 11:00 customer a
"""


def built(folder: Path, text: str = TEXT):  # type: ignore[no-untyped-def]
    """A plant without milestones."""
    return plant(folder, text, settings=OPEN_PATH)


def test_the_graph_counts_pairs_and_times_them(tmp_path: Path) -> None:
    table = built(tmp_path).ask("graph")
    assert table.rows == (
        ("a", "b", "customer", "seller", 2, 900.0, 900.0),
        ("b", "b", "seller", "seller", 1, 0.0, 0.0),
        ("b", "c", "seller", "seller", 1, 1200.0, 1200.0),
    )


def test_time_between_work_leaves_the_work_out(tmp_path: Path) -> None:
    table = built(tmp_path).ask("graph", apart=True)
    assert {(row["action"], row["next_action"]): row["mean_seconds"] for row in table}["b", "c"] == 900.0


def test_nodes_count_events_prospects_rework_starts_and_ends(tmp_path: Path) -> None:
    assert built(tmp_path).ask("nodes").rows == (
        ("a", "customer", 3, 3, 0, 3, 1, None),
        ("b", "seller", 3, 2, 1, 0, 1, 12.0),
        ("c", "seller", 1, 1, 0, 0, 1, None),
    )


def test_variants_are_whole_ways_and_shares_are_of_all(tmp_path: Path) -> None:
    table = built(tmp_path).ask("variants", top=2)
    assert table["variant"] == ["a > b > c", "a > b > b"]
    assert table["share"] == [pytest.approx(1 / 3)] * 2
    assert table["n_variants"] == [3, 3]


def test_durations_are_never_negative_and_tell_how_many_are_open(tmp_path: Path) -> None:
    (row,) = built(tmp_path).ask("durations")
    assert row["n"] == row["n_open"] == 3
    assert row["sum_days"] * 1440 == pytest.approx(50)
    assert row["median_days"] * 1440 == pytest.approx(20)


def test_follows_counts_every_later_event(tmp_path: Path) -> None:
    table = built(tmp_path).ask("follows")
    assert {row[:2]: row[2] for row in table.rows} == {("a", "b"): 3, ("a", "c"): 1, ("b", "c"): 1, ("b", "b"): 1}


def test_work_side_by_side_is_in_no_order(tmp_path: Path) -> None:
    text = """
    ; who: 1
    2026-01-01 09:00 seller a minutes=30
    2026-01-01 09:30 seller b minutes=30
    2026-01-01 09:45 seller c
    """
    table = built(tmp_path, text).ask("follows", apart=True)
    assert {row[:2] for row in table.rows} == {("a", "b"), ("a", "c")}


def test_busy_time_counts_work_done_side_by_side_once(tmp_path: Path) -> None:
    text = """
    ; who: 1
    2026-01-01 09:00 seller a minutes=30
    2026-01-01 09:10 seller b minutes=5
    2026-01-01 11:00 seller c
    ; who: 2
    2026-01-01 09:20 seller a minutes=20
    2026-01-01 10:00 seller b minutes=10
    """
    (row,) = built(tmp_path, text).ask("busy")
    assert (row["n_prospects"], row["n_events"], row["busy_minutes"], row["cycle_minutes"]) == (2, 4, 50.0, 25.0)


def test_services_tell_on_how_many_their_mean_rests(tmp_path: Path) -> None:
    rows = {row["action"]: row for row in built(tmp_path).ask("services")}
    assert (rows["b"]["n"], rows["b"]["n_timed"], rows["b"]["mean_minutes"], rows["b"]["sum_minutes"]) == (
        3,
        2,
        6.0,
        12.0,
    )
    assert (rows["a"]["n_timed"], rows["a"]["mean_minutes"]) == (0, None)


def test_arrivals_of_one_prospect_have_no_gap(tmp_path: Path) -> None:
    (row,) = built(tmp_path, "; who: 1\n2026-01-01 09:00 customer a").ask("arrivals")
    assert (row["n"], row["mean_seconds"]) == (1, None)


@pytest.mark.parametrize("name", ["graph", "nodes", "variants", "durations", "follows", "arrivals", "ties"])
def test_records_in_any_order_give_the_same_ways(tmp_path: Path, name: str) -> None:
    events = journal.parse(TEXT)
    shuffled = random.Random(7).sample(events, len(events))
    one = plant(tmp_path / "one", "", settings=OPEN_PATH, events=events)
    other = plant(tmp_path / "other", "", settings=OPEN_PATH, events=shuffled)
    assert one.ask(name) == other.ask(name)
