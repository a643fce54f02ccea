"""Designs: which combinations of settings to try, so that few trials tell many effects apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, Ints

# First rows of cyclic Plackett-Burman designs (Plackett & Burman 1946, table 1); doubling gives 8, 16, 32
GENERATORS = {12: "++-+++---+-", 20: "++--++++-+-+----++-", 24: "+++++-+-++--++--+-+----"}


@dataclass(frozen=True, slots=True)
class Design:
    """Trials by factors, each setting -1 or 1, in standard order (first factor fastest); `block` (trials,) from 0.

    `aliases`: effect -> effects it cannot be told from (up to two-factor interactions), empty for full designs.
    """

    factors: tuple[str, ...]
    settings: Floats
    block: Ints
    aliases: dict[str, tuple[str, ...]]


def full(factors: Sequence[str] | int, *, blocks: Sequence[str] = ()) -> Design:
    """All 2^k combinations of `factors` (names, or how many). `blocks`: effects given up to split trials into blocks.

    Each effect such as 'ABC' (single-letter names) or 'A:B:C' doubles the number of blocks.
    Raises StatisticsError for no or more than 16 factors, repeated names, an unknown factor in an effect.
    Source: Montgomery 2013, Design and Analysis of Experiments, ch. 6 and 7.
    """
    names = _names(factors)
    if not 1 <= len(names) <= 16:
        raise StatisticsError(f"A full design takes 1 to 16 factors, there are {len(names)}.")
    k = len(names)
    settings = np.array([[1.0 if row >> j & 1 else -1.0 for j in range(k)] for row in range(2**k)])
    block = np.zeros(len(settings), dtype=np.int64)
    for i, effect in enumerate(blocks):
        block += (contrast(names, settings, effect) > 0).astype(np.int64) << i
    return Design(names, settings, block, {})


def fractional(factors: Sequence[str] | int, generators: Sequence[str]) -> Design:
    """A 2^(k-p) design: `generators` such as 'D=ABC', one for each factor beyond the full ones.

    Raises StatisticsError for a generator that does not read, or that does not define a further factor.
    Source: Box & Hunter 1961, Technometrics 3; Montgomery 2013, ch. 8.
    """
    names = _names(factors)
    defined = [g.replace(" ", "").split("=") for g in generators]
    if any(len(d) != 2 or d[0] not in names for d in defined) or len({d[0] for d in defined}) != len(defined):
        raise StatisticsError("Each generator must read like 'D=ABC' and define one of the factors.")
    basic = [n for n in names if n not in {d[0] for d in defined}]
    base = full(basic)
    columns = {n: base.settings[:, i] for i, n in enumerate(basic)}
    for name, effect in defined:
        sign = -1.0 if effect.startswith("-") else 1.0
        columns[name] = sign * contrast(tuple(basic), base.settings, effect.lstrip("+-"))
    settings = np.column_stack([columns[n] for n in names])
    return Design(names, settings, base.block, aliases(names, settings))


def plackett_burman(factors: Sequence[str] | int) -> Design:
    """The smallest Plackett-Burman design (8, 12, 16, 20, 24, 32 trials) for up to 31 factors: main effects only.

    Two-factor interactions blur main effects; screen with it, then confirm.
    Raises StatisticsError for no or more than 31 factors. Source: Plackett & Burman 1946, Biometrika 33.
    """
    names = _names(factors)
    trials = next((n for n in (8, 12, 16, 20, 24, 32) if n > len(names)), None)
    if trials is None or not names:
        raise StatisticsError(f"Plackett-Burman designs here take 1 to 31 factors, there are {len(names)}.")
    if trials in GENERATORS:
        row = np.array([1.0 if c == "+" else -1.0 for c in GENERATORS[trials]])
        matrix = np.vstack([*(np.roll(row, i) for i in range(trials - 1)), -np.ones(trials - 1)])
    else:
        h = np.ones((1, 1))
        while len(h) < trials:
            h = np.block([[h, h], [h, -h]])
        matrix = h[:, 1:]
    return Design(names, matrix[:, : len(names)], np.zeros(trials, dtype=np.int64), {})


def contrast(names: Sequence[str], settings: Floats, effect: str) -> Floats:
    """Signs of an effect ('A', 'AB' with single-letter names, or 'A:B') over the trials.

    Raises StatisticsError for an unknown factor. Source: Montgomery 2013, ch. 6.
    """
    parts = effect.split(":") if ":" in effect or effect in names else list(effect)
    unknown = [p for p in parts if p not in names]
    if unknown:
        raise StatisticsError(f"'{effect}' names the factor '{unknown[0]}'; the factors are {', '.join(names)}.")
    return np.asarray(np.prod([settings[:, list(names).index(p)] for p in parts], axis=0))


def aliases(names: Sequence[str], settings: Floats) -> dict[str, tuple[str, ...]]:
    """Main effects and two-factor interactions that have the same signs (or opposite) in these trials.

    Raises nothing. Source: Box & Hunter 1961, Technometrics 3.
    """
    effects = [(n,) for n in names] + list(combinations(names, 2))
    signs = {":".join(e): contrast(names, settings, ":".join(e)) for e in effects}
    found: dict[str, tuple[str, ...]] = {}
    for name, column in signs.items():
        same = tuple(other for other, c in signs.items() if other != name and abs(float(column @ c)) == len(column))
        if same:
            found[name] = same
    return found


def _names(factors: Sequence[str] | int) -> tuple[str, ...]:
    if isinstance(factors, int | float) and not (factors >= 0 and factors == int(factors)):
        raise StatisticsError(f"Give the names of the factors, or how many; {factors} cannot be.")
    names = tuple(chr(65 + i) for i in range(int(factors))) if isinstance(factors, int | float) else tuple(factors)
    if len(set(names)) != len(names):
        raise StatisticsError("Two factors have the same name.")
    return names
