"""Sentences of the chooser: why this chart and no other, computed from the numbers."""

import numpy as np

from pyrometer.statistics.autocorrelation import Autocorrelation
from pyrometer.statistics.overdispersion import Dispersion
from pyrometer.statistics.periodicity import Periodicity


def chance(p: float) -> str:
    """A p-value in words that never claim 0."""
    return "p < .001" if p < 0.001 else f"p = {p:.3f}".replace("0.", ".")


def swings(found: Periodicity) -> str:
    """What the calendar explains."""
    seen = [(label, level) for label, level in zip(found.labels, found.profile, strict=True) if np.isfinite(level)]
    if len(seen) > 4:
        seen = [min(seen, key=lambda s: s[1]), max(seen, key=lambda s: s[1])]
    shown = ", ".join(f"{label} {level:.3g}" for label, level in seen)
    says = f"The level swings with the {found.says} ({shown}; {chance(found.p_value)})."
    if not found.also:
        return says
    return f"{says} It swings with the {' and the '.join(found.also)} too: too short a record to take out both."


def resembles(found: Autocorrelation) -> str:
    """Why residuals are charted."""
    if found.lag1 < 0:
        return (
            f"High and low follow each other by turns (autocorrelation {found.lag1:.2f}, limit -{found.limit:.2f}): "
            "limits round the raw line would be too wide, so what is new in each point is charted."
        )
    return (
        f"Each point resembles the one before (autocorrelation {found.lag1:.2f}, limit {found.limit:.2f}): "
        "limits round the raw line would cry wolf, so what is new in each point is charted."
    )


def shifted(found: Autocorrelation) -> str:
    """Why the plain chart is kept although neighbours resemble each other."""
    return (
        f"Neighbours resemble each other (autocorrelation {found.lag1:.2f}), but one change of level at point "
        f"{(found.shift_at or 0) + 1} explains it better, so the plain chart is kept."
    )


def too_rare(found: Autocorrelation) -> str:
    """Why residuals are not charted although neighbours resemble each other."""
    return (
        f"Neighbours resemble each other (autocorrelation {found.lag1:.2f}, limit {found.limit:.2f}), but so few "
        "events a period have no normal residuals: the plain chart is kept."
    )


def rare(what: str, expected: float) -> str:
    """Why exact limits are used."""
    return (
        f"Only about {expected:.1f} {what} a period: exact limits. Where each event has its date, "
        "a chart of the gaps between events sees a change sooner."
    )


def lopsided(above: float, share: float, promised: float) -> str:
    """Why runs are judged by other rules than usual."""
    return (
        f"So few events a period that by chance {above:.0%} of the periods lie above the average and {1 - above:.0%} "
        f"below: the usual rules on runs would cry wolf in {share:.0%} of such series instead of {promised:.0%}. "
        "So runs are judged given how many periods lie on each side (Wald-Wolfowitz)."
    )


def wide(test: Dispersion, sigma_z: float, *, beyond_chance: bool) -> str:
    """Why Laney's limits are used: beyond chance over all periods, or wider from one to the next than chance makes."""
    if beyond_chance:
        return (
            f"Periods differ by more than chance (variance {test.ratio:.1f} times that of chance, "
            f"{chance(test.p_value)}; from one period to the next {sigma_z:.1f} times): Laney's limits allow for it."
        )
    return (
        f"From one period to the next they differ {sigma_z:.1f} times as much as chance alone makes expect (over all "
        f"not beyond doubt, {chance(test.p_value)}): Laney's limits allow for it."
    )
