"""Put back: residuals of a count or share on the scale of the count or share, as people read them."""

from typing import Any

import numpy as np

from pyrometer.statistics.charts import Chart


def expected(part: Chart, *, is_share: bool) -> tuple[Any, Any]:
    """What the point before lets one expect at each point of a residual chart, and one residual's worth there.

    Shapes (points,), in the unit of the measure: value = expected + worth * residual.
    """
    phi, raw = part.facts["phi"], part.paths["raw"]
    away = np.array(part.values)
    away[0] /= np.sqrt(1 - phi * phi)
    for i in range(1, len(away)):
        away[i] += phi * away[i - 1]
    size = np.ones(len(raw)) if part.n is None else part.n
    level, error = _share(raw, away, size) if is_share else _rate(raw, away, size)
    return level + error * (away - part.values), error


def _rate(raw: Any, away: Any, n: Any) -> tuple[Any, Any]:
    """The level c and its standard error that put each point `away` errors from it: raw = c + error(c) * away.

    The error of a count is the root of its level; of a rate in `n` units, that of the count by n.
    """
    error = (np.sqrt(away**2 + 4 * raw * n) - away) / 2
    return error**2 / n, error / n


def _share(raw: Any, away: Any, n: Any) -> tuple[Any, Any]:
    """As `_rate`, of shares of `n` cases."""
    level = np.array(raw)
    for _ in range(60):
        error = np.sqrt(np.clip(level * (1 - level), 1e-9, None) / n)
        level = (level + np.clip(raw - error * away, 0.0, 1.0)) / 2
    return level, error
