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
    level, error = _level(raw, away, part.n if is_share else None)
    return level + error * (away - part.values), error


def _level(raw: Any, away: Any, n: Any) -> tuple[Any, Any]:
    """The level c and its standard error that put each point `away` errors from it: raw = c + error(c) * away."""
    if n is None:
        error = (np.sqrt(away**2 + 4 * raw) - away) / 2  # of a count: the root of its level
        return error**2, error
    level = np.array(raw)
    for _ in range(60):
        error = np.sqrt(np.clip(level * (1 - level), 1e-9, None) / n)
        level = (level + np.clip(raw - error * away, 0.0, 1.0)) / 2
    return level, error
