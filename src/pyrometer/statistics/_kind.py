"""Kind: which chart fits numbers by period that neither swing with the calendar nor resemble each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from scipy import special

from pyrometer.model.interval import NotEnough
from pyrometer.statistics import _say as say
from pyrometer.statistics import overdispersion
from pyrometer.statistics._checked import Bools, Floats
from pyrometer.statistics._points import Limits
from pyrometer.statistics.charts import Chart, c, i_prime, laney_p, laney_u, p, u, xmr
from pyrometer.statistics.charts._series import Nature as Level

Nature = Literal["values", "averages", "counts", "shares", "rates", "gaps", "times", "cases"]
DISPERSION_P = 0.01  # statistics.md 4b: below it, or with sigma_z above 1.2, Laney
DISPERSION_SIGMA = 1.2
RARE = 5.0  # expected events (and non-events) a point below which normal limits mislead
LEVEL_OF: dict[Nature, Level] = {"counts": "rates", "rates": "rates", "shares": "shares"}


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """What is to be charted, after periods without a denominator were left out."""

    values: Floats
    n: Floats | None
    nature: Nature
    starts_on: Sequence[date] | None
    used: Bools
    rows: tuple[int, ...]

    @property
    def level_nature(self) -> Level:
        """Values, shares or rates."""
        return LEVEL_OF.get(self.nature, "values")


def share_above(chart: Chart, n: Floats | None, nature: Level) -> float | None:
    """Chance (0-1) that a point of an unchanged process lies above its centre, of those that lie off it.

    Poisson counts for rates, binomial ones for shares; None where that is not known, as for values and residuals.
    """
    if nature == "values" or chart.kind in ("residual", "run"):
        return None
    size = np.ones(len(chart)) if n is None else n
    some = size * chart.centre > 0
    size, centre = size[some], chart.centre[some]
    mean = size * centre

    def at_most(k: Floats) -> Floats:
        return np.asarray(
            special.bdtr(k, size.astype(np.int64), centre) if nature == "shares" else special.pdtr(k, mean)
        )

    up, down = float((1 - at_most(np.floor(mean))).sum()), float(at_most(np.ceil(mean) - 1).sum())
    return round(up / (up + down), 3) if up + down > 0 else None


def is_rare(series: Series) -> bool:
    """Whether so few events a period are expected that normal limits, also those of residuals, mislead."""
    if series.level_nature == "values":
        return False
    n = np.ones(len(series.values)) if series.n is None else series.n
    level = float(series.values[series.used].sum() / n[series.used].sum())
    return float(np.median(n)) * (min(level, 1 - level) if series.nature == "shares" else level) < RARE


def plain(series: Series, reasons: list[str]) -> Chart | NotEnough:
    """Neither calendar nor autocorrelation: the kind by nature, dispersion and size."""
    if series.nature == "values":
        reasons.append("Single values by period: an XmR chart.")
        return xmr.chart(series.values, baseline=series.used)
    if series.nature == "averages":
        reasons.append("Averages over different numbers of cases: an I' chart.")
        return i_prime.chart(series.values, 1.0 if series.n is None else series.n, baseline=series.used)
    if series.nature == "shares":
        return _shares(series, reasons)
    return _rates(series, reasons)


def _shares(series: Series, reasons: list[str]) -> Chart | NotEnough:
    k, n = series.values, np.ones(1) if series.n is None else series.n
    share = float(k[series.used].sum() / n[series.used].sum())
    if share in (0.0, 1.0):
        return NotEnough("cases of both outcomes in the baseline", f"a share of {share:g} throughout")
    expected = float(np.median(n)) * min(share, 1 - share)
    plain = p.chart(k, n, baseline=series.used)
    wide = laney_p.chart(k, n, baseline=series.used)
    if _is_wide(series, wide, expected, reasons):
        return wide
    if expected < RARE:
        reasons.append(say.rare("cases of the rarer outcome", expected))
        return p.chart(k, n, baseline=series.used, convention="exact")
    reasons.append("Shares of cases that differ by no more than chance: a p chart.")
    return plain


def _rates(series: Series, reasons: list[str]) -> Chart | NotEnough:
    k, n = series.values, np.ones(len(series.values)) if series.n is None else series.n
    if not k[series.used].sum():
        return NotEnough("events in the baseline", "none")
    expected = float(np.median(n)) * float(k[series.used].sum() / n[series.used].sum())
    wide = laney_u.chart(k, n, baseline=series.used)
    if _is_wide(series, wide, expected, reasons):
        return wide
    convention: Limits = "exact" if expected < RARE else "normal"
    if expected < RARE:
        reasons.append(say.rare("events", expected))
    else:
        reasons.append(
            "Counts that differ by no more than chance: a c chart."
            if series.nature == "counts"
            else "Rates that differ by no more than chance: a u chart."
        )
    if series.nature == "counts":
        return c.chart(k, baseline=series.used, convention=convention)
    return u.chart(k, n, baseline=series.used, convention=convention)


def _is_wide(series: Series, wide: Chart | NotEnough, expected: float, reasons: list[str]) -> bool:
    """Whether periods differ by more than chance, so that Laney's limits are due; rare events need the test itself."""
    if isinstance(wide, NotEnough):
        return False
    nature: overdispersion.Counted = "shares" if series.nature == "shares" else "rates"
    n = None if series.n is None else series.n[series.used]
    test = overdispersion.dispersion(series.values[series.used], n, nature=nature)
    sigma_z = wide.facts["sigma_z"]
    if test.p_value >= DISPERSION_P and (sigma_z <= DISPERSION_SIGMA or expected < RARE):
        return False
    reasons.append(say.wide(test, sigma_z, beyond_chance=test.p_value < DISPERSION_P))
    return True
