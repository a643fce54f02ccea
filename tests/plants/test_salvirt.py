"""Deals with answers and an outcome but no dates: what can be told is told, what needs a clock is refused."""

from collections.abc import Callable

import pytest

from pyrometer.plant import Plant

Open = Callable[[str], Plant]


@pytest.fixture(scope="module")
def deals(plant: Open) -> Plant:
    return plant("salvirt")


def test_every_row_is_a_deal_and_all_are_closed(deals: Plant) -> None:
    groups = deals.measure("groups")
    assert (sum(groups["n_won"]), sum(groups["n_lost"]), sum(groups["n_open"])) == (227, 221, 0)


def test_what_needs_a_clock_is_not_told(deals: Plant) -> None:
    assert deals.study("stability").verdict in ("too_early", "cannot_tell")
    assert deals.study("period-end").verdict in ("too_early", "cannot_tell")
    assert deals.study("time").verdict in ("too_early", "cannot_tell")


def test_of_a_day_that_was_given_nothing_is_said_to_be_soon(deals: Plant) -> None:
    """227 of 448 by any count; that they ordered 'on the same day' no record says."""
    found = deals.study("yield")
    assert found.headline.startswith("Of 448 prospects who entered, 51% (95% range 46% to 55%) ordered so far")
    assert "All records bear one date: how many can be told, not how soon." in found.reading
    assert any("Nobody is open" in line and "the share won of what closes" in line for line in found.reading)
    assert not len(found.tables["misleading"])  # nobody is open, so that share is no other than the yield
    told = {row["check"]: row["verdict"] for row in deals.study("trust").tables["checks"]}
    assert (told["cut history"], told["heaps"]) == ("cannot tell", "cannot tell")


def test_rows_that_are_like_an_earlier_one_are_told_though_each_counts(deals: Plant) -> None:
    """83 of 448 are, by any other tool's count; no column says whether they are doubles."""
    (told,) = [row for row in deals.study("trust").tables["checks"] if row["check"] == "repeated"]
    assert (told["verdict"], told["n"], told["of"]) == ("cannot tell", 83, 448)
