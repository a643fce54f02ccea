"""What the sample-size study says: cases needed, weeks needed, and that a few tries prove little."""

import pytest

from pyrometer import registry
from pyrometer.errors import BadSetting
from pyrometer.model.finding import Finding
from pyrometer.model.process import ProcessFacts
from tests.studies import _tiny
from tests.studies.test_stability import plant

NO_PLANT = _tiny.Fake(_tiny.facts(milestones=(), won=""))


def study(ask: _tiny.Fake, **given: object) -> Finding:
    plug = registry.find("pyrometer.studies", "sample-size")
    return plug.answer(ask, plug.settings(**given))


def chosen(found: Finding, to: float) -> dict[str, object]:
    return next(r for r in found.tables["sizes"] if r["to_share"] == pytest.approx(to))


@pytest.mark.parametrize(
    ("base", "change", "n"), [(0.2, 0.05, 1094), (0.2, 0.1, 293), (0.05, 0.02, 2212), (0.3, 0.15, 162)]
)
def test_the_sizes_of_trap_ten(base: float, change: float, n: int) -> None:
    """M4 and T10 of the traps; R: power.prop.test(p1, p2, power = .8)."""
    found = study(NO_PLANT, base=base, change=change)
    assert abs(int(str(chosen(found, base + change)["n_an_arm"])) - n) <= 1  # printed rounded; cases come whole
    assert found.verdict == "cannot_tell"  # no plant, so nobody knows how long it takes


def test_the_plants_own_yield_and_pace_are_used() -> None:
    found = study(_tiny.ask(plant()), change=0.2)
    row = chosen(found, found.tables["sizes"]["from_share"][0] + 0.2)
    assert row["from_share"] == pytest.approx(0.5, abs=0.03)
    assert row["weeks"] == pytest.approx(row["n"] / 20, rel=0.1)
    assert found.verdict == "yes" and "weeks at" in found.headline


def test_what_takes_longer_than_a_year_is_no_trial() -> None:
    assert study(_tiny.ask(plant()), change=0.02).verdict == "no"


def test_half_the_difference_takes_about_four_times_the_cases() -> None:
    sizes = study(NO_PLANT, base=0.3, change=0.1).tables["sizes"]["n_an_arm"]
    assert sizes[0] / sizes[1] == pytest.approx(4, rel=0.08)


def test_nobody_in_fifteen_tries_leaves_room_for_18_percent() -> None:
    """T14 of the traps."""
    assert any("none in 15 still leaves room for 18%" in line for line in study(NO_PLANT, base=0.2).reading)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"base": 20}, "write 0.2 for 20%"),
        ({"base": 0.2, "change": 0}, "no number of cases"),
        ({"base": 0.97, "change": 0.05}, "leads to 102%"),
        ({"base": 0.2, "power": 80}, "like 0.8"),
    ],
)
def test_numbers_that_cannot_be_are_refused(given: dict[str, float], sentence: str) -> None:
    with pytest.raises(BadSetting, match=sentence):
        study(NO_PLANT, **given)


def test_a_plant_in_which_nobody_went_on_is_asked_for_a_base() -> None:
    facts: ProcessFacts = _tiny.facts()
    empty = _tiny.table(age_days=[0, 1], n_late=[0, 0], n_gone_on=[0, 0], n_stopped=[3, 0], n_open=[0, 9], **_tiny.SEEN)
    weeks = _tiny.table(starts_on=[facts.since.date()], n=[3], is_whole=[True])
    found = study(_tiny.Fake(facts, {"risk-table": empty, "series": weeks}))
    assert found.verdict == "cannot_tell" and "none of 12" in found.headline and "--base" in found.next_step


def test_a_plant_in_which_nearly_all_go_on_is_asked_for_another_change() -> None:
    all_on = _tiny.table(
        age_days=[0, 1], n_late=[0, 0], n_gone_on=[30, 30], n_stopped=[0, 0], n_open=[0, 0], **_tiny.SEEN
    )
    weeks = _tiny.table(starts_on=[_tiny.START], n=[3], is_whole=[True])
    found = study(_tiny.Fake(_tiny.facts(), {"risk-table": all_on, "series": weeks}))
    assert found.verdict == "cannot_tell" and "5 points can be added" in found.headline
