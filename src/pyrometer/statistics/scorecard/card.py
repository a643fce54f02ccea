"""Scorecard: points for what is known of a prospect, made from evidence and readable on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, Ints, reals, same_length
from pyrometer.statistics.logistic import logistic
from pyrometer.statistics.scorecard.evidence import weight_of_evidence

PDO = 20.0  # points that double the odds (Siddiqi 2006, p. 114)
BASE = 600.0  # points at even odds of one to one


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a card: `points` of each of its bins, `woe` behind them, its weight in the model."""

    name: str
    points: Floats
    woe: Floats
    weight: float


@dataclass(frozen=True, slots=True)
class Card:
    """A scorecard: `start` points, then those of each field; `base_rate` of the cases it was made from."""

    start: float
    fields: tuple[Field, ...]
    base_rate: float
    n: int


def make_card(bins: Mapping[str, ArrayLike], y: ArrayLike, *, ridge: float = 1.0) -> Card | NotEnough:
    """A card from the bin (0, 1, ...) of each case in each field and whether it acted, `y` 0/1; all (cases,).

    Logistic regression on weights of evidence with a ridge; a field whose weight turns negative (it repeats another)
    is left out and the rest fitted again. 20 points double the odds.
    Refuses cases of one kind or no field that carries weight. Raises StatisticsError for wrong lengths or bins that are
    not whole numbers from 0.
    Source: Siddiqi 2006, Credit Risk Scorecards, ch. 6; ridge Le Cessie & van Houwelingen 1992.
    """
    did = reals("y", y)
    if not np.isin(did, (0, 1)).all():
        raise StatisticsError("'y' must be 0 or 1.")
    if did.sum() in (0, len(did)) or not bins:
        return NotEnough("fields, and cases that acted and that did not", f"{int(did.sum())} of {len(did)} acted")
    places = {name: _bins(name, b, did) for name, b in bins.items()}
    woe = {name: _woe(place, did) for name, place in places.items()}
    kept = list(places)
    while kept:
        x = np.column_stack([np.ones(len(did)), *(woe[name][places[name]] for name in kept)])
        fit = logistic(x, did, ridge=ridge)
        if isinstance(fit, NotEnough):
            return fit
        worst = int(np.argmin(fit.coef[1:]))
        if fit.coef[1 + worst] > 0:
            return _card(fit.coef, kept, woe, did)
        kept.pop(worst)
    return NotEnough("a field that speaks for acting once the others are known", "none")


def score(card: Card, bins: Mapping[str, ArrayLike]) -> Floats:
    """Points of each case from its bins by field, shape (cases,); a bin the card never saw gets 0 points.

    Raises StatisticsError when a field of the card is absent. Source: Siddiqi 2006, p. 113.
    """
    total: Floats | None = None
    for field in card.fields:
        if field.name not in bins:
            raise StatisticsError(f"The card needs the field '{field.name}'; it is not among those given.")
        place = _whole(field.name, bins[field.name])
        known = (place >= 0) & (place < len(field.points))
        points = np.where(known, field.points[np.where(known, place, 0)], 0.0)
        total = points if total is None else total + points
    return card.start + (np.zeros(0) if total is None else total)


def chance(points: ArrayLike) -> Floats:
    """Chance to act behind points.

    Raises StatisticsError for missing points.
    Source: Siddiqi 2006, p. 114 (scaling).
    """
    return np.asarray(expit((reals("points", points) - BASE) * np.log(2) / PDO))


def reasons(card: Card, bins: Mapping[str, int], *, most: int = 3) -> Sequence[tuple[str, float]]:
    """The fields that cost one case most points against the average bin, worst first: (field, points).

    Raises nothing: a bin the card never saw costs nothing.
    Source: Siddiqi 2006, p. 118 (adverse codes by shortfall).
    """
    found = []
    for field in card.fields:
        place = bins.get(field.name, -1)
        points = float(field.points[place]) if 0 <= place < len(field.points) else 0.0
        found.append((field.name, points))
    return tuple(sorted((f for f in found if f[1] < 0), key=lambda f: f[1])[:most])


def _bins(name: str, values: ArrayLike, did: Floats) -> Ints:
    place = _whole(name, values)
    same_length(**{name: place, "y": did})
    return place


def _whole(name: str, values: ArrayLike) -> Ints:
    place = reals(name, values)
    if (place < 0).any() or (place != np.round(place)).any():
        raise StatisticsError(f"Bins of '{name}' must be whole numbers from 0.")
    return place.astype(np.int64)


def _woe(place: Ints, did: Floats) -> Floats:
    size = int(place.max()) + 1
    good, bad = (np.bincount(place[did == k], minlength=size) for k in (1, 0))
    return weight_of_evidence(good, bad).woe


def _card(coef: Floats, kept: list[str], woe: dict[str, Floats], did: Floats) -> Card:
    scale = PDO / np.log(2)
    fields = tuple(
        Field(name, scale * weight * woe[name], woe[name], float(weight))
        for name, weight in zip(kept, coef[1:], strict=True)
    )
    return Card(BASE + scale * float(coef[0]), fields, float(did.mean()), len(did))
