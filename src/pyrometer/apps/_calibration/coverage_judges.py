"""Coverage of coefficients of agreement, from simulated judges whose true agreement is known."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from pyrometer.apps._calibration.simulated import Draw, Rng, World, holds

Name = Literal["percent", "kappa", "gwet", "brennan_prediger"]
LIKELY = np.array([[0.8, 0.15, 0.05], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8]])  # calls of three ordered labels


def _panel(name: Name, how: str, panel: Callable[[], Any], **settings: Any) -> Draw:
    """A study of such judges by the coefficient `how` of statistics.agreement."""

    def draw(rng: Rng) -> bool | None:
        from pyrometer.statistics import agreement
        from pyrometer.statistics.agreement import simulated

        judges = panel()
        true = simulated.truth(judges, name, kind=settings.get("kind", "nominal"))
        return holds(getattr(agreement, how)(simulated.draw(judges, rng), **settings), true)

    return draw


def _two() -> Any:
    from pyrometer.statistics.agreement import simulated

    return simulated.yes_no(0.4, 0.9, n_items=120)


def _rare() -> Any:
    from pyrometer.statistics.agreement import simulated

    return simulated.yes_no(0.1, 0.95, n_items=100)


def _four() -> Any:
    from pyrometer.statistics.agreement import simulated

    return simulated.yes_no(0.4, 0.9, n_items=60, n_judges=4)


def _ordered() -> Any:
    from pyrometer.statistics.agreement import simulated

    return simulated.Panel(np.array([0.3, 0.4, 0.3]), LIKELY, 100, 3)


def _intraclass(rng: Rng) -> Any:
    """40 items (variance 2), 5 judges (.3), error 1."""
    from pyrometer.statistics import agreement

    item, judge = rng.normal(0, np.sqrt(2), (40, 1)), rng.normal(0, np.sqrt(0.3), (1, 5))
    return agreement.intraclass(item + judge + rng.normal(0, 1, (40, 5)))


def _consistency(rng: Rng) -> bool | None:
    return holds(_intraclass(rng).consistency_interval, 2 / 3)


def _agreement(rng: Rng) -> bool | None:
    return holds(_intraclass(rng).agreement_interval, 2 / 3.3)


WORLDS = (
    World("Percent agreement", "two judges, 120 cases", _panel("percent", "percent", _two)),
    World("Cohen's kappa", "two judges, 120 cases", _panel("kappa", "cohen", _two)),
    World(
        "Cohen's kappa",
        "a label of 10%, right in 95%, 100 cases, by likelihood",
        _panel("kappa", "cohen", _rare, ends="likelihood"),
    ),
    World(
        "Gwet's AC1",
        "a label of 10%, right in 95%, 100 cases, by likelihood",
        _panel("gwet", "gwet", _rare, ends="likelihood"),
    ),
    World("Fleiss' kappa", "four judges, 60 cases", _panel("kappa", "fleiss", _four)),
    World("Gwet's AC1", "four judges, 60 cases", _panel("gwet", "gwet", _four)),
    World("Brennan-Prediger", "four judges, 60 cases", _panel("brennan_prediger", "brennan_prediger", _four)),
    World("Krippendorff's alpha", "four judges, 60 cases", _panel("kappa", "krippendorff", _four)),
    World(
        "Gwet's AC2",
        "three ordered labels, quadratic, by likelihood",
        _panel("gwet", "gwet", _ordered, kind="quadratic", ends="likelihood"),
    ),
    World("Intraclass correlation", "consistency, 40 items, 5 judges", _consistency, pace=4),
    World("Intraclass correlation", "agreement, 40 items, 5 judges", _agreement, pace=4),
)
