"""Marketplace sellers as customers: nobody is marked lost, sellers stand only on won rows, early wins are missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pyrometer.plant import Plant, start

Open = Callable[[str], Plant]


@pytest.fixture(scope="module")
def sellers(plant: Open) -> Plant:
    return plant("olist")


def test_win_rates_of_sellers_are_refused_with_the_reason(sellers: Plant) -> None:
    finding = sellers.study("sellers")
    assert finding.verdict == "cannot_tell"
    assert "100% of the won but on 0% of the others" in finding.headline


def test_wins_before_5_december_2017_are_seen_to_be_missing(sellers: Plant) -> None:
    cut = next(c for c in sellers.study("trust").cautions if c.code == "cut-history")
    assert "5 December 2017" in cut.text


def test_380_of_842_won_ever_sold(sellers: Plant) -> None:
    table = sellers.measure("risk-table", milestone="ordered")
    n = sum(table["n_gone_on"])
    assert (n, n + sum(table["n_open"]) + sum(table["n_stopped"])) == (380, 842)


def test_a_yield_without_losses_is_no_final_yield(sellers: Plant) -> None:
    finding = sellers.study("yield")
    assert finding.verdict == "cannot_tell"
    assert "Nobody is ever marked lost" in finding.headline


def test_no_item_sold_is_taken_for_another_that_is_like_it(shared: Path, tmp_path: Path) -> None:
    """As `start` reads them: 5,044 items of 380 won, 498 of them like another of the same order, all different rows."""
    made = start(*sorted((shared / "data" / "olist").iterdir()), folder=tmp_path / "olist")
    (items,) = [row for row in made.measure("nodes") if row["action"] == "order_items"]
    assert (items["n_events"], items["n_prospects"]) == (5_044, 380)
    assert sum(row["n_repeated"] for row in made.measure("reading")) == 0


def test_who_was_won_before_the_first_contact_is_told(sellers: Plant) -> None:
    """One of 842, by its dates: it is why 7,999 of 8,000 wait after the entry."""
    (told,) = [row for row in sellers.study("trust").tables["checks"] if row["check"] == "out of order"]
    assert (told["n"], told["of"], told["verdict"]) == (1, 8_000, "fine")
    assert told["says"].startswith("1 of 842 wins lie before the day of entry")
