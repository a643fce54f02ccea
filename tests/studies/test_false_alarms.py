"""What the false-alarms study says: how often a whole dashboard would cry wolf."""

import pytest

from pyrometer import registry
from pyrometer.errors import BadSetting
from pyrometer.model.finding import Finding
from tests.studies import _tiny
from tests.studies.test_stability import plant


def study(ask: _tiny.Fake, **given: object) -> Finding:
    plug = registry.find("pyrometer.studies", "false-alarms")
    return plug.answer(ask, plug.settings(**given))


@pytest.fixture(scope="module")
def steady() -> _tiny.Fake:
    return _tiny.ask(plant())


def test_fifty_charts_of_twenty_points_cry_wolf_in_43_percent_of_periods(steady: _tiny.Fake) -> None:
    """T16 of the traps: 1.1% false a new point; at least one in 50 charts: 43% (simulated)."""
    found = study(steady, charts=50, baseline=20)
    (row,) = found.tables["charts"]
    assert row["next_share"] == pytest.approx(0.011, abs=5e-4)
    assert 1 - (1 - row["next_share"]) ** 50 == pytest.approx(0.43, abs=0.01)
    assert "50 charts" in found.headline


def test_the_plants_own_charts_are_counted(steady: _tiny.Fake) -> None:
    found = study(steady)
    assert found.verdict == "routine"
    assert {str(r["measure"]).split(",")[0] for r in found.tables["charts"]} >= {"Replied", "Ordered", "Stopped"}
    assert all(0.0005 < r["next_share"] < 0.02 for r in found.tables["charts"])  # exact limits of few lie further out


def test_more_rules_cry_wolf_more(steady: _tiny.Fake) -> None:
    rows = {r["rules"]: r for r in study(steady).tables["rules"]}
    assert rows["limits"]["run_length"] == pytest.approx(370.4, abs=0.1)
    assert rows["western-electric"]["run_length"] == pytest.approx(91.75, abs=0.05)  # Champ & Woodall 1987, table 1
    assert rows["limits"]["a_year"] < rows["western-electric"]["a_year"] < rows["nelson"]["a_year"]
    assert rows["anhoej"]["run_length"] is None


def test_a_short_history_is_too_early_unless_a_number_is_given() -> None:
    ask = _tiny.ask(plant(weeks=6, change=3))
    assert study(ask).verdict == "too_early" and "12 whole periods" in study(ask).headline
    assert study(ask, charts=10).verdict == "routine"


def test_numbers_that_cannot_be_are_refused(steady: _tiny.Fake) -> None:
    with pytest.raises(BadSetting, match="at least 4 points"):
        study(steady, baseline=2)
