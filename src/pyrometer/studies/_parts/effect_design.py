"""Like with like: what was known before each moment, as columns that the two sorts of moments are made alike in."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from pyrometer.statistics import effects

BANDS = 5  # of each length, with as many of the activity's moments in each (Cochran 1968: five remove nine tenths)
FEWEST = 20  # moments of a value; rarer values are one
MOST = 12  # values of a field
COARSE = 4  # values of a field where there are few moments
EACH = 5  # events of either kind and arm for each column (Vittinghoff & McCulloch 2007, Am. J. Epidemiol. 165)
LENGTHS = ("since_days", "age_days", "ours_days", "theirs_days")
VALUES = ("milestone", "after", "ours_last", "theirs_last", "seller", "segment_1", "segment_2", "segment_3")
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Designed:
    """The trials with what is adjusted for, what is on record but had to be left out, and the placebos by name.

    `after`: days from the moment to leaving, NaN where nobody left within the horizon.
    `n_apart`: moments set aside because nothing compares with them, `done_apart` of them with the activity.
    """

    trials: effects.Trials
    adjusted: tuple[str, ...]
    left_out: tuple[str, ...]
    placebos: dict[str, Any]
    after: Any
    n_apart: int
    done_apart: int


def designed(rows: Sequence[dict[str, Any]], segments: Sequence[str]) -> Designed:
    """The trials from rows of the measure of that name; `segments` are the names of the plant's.

    Every cause enters in bands; where too few went on or did not, with it or without, for so many columns, all enter
    coarsely; and where even that is too much, the weightiest that fit.
    """
    held, n_apart, done_apart = comparable({name: [r[name] for r in rows] for name in rows[0]})
    a, y = np.array(held["is_done"], dtype=float), np.array(held["went_on"], dtype=float)
    room = int(min(np.sum((a == arm) & (y == end)) for arm in (0, 1) for end in (0, 1)) // EACH)
    blocks = causes(held, a, segments, BANDS, MOST)
    if sum(len(columns) for columns in blocks.values()) > room:
        blocks = causes(held, a, segments, 1, COARSE)
    x: Columns = {}
    adjusted, left_out = list[str](), list[str]()
    for name, columns in blocks.items():
        fits = len(x) + len(columns) <= room
        (adjusted if fits else left_out).append(name)
        x |= columns if fits else {}
    trials = effects.started(a, y, x, cluster=held["cluster"])
    return Designed(
        trials, tuple(adjusted), tuple(left_out), placebos(held), known(held["left_after_days"]), n_apart, done_apart
    )


def comparable(held: dict[str, Any]) -> tuple[dict[str, Any], int, int]:
    """The moments with what can be compared in each respect, how many were set aside, and how many of those with it.

    A moment goes when its length lies outside the range of those with (or of those without) the activity, or when its
    value, seen at least 20 times, occurs on one side only: there it is never done, or always.
    Source: Hernan & Robins 2020, Causal Inference: What If, section 3.3 (positivity; restrict to where it holds).
    """
    table = {name: np.array(values, dtype=object) for name, values in held.items()}
    a = table["is_done"] == 1
    kept = np.ones(len(a), dtype=bool)
    for name in LENGTHS:
        kept &= _in_range(known(table[name]), a)
    n = -1
    while n != kept.sum():
        n = kept.sum()
        for name in VALUES:
            kept &= ~_one_sided(table[name], a, kept)
    left = {name: values[kept].tolist() for name, values in table.items()}
    return left, len(a) - int(kept.sum()), int((a & ~kept).sum())


def _one_sided(held: Any, a: Any, kept: Any) -> Any:
    """Whether a moment's value, frequent enough to tell, occurs with the activity only or without it only."""
    with_, without = Counter(held[kept & a]), Counter(held[kept & ~a])
    lone = {v for v, n in (with_ + without).items() if n >= FEWEST and not (with_[v] and without[v])}
    return np.array([v in lone for v in held], dtype=bool)


def _in_range(value: Any, a: Any) -> Any:
    """Within the range of both sorts of moments; what is not known is a value of its own."""
    told = ~np.isnan(value)
    if not (told & a).any() or not (told & ~a).any():
        return np.ones(len(a), dtype=bool)
    low = max(np.nanmin(value[a]), np.nanmin(value[~a]))
    high = min(np.nanmax(value[a]), np.nanmax(value[~a]))
    return ~told | ((value >= low) & (value <= high))


