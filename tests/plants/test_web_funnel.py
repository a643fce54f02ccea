"""Five pages of a web shop: files that list who was where, their day from a file of users."""

from collections.abc import Callable

import pytest

from pyrometer.plant import Plant

Open = Callable[[str], Plant]


@pytest.fixture(scope="module")
def shop(plant: Open) -> Plant:
    return plant("web-funnel")


def test_each_page_keeps_who_came_to_it(shop: Plant) -> None:
    events = {row["action"]: row["n_prospects"] for row in shop.measure("nodes")}
    assert events == {
        "home_page": 90_400,
        "search_page": 45_200,
        "payment_page": 6_030,
        "payment_confirmation_page": 452,
    }


def test_the_pages_of_one_day_stand_in_the_order_of_the_path(shop: Plant) -> None:
    ways = {(r["action"], r["next_action"]): r["n"] for r in shop.measure("graph")}
    assert ways == {
        ("home_page", "search_page"): 45_200,
        ("search_page", "payment_page"): 6_030,
        ("payment_page", "payment_confirmation_page"): 452,
    }


def test_the_change_of_march_is_found(shop: Plant) -> None:
    finding = shop.study("stability")
    assert finding.verdict == "signal"
    changes = [(r["measure"], r["changed_on"]) for r in finding.tables["changes"]]
    assert any("payment page" in m.lower() and abs((d.month - 3) * 30 + d.day - 1) <= 8 for m, d in changes), changes


def test_records_of_one_day_a_visitor_tell_no_waiting(shop: Plant) -> None:
    """Each visitor has a single date: nobody is called dead for not buying on the day of the visit."""
    assert shop.study("work-in-process").verdict == "cannot_tell"
    assert "both on one day" in shop.study("time").headline
    assert sum(shop.study("flow").tables["stream"]["n_dead"]) == 0
