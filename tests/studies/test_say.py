"""How numbers are said."""

from datetime import date

import pytest

from pyrometer.model.interval import Estimate, Interval
from pyrometer.studies._parts import say
from tests.studies import _tiny


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.52, "52%"), (0.052, "5.2%"), (0.0052, "0.52%"), (0, "0%"), (1, "100%"), (0.996, "99.6%"), (1.18, "118%")],
)
def test_a_small_share_keeps_its_digits(share: float, said: str) -> None:
    assert say.percent(share) == said


def test_only_exact_shares_are_0_or_100_percent() -> None:
    assert say.percent(0.00004) == "under 0.01%"
    assert say.percent(0.99996) == "over 99.99%"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "not reached"),
        (138.0, "138 days"),
        (1, "1 day"),
        (7.53, "7.5 days"),
        (0.5, "12 hours"),
        (0.01, "14 minutes"),
    ],
)
def test_a_length_is_said_in_the_unit_that_fits(days: float | None, said: str) -> None:
    assert say.days(days) == said


def test_a_share_never_comes_without_its_doubt() -> None:
    assert say.share(Estimate(0.5194, Interval(0.5086, 0.5304), 8300)) == "52% (95% range 51% to 53%)"
    assert say.share(Estimate(0.5194, Interval(0.5144, 0.5244), 8300)) == "51.9% (95% range 51.4% to 52.4%)"


def test_lists_and_counts() -> None:
    assert say.listed(["a", "b", "c"]) == "a, b and c"
    assert say.listed(list("abcdefgh"), most=2) == "a, b and 6 more"
    assert say.listed([]) == ""
    assert (say.plural(1, "case"), say.plural(1291, "case")) == ("1 case", "1,291 cases")
    assert (say.small(0), say.small(12), say.small(13)) == ("none", "twelve", "13")


def test_p_values_are_never_nought() -> None:
    assert (say.chance(0.26), say.chance(0.0239), say.chance(1e-9)) == ("p = .26", "p = .024", "p < .001")


def test_dates_are_said_without_a_locale() -> None:
    assert say.day(date(2017, 12, 5)) == "5 December 2017"
    assert say.day(None) == "never"


def test_a_milestone_is_called_what_people_call_it() -> None:
    facts = _tiny.facts(titles={"gave-time": "gave us their time"})
    assert say.title(facts, "gave-time") == "gave us their time"
    assert say.title(facts, "told-the-problem") == "told the problem"


@pytest.mark.parametrize(
    ("title", "did", "ever"),
    [
        ("ordered", "ordered", "ever ordered"),
        ("gave time", "gave time", "ever gave time"),
        ("was approved", "were approved", "were ever approved"),
        ("won, says the seller", "won, says the seller", "ever won, says the seller"),
        ("payment page", "reached 'payment page'", "ever reached 'payment page'"),
        ("gekauft", "reached 'gekauft'", "ever reached 'gekauft'"),
    ],
)
def test_a_milestone_is_said_as_the_plant_says_it_and_never_ungrammatically(title: str, did: str, ever: str) -> None:
    facts = _tiny.facts(titles={"ordered": title})
    assert say.did(facts, "ordered") == did
    assert say.ever(facts, "ordered") == ever


def test_ends_of_a_range_read_apart_and_no_time_is_less_than_a_day() -> None:
    assert say.between(0.00456, 0.00548) == "0.46% to 0.55%"
    assert say.between(0.0071, 0.87) == "1% to 87%"
    assert (say.days(0), say.days(1 / 24), say.days(1.02)) == ("less than a day", "1 hour", "1 day")
