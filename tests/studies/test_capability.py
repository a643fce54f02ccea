"""What the capability study says: the four states of Wheeler, and what a target takes."""

import numpy as np
import pytest

from pyrometer import registry
from pyrometer.errors import BadSetting, UnknownName
from pyrometer.model.finding import Finding
from tests.studies import _tiny
from tests.studies.test_stability import plant


def study(ask: _tiny.Fake, **given: object) -> Finding:
    plug = registry.find("pyrometer.studies", "capability")
    return plug.answer(ask, plug.settings(**given))


def state(found: Finding) -> dict[str, object]:
    (row,) = found.tables["state"]
    return row


@pytest.fixture(scope="module")
def steady() -> _tiny.Fake:
    return _tiny.ask(plant(seed=5))


@pytest.fixture(scope="module")
def changed() -> _tiny.Fake:
    return _tiny.ask(plant(20, 34))


@pytest.mark.parametrize(
    ("kind", "target", "expected", "verdict"),
    [
        ("steady", 3, "ideal", "yes"),
        ("steady", 18, "threshold", "no"),
        ("changed", 5, "brink of chaos", "signal"),
        ("changed", 25, "chaos", "no"),
    ],
)
def test_the_four_states(
    kind: str, target: float, expected: str, verdict: str, steady: _tiny.Fake, changed: _tiny.Fake
) -> None:
    found = study({"steady": steady, "changed": changed}[kind], target=target)
    assert (state(found)["state"], found.verdict) == (expected, verdict)
    assert found.figures[0].data["target"] == target
    registry.find("pyrometer.figures", "control-chart").draw(found.figures[0], 900)


def test_what_the_target_takes_is_said(steady: _tiny.Fake) -> None:
    found = study(steady, target=18)
    row = state(found)
    assert row["needed_average"] == pytest.approx(18 + row["average"] - row["low"])
    assert "the average would have to be at least" in " ".join(found.reading)
    assert 0 < row["missed_low"] < row["n_missed"] / row["n_points"] < row["missed_high"] < 1


def test_a_most_is_another_question_than_a_least(steady: _tiny.Fake) -> None:
    assert state(study(steady, target=60))["state"] == "threshold"
    assert state(study(steady, target=60, at_most=True))["state"] == "ideal"
    assert state(study(steady, measure="lost", target=60))["asks"] == "at most"


def test_without_a_target_it_says_what_the_process_gives(steady: _tiny.Fake) -> None:
    found = study(steady)
    assert found.verdict == "cannot_tell" and "is routine" in found.headline
    assert "--target" in found.next_step


def test_wrong_targets_and_names_are_refused(steady: _tiny.Fake) -> None:
    with pytest.raises(BadSetting, match="write 0.3 for 30%"):
        study(steady, measure="won-share", target=30)
    with pytest.raises(BadSetting, match="0 or more"):
        study(steady, target=-1)
    with pytest.raises(UnknownName, match="Did you mean 'entered'"):
        study(steady, measure="entred", target=3)


def test_a_short_history_is_too_early() -> None:
    found = study(_tiny.ask(plant(weeks=11, change=3)), target=3)
    assert found.verdict == "too_early" and "12 whole periods" in found.headline


def test_limits_beside_the_target_are_those_of_the_chart(steady: _tiny.Fake) -> None:
    chart = registry.find("pyrometer.studies", "chart")
    last = list(chart.answer(steady, chart.settings()).tables["points"])[-1]
    row = state(study(steady, target=3))
    assert (row["low"], row["average"], row["high"]) == (last["lower"], last["centre"], last["upper"])
    assert np.isfinite(row["high"])
