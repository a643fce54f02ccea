"""Panel: what was done and what followed, period by period, for every case while it was still open."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, Ints, reals, same_length, whole


@dataclass(frozen=True, slots=True)
class Panel:
    """One row a case and period (week or day), all arrays (rows,).

    `case` and `period` number the rows; `exposure` 0/1: was the activity done in the period; `outcome` 0/1: did the
    customer take the next action in it (after the activity, where both fell into it); `competing` 0/1: did the case end
    otherwise; `censored` 0/1: not observed after this period. `confounders`: name -> what was known BEFORE the period
    began. `cluster`: the account (default: the case).
    """

    case: ArrayLike
    period: ArrayLike
    exposure: ArrayLike
    outcome: ArrayLike
    competing: ArrayLike | None = None
    censored: ArrayLike | None = None
    confounders: Mapping[str, ArrayLike] = field(default_factory=dict)
    cluster: ArrayLike | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """A panel checked and sorted by case and period: what the estimators work on."""

    case: Ints
    period: Ints
    exposure: Floats
    outcome: Floats
    competing: Floats
    censored: Floats
    x: Floats
    names: tuple[str, ...]
    cluster: Ints
    order: Ints


def rows(panel: Panel) -> Rows:
    """The panel checked: raises StatisticsError for wrong lengths, missing values, columns other than 0 and 1, a case
    with a gap in its periods, rows after a case has ended, or an activity that never varies within any case.

    Source: Singer & Willett 2003, Applied Longitudinal Data Analysis, ch. 10 (the person-period data set).
    """
    case = np.unique(np.asarray(panel.case), return_inverse=True)[1].astype(np.int64)
    period = reals("period", panel.period)
    whole("period", period)
    zero = np.zeros(len(period))
    flags = {
        "exposure": panel.exposure,
        "outcome": panel.outcome,
        "competing": zero if panel.competing is None else panel.competing,
        "censored": zero if panel.censored is None else panel.censored,
    }
    binary = {name: _binary(name, values) for name, values in flags.items()}
    x = {name: reals(name, values) for name, values in panel.confounders.items()}
    cluster = case if panel.cluster is None else np.unique(np.asarray(panel.cluster), return_inverse=True)[1]
    same_length(case=case, period=period, cluster=cluster, **binary, **x)
    order = np.lexsort((period, case))
    matrix = np.column_stack(list(x.values())) if x else np.empty((len(period), 0))
    found = Rows(
        case[order], period[order].astype(np.int64), binary["exposure"][order], binary["outcome"][order],
        binary["competing"][order], binary["censored"][order], matrix[order], tuple(x), cluster[order], order,
    )  # fmt: skip
    _continuous(found)
    return found


def looks_like_ever(checked: Rows) -> bool:
    """Whether the exposure is the same in all periods of every case: 'ever did it', told from the future."""
    same = checked.case[1:] == checked.case[:-1]
    return bool(same.any() and (checked.exposure[1:] == checked.exposure[:-1])[same].all())


def _binary(name: str, values: ArrayLike) -> Floats:
    array = reals(name, values)
    if not np.isin(array, (0, 1)).all():
        raise StatisticsError(f"'{name}' must be 0 or 1 in every row.")
    return array


def _continuous(checked: Rows) -> None:
    same = checked.case[1:] == checked.case[:-1]
    if (np.diff(checked.period)[same] != 1).any():
        raise StatisticsError("Every case needs one row a period without gaps, from its first to its last.")
    ended = (checked.outcome + checked.competing + checked.censored) > 0
    if (ended[:-1] & same).any():
        raise StatisticsError("A case has rows after it acted, ended or was lost from sight; cut them off.")
    if ((checked.outcome > 0) & (checked.competing > 0)).any():
        raise StatisticsError("A row both took the next action and ended otherwise; say which came first.")