def causes(held: dict[str, Any], a: Any, segments: Sequence[str], bands: int, most: int) -> dict[str, Columns]:
    """What may drive both the activity and the customer, weightiest first: its name, and its columns.

    What does not vary is no cause; one that only repeats others is made alike with them and needs no columns.
    """
    spans, kinds = partial(lengths, a=a, bands=bands), partial(values, most=most)
    made = {
        "which milestone they wait after": kinds("met", held["milestone"]),
        "what had happened last": kinds("after", held["after"]),
        "how long since then": spans("since", held["since_days"]),
        "how long they had waited": spans("waited", held["age_days"]),
        "how long since we last did something": spans("since ours", held["ours_days"]),
        "what we had done last": kinds("our last", held["ours_last"]),
        "how much we had done in this wait": numbers("ours", held["n_ours"], bands),
        "how long since they last did something": spans("since theirs", held["theirs_days"]),
        "how much they had done in this wait": numbers("theirs", held["n_theirs"], bands),
        **{name: kinds(name, held[f"segment_{i}"]) for i, name in enumerate(segments[:3], start=1)},
        "the quarter of the year": kinds("quarter", held["quarter_on"]),
        "what they had done last": kinds("their last", held["theirs_last"]),
        "how much we had done before": numbers("ours before", held["n_ours_before"], bands),
        "how much they had done before": numbers("theirs before", held["n_theirs_before"], bands),
        "who sells": kinds("seller", held["seller"]),
    }
    seen: set[bytes] = set()
    return {name: _new(columns, seen) for name, columns in made.items() if _varies(columns)}


def _varies(columns: Columns) -> bool:
    return any(np.ptp(column) > 0 for column in columns.values())


def _new(columns: Columns, seen: set[bytes]) -> Columns:
    """The columns that vary and that repeat no earlier one, nor its opposite."""
    kept = {}
    for name, column in columns.items():
        key = np.abs(column - column[0]).tobytes()
        if key not in seen and np.ptp(column) > 0:
            seen.add(key)
            kept[name] = column
    return kept


def placebos(held: dict[str, Any]) -> dict[str, Any]:
    """What the activity cannot have caused, since it lies before: name -> (trials,), NaN where it is not known."""
    return {
        "how long they took for the step before": np.log1p(known(held["took_days"])),
        "its own past with this customer": (np.array(held["n_same_before"]) > 0) * 1.0,
    }


def known(days: Any) -> Any:
    """Lengths as numbers, NaN where there is none."""
    return np.array([np.nan if d is None else d for d in days], dtype=float)


def lengths(name: str, days: Sequence[float | None], *, a: Any, bands: int) -> Columns:
    """A length of time: its size, and bands with equal numbers of the activity's moments."""
    value = known(days)
    told = ~np.isnan(value)
    done = value[told & (a == 1)]
    if len(done) == 0 or np.ptp(value[told]) == 0:
        return {}
    cuts = np.unique(np.quantile(done, np.linspace(0, 1, bands + 1)[1:-1]))
    band = np.where(told, np.searchsorted(cuts, value, side="left"), -1)
    size = np.log1p(np.where(told, value, 0.0))
    return values(name, [None if b < 0 else int(b) for b in band]) | {f"{name}, size": size}


def numbers(name: str, counted: Sequence[int], bands: int) -> Columns:
    """A count as 0, 1, 2 and more than 2; coarsely, as its size."""
    if bands == 1:
        return {f"{name}, size": np.log1p(np.array(counted, dtype=float))}
    return values(name, [min(int(n), 3) for n in counted])


def values(name: str, held: Sequence[Hashable], *, most: int = MOST) -> Columns:
    """A column 0/1 for each value but the commonest; those with fewer than 20 moments, and beyond `most`, are one."""
    levels: dict[Hashable, int] = {}
    for value in held:
        levels[value] = levels.get(value, 0) + 1
    ranked = sorted(levels, key=lambda v: (-levels[v], str(v)))
    kept = [v for v in ranked[:most] if levels[v] >= FEWEST]
    place = {v: i for i, v in enumerate(kept)}
    code = np.array([place.get(v, len(kept)) for v in held])
    columns = {f"{name}: {v}": (code == i) * 1.0 for i, v in enumerate(kept) if i > 0}
    if kept and (code == len(kept)).any():
        columns[f"{name}: other"] = (code == len(kept)) * 1.0
    return columns
