"""Strata: each group against all others within the values of another field - does the difference stay (Simpson)?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pyrometer.model.interval import NotEnough
from pyrometer.model.table import Table
from pyrometer.statistics import compare


@dataclass(frozen=True, slots=True)
class Within:
    """One group within one other field: odds ratios of winning against all other groups, crude and like with like.

    `says`: 'stays', 'shrinks', 'appears' or 'turns round' once like is compared with like.
    """

    group: str
    within: str
    n_strata: int
    crude: float
    common: float
    low: float
    high: float
    p: float
    says: str


def within(table: Table, groups: Sequence[str], field: str) -> list[Within]:
    """Each of the groups in a crossed table; those that no stratum can compare are left out.

    Source: Mantel & Haenszel 1959, J. Natl. Cancer Inst. 22:719-748; reversal: Simpson 1951.
    """
    rows = [r for r in table if r["group"] is not None and r["within"] is not None and r["n_won"] + r["n_lost"]]
    strata = sorted({r["within"] for r in rows})
    found = [_one(rows, group, strata, field) for group in groups]
    return [w for w in found if w is not None]


def _one(rows: Sequence[dict[str, Any]], group: str, strata: Sequence[str], field: str) -> Within | None:
    place = {name: i for i, name in enumerate(strata)}
    tables = np.zeros((len(strata), 2, 2))
    for r in rows:
        column = 0 if r["group"] == group else 1
        tables[place[r["within"]], 0, column] += r["n_won"]
        tables[place[r["within"]], 1, column] += r["n_lost"]
    total = tables.sum(0)
    if len(strata) < 2 or (total == 0).any():
        return None
    made = compare.stratified(tables)
    if isinstance(made, NotEnough):
        return None
    bounds = (made.interval.low, made.interval.high)
    says = _says(made.crude_or, made.common_or, bounds, _crude(total))
    return Within(group, field, len(strata), made.crude_or, made.common_or, *bounds, made.p, says)


def _crude(total: Any) -> tuple[float, float]:
    """The 95% interval of the crude odds ratio. Source: Woolf 1955, Ann. Hum. Genet. 19."""
    middle = np.log(total[0, 0] * total[1, 1] / (total[0, 1] * total[1, 0]))
    half = 1.96 * np.sqrt((1 / total).sum())
    return float(np.exp(middle - half)), float(np.exp(middle + half))


def _says(crude: float, common: float, bounds: tuple[float, float], raw: tuple[float, float]) -> str:
    shown, was = not bounds[0] <= 1 <= bounds[1], not raw[0] <= 1 <= raw[1]
    if (crude - 1) * (common - 1) < 0 and (shown or was):
        return "turns round"
    if shown == was:
        return "stays" if shown else "no difference either way"
    return "appears" if shown else "vanishes"
