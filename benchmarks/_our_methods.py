"""Our side of methods.py: each task as a function that gives its answer, its cases prepared beforehand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Work = Callable[[], Any]
WAYS = np.array([None, "won", "lost"], dtype=object)


def column(place: Path, name: str) -> Any:
    """One column of the cases."""
    return np.fromfile(place / f"{name}.bin")


def at(curve: Any, values: Any, ages: Any) -> Any:
    """A curve's value at each age: that of the last time at or before it."""
    return values[np.searchsorted(curve.age, ages, side="right") - 1]


def survival(task: str, place: Path, ages: list[float]) -> Work:
    """Kaplan-Meier, Aalen-Johansen, log-rank and Gray, from single cases or from counts by age."""
    from pyrometer.statistics import survival as s

    t, how, group = (column(place, name) for name in ("time", "how", "group"))
    label, ended = WAYS[how.astype(int)], np.where(how > 0, "left", None)
    if task.startswith("grouped"):
        return grouped(task, place, ages)

    def km() -> Any:
        curve = s.from_cases(t, ended)
        return [*at(curve, curve.survival, ages), *at(curve, curve.survival_se, ages)]

    def aj() -> Any:
        curve = s.from_cases(t, label)
        return [*at(curve, curve.cumulative["won"], ages), *at(curve, curve.se["won"], ages)]

    def curves() -> Any:
        return {g: s.from_cases(t[group == g], label[group == g]) for g in np.unique(group).tolist()}

    table: dict[str, Work] = {
        "km": km,
        "aj": aj,
        "logrank": lambda: [s.logrank(curves()).chi2],
        "gray": lambda: [s.gray(curves(), cause="won").chi2],
    }
    return table[task]


def grouped(task: str, place: Path, ages: list[float]) -> Work:
    """The curves from counts by age, as an engine hands them over."""
    from pyrometer.statistics import survival as s

    t, how, many = (column(place, name) for name in ("time", "how", "many"))
    grid, place_of = np.unique(t, return_inverse=True)
    open_, won, lost = (np.bincount(place_of[how == k], many[how == k], len(grid)) for k in range(3))

    def km() -> Any:
        curve = s.incidence(grid, {"left": won + lost}, open_)
        return [*at(curve, curve.survival, ages), *at(curve, curve.survival_se, ages)]

    def aj() -> Any:
        curve = s.incidence(grid, {"won": won, "lost": lost}, open_)
        return at(curve, curve.cumulative["won"], ages)

    return {"grouped_km": km, "grouped_aj": aj}[task]


def other(task: str, place: Path) -> Work:
    """Agreement, groups, false discoveries, intervals and run lengths."""
    from pyrometer.statistics import agreement, compare, false_discovery, intervals, run_length

    shifts = np.arange(0, 2.01, 0.25)
    if task in ("ewma", "cusum"):
        lengths: dict[str, Work] = {
            "ewma": lambda: [run_length.ewma(weight=0.1, width=2.7, shift=x) for x in shifts],
            "cusum": lambda: [run_length.cusum(k=0.5, h=4.0, shift=x) for x in shifts],
        }
        return lengths[task]
    a, b = column(place, "a"), column(place, "b")

    def kappa() -> Any:
        table = np.zeros((4, 4))
        np.add.at(table, (a.astype(int), b.astype(int)), 1)
        return [agreement.cohen(agreement.ratings_of_table(table), kind="quadratic").value]

    def ends(kind: Any) -> Any:
        low, high = intervals.binomial_bounds(a, b, method=kind)
        return [*low[:50], *high[:50]]

    table: dict[str, Work] = {
        "fleiss": lambda: [agreement.fleiss(agreement.ratings_of_counts(a.reshape(-1, 4))).value],
        "weighted kappa": kappa,
        "homogeneity": lambda: [compare.homogeneity(a, b)],
        "false discoveries": lambda: false_discovery.benjamini_hochberg(a).adjusted[:50],
        "wilson": lambda: ends("wilson"),
        "clopper-pearson": lambda: ends("clopper-pearson"),
    }
    return table[task]
