"""False alarms: how often a rule set cries wolf on a process in which nothing has changed, and how soon it sees one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.statistics._checked import Floats, number
from pyrometer.statistics.charts._constants import c4
from pyrometer.statistics.rules import Rule, RuleSet, Tally, rule_set
from pyrometer.statistics.rules._patterns import points_of_scores
from pyrometer.statistics.rules._splits import few_crossings_p, fewest_routine, long_run_p, longest_routine
from pyrometer.statistics.rules.anhoej import crossings_needed, longest_allowed

CHAIN = Method("Markov chain over what the rules remember", "Champ & Woodall 1987, Technometrics 29(4):393-399")
RUNS = Method("exact recursion over runs and crossings", "Wentzel-Larsen & Anhoej 2019, PLoS ONE 14(10):e0223233")
SIMULATED = Method("simulation of normal points", "seeded; standard error about 1 %")
MOST_STATES = 6000


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """For `n_points` of an unchanged process with known limits: `expected` = n / average run length `arl`, and the
    chance `any_share` (0-1) that at least one signal stands in the series."""

    n_points: int
    arl: float
    expected: float
    any_share: float
    method: Method


def false_alarms(rules: str | RuleSet, n_points: int) -> FalseAlarms:
    """How often that rule set cries wolf in `n_points` points.

    Sets told in zones by an exact Markov chain, sets with trends by seeded simulation, Anhoej's exactly by recursion,
    Wald-Wolfowitz' by their distribution (the run and crossings rules of these two judge the series as a whole, so
    `arl` is then that of the limits alone).
    Raises StatisticsError for fewer than one point, UnknownName for a set that does not exist.
    Source: Champ & Woodall 1987; Wentzel-Larsen & Anhoej 2019.
    """
    if not n_points >= 1:
        raise StatisticsError(f"{n_points} points cannot be: give at least 1.")
    found = rule_set(rules)
    if any(_judges_whole(r) for r in found.rules):
        return _whole(found, n_points)
    if all(r.tallies for r in found.rules):
        step = _chain(_tallies(found), 0.0)
        any_share = 1 - float((np.linalg.matrix_power(step, n_points)[0]).sum())
        arl = _mean(step)
        return FalseAlarms(n_points, arl, n_points / arl, any_share, CHAIN)
    lengths = _simulated(found, 0.0)
    arl = _censored_mean(*lengths)
    return FalseAlarms(n_points, arl, n_points / arl, float((lengths[0] <= n_points).mean()), SIMULATED)


def run_length(rules: str | RuleSet, *, shift: float = 0.0, codes: Sequence[str] = ()) -> float:
    """Average number of points to the first signal of the rule set at a `shift` of the mean in sigma.

    `codes` picks some of its rules ('we-1', 'we-2', ...), else all. Raises StatisticsError for a set that judges the
    series as a whole (Anhoej), or a code that is not in the set. Source: Champ & Woodall 1987, table 1.
    """
    whole = rule_set(rules)
    number("shift", shift)
    picked = tuple(r for r in whole.rules if not codes or r.code in codes)
    missing = sorted(set(codes) - {r.code for r in picked})
    if missing:
        raise StatisticsError(
            f"No rule '{missing[0]}' in this set. There is: {', '.join(r.code for r in whole.rules)}."
        )
    found = RuleSet(whole.says, picked, whole.method)
    if any(_judges_whole(r) for r in picked):
        raise StatisticsError("These rules judge a series as a whole: ask false_alarms for a number of points.")
    if all(r.tallies for r in picked):
        return _mean(_chain(_tallies(found), shift))
    return _censored_mean(*_simulated(found, shift))


def baseline_alarm_share(n_used: int) -> float:
    """Chance (0-1) that a new point of an unchanged process lies beyond XmR limits from `n_used` baseline points.

    The mean moving range / d2 has variance (.8264 n - 1.082) / (n - 1)^2; a scaled chi with that variance gives
    Student's t for a new point. 20 points: 1.1 %, simulation agrees. Raises StatisticsError for fewer than 4 points.
    Source: Cryer & Ryan 1990, J. Qual. Technol. 22:187-192.
    """
    if not n_used >= 4:
        raise StatisticsError(f"A baseline of {n_used} points gives no limits to speak of: at least 4.")
    share = 1 / np.sqrt(1 + (0.8264 * n_used - 1.082) / (n_used - 1) ** 2)
    free = _degrees(float(share))
    return 2 * float(special.stdtr(free, -3 / (share * np.sqrt(1 + 1 / n_used))))


def _degrees(share: float) -> float:
    """Degrees of freedom at which c4 is `share`, by halving."""
    low, high = 0.5, 1e6
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if c4(middle + 1) < share else (low, middle)
    return low


def _tallies(rules: RuleSet) -> tuple[Tally, ...]:
    return tuple(t for r in rules.rules for t in r.tallies)


State = tuple[tuple[int, ...], ...]


@lru_cache(maxsize=64)
def _chain(tallies: tuple[Tally, ...], shift: float) -> Floats:
    """Transitions between what the rules remember, without those that signal; state 0 is a fresh start.

    What is remembered: for each count and side, which of the last span - 1 points lay beyond its zone.
    """
    edges = np.array(sorted({s * t.zone for t in tallies for s in (-1, 1)}))
    bounds = np.concatenate(([-np.inf], edges, [np.inf]))
    chance = np.diff(special.ndtr(bounds - shift))
    inside = [
        (bounds[i] + bounds[i + 1]) / 2 if np.isfinite(bounds[i : i + 2]).all() else 0.0 for i in range(len(chance))
    ]
    inside[0], inside[-1] = edges[0] - 1, edges[-1] + 1
    fresh: State = tuple((0,) * (t.span - 1) for t in tallies for _ in (1, -1))
    number, moves, todo = {fresh: 0}, list[tuple[int, int, float]](), [fresh]
    while todo:
        state = todo.pop()
        for z, p in zip(inside, chance.tolist(), strict=True):
            after = _next(state, z, tallies)
            if after is None:
                continue
            if after not in number:
                number[after] = len(number)
                todo.append(after)
            moves.append((number[state], number[after], p))
        if len(number) > MOST_STATES:
            raise StatisticsError("These rules remember too much for an exact run length: ask for fewer at once.")
    step = np.zeros((len(number), len(number)))
    for a, b, p in moves:
        step[a, b] += p
    return step


def _next(state: State, z: float, tallies: tuple[Tally, ...]) -> State | None:
    """What is remembered after a point at z; None where it signals."""
    after = []
    for i, memory in enumerate(state):
        tally, sign = tallies[i // 2], 1 if i % 2 == 0 else -1
        now = (*memory, int(sign * z > tally.zone))
        if now[-1] and sum(now) >= tally.k:
            return None
        after.append(_worth(now[1:], tally.k))
    return tuple(after)


def _worth(memory: tuple[int, ...], k: int) -> tuple[int, ...]:
    """The memory without old points that can no longer complete the pattern, so that fewer states are told apart."""
    kept = list(memory)
    for i, hit in enumerate(memory):
        # the point i leaves after i + 1 more; with all of those beyond the zone, would it ever be needed?
        if hit and sum(kept[i:]) + i + 1 < k:
            kept[i] = 0
    return tuple(kept)


def _mean(step: Floats) -> float:
    return float(np.linalg.solve(np.eye(len(step)) - step, np.ones(len(step)))[0])


@lru_cache(maxsize=32)
def _simulated(rules: RuleSet, shift: float) -> tuple[Floats, int]:
    """Run lengths of 4,000 simulated series; those without a signal in so many points count as longer."""
    rng, longest = np.random.default_rng(20), 600 if abs(shift) < 0.5 else 200
    lengths = []
    for _ in range(8):
        points = points_of_scores(rng.normal(shift, 1, size=(500, longest)))
        hit = np.any([r.find(points).completes != 0 for r in rules.rules], axis=0)
        lengths.append(np.where(hit.any(axis=1), hit.argmax(axis=1) + 1, longest + 1))
    return np.concatenate(lengths).astype(np.float64), longest


def _censored_mean(lengths: Floats, longest: int) -> float:
    """Mean run length where some series had no signal: points seen over signals seen."""
    return float(np.minimum(lengths, longest).sum() / max((lengths <= longest).sum(), 1))


def _judges_whole(rule: Rule) -> bool:
    return rule.code in ("anhoej-run", "anhoej-crossings", "wald-run", "wald-crossings")


def _whole(rules: RuleSet, n_points: int) -> FalseAlarms:
    """Limits, runs and crossings together, taking the limits as independent of the others."""
    beyond = 2 * float(special.ndtr(-3))
    is_split = any(r.code.startswith("wald") for r in rules.rules)
    runs = split_alarm_share(n_points) if is_split else runs_alarm_share(n_points)
    any_share = 1 - (1 - runs) * (1 - beyond) ** n_points
    return FalseAlarms(n_points, 1 / beyond, n_points * beyond + runs, any_share, rules.method if is_split else RUNS)


@lru_cache(maxsize=1024)
def runs_alarm_share(n_useful: int, above: float = 0.5) -> float:
    """Chance (0-1) that the runs or the crossings rule of Anhoej signals in `n_useful` random points.

    `above`: chance (0-1) that a point lies above the centre; small counts lie above and below unequally often.
    Counts sequences of sides by crossings and present run: exact. Source: Wentzel-Larsen & Anhoej 2019.
    """
    most, least = longest_allowed(n_useful), crossings_needed(n_useful)
    chance = np.array([above, 1 - above])[:, None]
    share = np.zeros((2, n_useful, most + 2))  # side, crossings so far, length of the present run
    share[:, 0, 1] = chance[:, 0]
    for _ in range(n_useful - 1):
        after = np.zeros_like(share)
        after[:, :, 2 : most + 1] = share[:, :, 1:most] * chance[:, :, None]
        after[:, 1:, 1] = share[::-1, :-1].sum(axis=2) * chance
        share = after
    return 1 - float(share[:, least:].sum())


def split_alarm_share(n_useful: int) -> float:
    """Chance (0-1), at most, that the runs or the crossings rule of Wald and Wolfowitz signals in `n_useful` points.

    With half of them on each side; other shares keep it below .05 all the same. Source: Wald & Wolfowitz 1940.
    """
    high, low = n_useful - n_useful // 2, n_useful // 2
    few = few_crossings_p(high, low, fewest_routine(high, low) - 1)
    return few + long_run_p(high, low, longest_routine(high, low) + 1)
