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
