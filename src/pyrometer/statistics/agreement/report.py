"""Attribute agreement report: does each judge agree with himself, with the others and with the standard."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval, NotEnough
from pyrometer.statistics._checked import same_length
from pyrometer.statistics.agreement.classic import cohen_test, fleiss_test
from pyrometer.statistics.agreement.ratings import Ratings, ratings
from pyrometer.statistics.intervals import clopper_pearson


@dataclass(frozen=True, slots=True)
class Matched:
    """How many of the items inspected matched, as a share with its exact interval."""

    inspected: int
    matched: int
    share: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Detection:
    """How one judge detects a class: items right in every trial; single calls that missed it or called it falsely.

    `missed`: share of calls on items that are of the class and were called otherwise. `false_alarms`: share of calls on
    other items that named the class.
    """

    effective: float
    missed: float
    false_alarms: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two judges over all trials: Cohen's kappa, and the correlation of their calls where there are two classes."""

    kappa: float | None
    correlation: float | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An item on which calls differ: what each judge said, and the standard. Here the definition is rewritten."""

    item: Hashable
    said: dict[Hashable, tuple[Hashable, ...]]
    standard: Hashable | None


@dataclass(frozen=True, slots=True)
class StandardKappas:
    """Kappa of each judge against the standard, and of all together; empty and None without a standard."""

    cohen: dict[Hashable, float | None]
    cohen_all: float | None
    fleiss: dict[Hashable, float | None]
    fleiss_all: float | None


@dataclass(frozen=True, slots=True)
class AttributeAgreement:
    """The report; every entry by judge is a mapping judge -> figure, kappas are None where they do not exist."""

    within: dict[Hashable, Matched]
    between: Matched
    against_standard: dict[Hashable, Matched]
    all_against_standard: Matched | None
    detection: dict[Hashable, Detection]
    fleiss_within: dict[Hashable, float | None]
    fleiss_between: float | None
    standard: StandardKappas
    pairs: dict[tuple[Hashable, Hashable], Pair]
    disagreements: tuple[Disagreement, ...]


def attribute_agreement(
    item: Sequence[Hashable],
    judge: Sequence[Hashable],
    call: Sequence[Hashable],
    *,
    standard: dict[Hashable, Hashable] | None = None,
    detect: Hashable | None = None,
) -> AttributeAgreement:
    """Report of a study in which every judge calls every item equally often; one row a call, trials in order.

    `standard`: item -> its true class. `detect`: the class to find, for misses and false alarms (AIAG names the bad
    one, JASP the good one; say which). Cohen against the standard pools the calls of all trials; Fleiss against the
    standard is the mean over trials (Minitab, JASP).
    Raises StatisticsError for wrong lengths, unequal numbers of trials, items without a standard, an unknown class.
    Source: AIAG MSA 4th ed. 2010, ch. III C; Minitab, Attribute Agreement Analysis, methods and formulas.
    """
    cube, items, judges = _cube(item, judge, call)
    truth = None if standard is None else _truth(items, standard)
    classes = sorted({c for sheet in cube.values() for row in sheet for c in row}, key=str)
    if detect is not None and detect not in classes and (truth is None or detect not in truth):
        raise StatisticsError(
            f"Nobody called '{detect}' and no item is; the classes are {', '.join(map(str, classes))}."
        )
    sheets = [cube[j] for j in judges]
    together = [sum((list(sheet[i]) for sheet in sheets), []) for i in range(len(items))]
    every = sorted(set(classes) | set(truth or []), key=str)
    against, joined = _against(cube, truth)
    return AttributeAgreement(
        within={j: _matched([len(set(row)) == 1 for row in cube[j]]) for j in judges},
        between=_matched([len(set(row)) == 1 for row in together]),
        against_standard=against,
        all_against_standard=joined,
        detection={} if truth is None or detect is None else {j: _detect(cube[j], truth, detect) for j in judges},
        fleiss_within={j: _fleiss(cube[j], every) for j in judges},
        fleiss_between=_fleiss(together, every),
        standard=_kappas(cube, truth, every),
        pairs={(a, b): _pair(cube[a], cube[b], every) for a, b in combinations(judges, 2)},
        disagreements=_disagreements(items, cube, truth),
    )


Sheet = list[tuple[Hashable, ...]]


def _cube(
    item: Sequence[Hashable], judge: Sequence[Hashable], call: Sequence[Hashable]
) -> tuple[dict[Hashable, Sheet], list[Hashable], list[Hashable]]:
    same_length(item=item, judge=judge, call=call)
    items, judges = list(dict.fromkeys(item)), list(dict.fromkeys(judge))
    cells: dict[tuple[Hashable, Hashable], list[Hashable]] = {}
    for i, j, c in zip(item, judge, call, strict=True):
        cells.setdefault((j, i), []).append(c)
    sizes = {len(cells.get((j, i), [])) for j in judges for i in items}
    if len(sizes) != 1 or not items:
        raise StatisticsError("Every judge must call every item equally often; leave incomplete items out.")
    return {j: [tuple(cells[j, i]) for i in items] for j in judges}, items, judges


def _truth(items: list[Hashable], standard: dict[Hashable, Hashable]) -> list[Hashable]:
    lacking = [i for i in items if i not in standard]
    if lacking:
        raise StatisticsError(f"Item '{lacking[0]}' has no standard; give one for every item.")
    return [standard[i] for i in items]


def _matched(agree: list[bool]) -> Matched:
    n, k = len(agree), sum(agree)
    return Matched(n, k, k / n, clopper_pearson(k, n))


def _against(
    cube: dict[Hashable, Sheet], truth: list[Hashable] | None
) -> tuple[dict[Hashable, Matched], Matched | None]:
    if truth is None:
        return {}, None
    right = {j: [set(row) == {t} for row, t in zip(sheet, truth, strict=True)] for j, sheet in cube.items()}
    return {j: _matched(r) for j, r in right.items()}, _matched([all(r) for r in zip(*right.values(), strict=True)])


def _detect(sheet: Sheet, truth: list[Hashable], wanted: Hashable) -> Detection:
    on: list[Hashable] = []
    off: list[Hashable] = []
    for row, t in zip(sheet, truth, strict=True):
        (on if t == wanted else off).extend(row)
    right = np.mean([set(row) == {t} for row, t in zip(sheet, truth, strict=True)])
    missed = float(np.mean([c != wanted for c in on])) if on else float("nan")
    false = float(np.mean([c == wanted for c in off])) if off else float("nan")
    return Detection(float(right), missed, false)


def _fleiss(rows: Sequence[Sequence[Hashable]], classes: list[Hashable]) -> float | None:
    if len(rows[0]) < 2:
        return None
    found = fleiss_test(ratings(rows, categories=classes))
    return None if isinstance(found, NotEnough) else found.value


def _cohen(a: Sequence[Hashable], b: Sequence[Hashable], classes: list[Hashable]) -> float | None:
    given: Ratings = ratings(list(zip(a, b, strict=True)), categories=classes)
    found = cohen_test(given)
    return None if isinstance(found, NotEnough) else found.value


def _kappas(cube: dict[Hashable, Sheet], truth: list[Hashable] | None, classes: list[Hashable]) -> StandardKappas:
    if truth is None:
        return StandardKappas({}, None, {}, None)
    trials = len(next(iter(cube.values()))[0])
    calls = {j: [c for row in sheet for c in row] for j, sheet in cube.items()}
    repeated = [t for t in truth for _ in range(trials)]
    means = {}
    for j, sheet in cube.items():
        columns = [[(row[i], t) for row, t in zip(sheet, truth, strict=True)] for i in range(trials)]
        means[j] = _mean([_fleiss(pairs, classes) for pairs in columns])
    pooled = [c for said in calls.values() for c in said]
    return StandardKappas(
        cohen={j: _cohen(c, repeated, classes) for j, c in calls.items()},
        cohen_all=_cohen(pooled, repeated * len(calls), classes),
        fleiss=means,
        fleiss_all=_mean(list(means.values())),
    )


def _mean(found: list[float | None]) -> float | None:
    known = [x for x in found if x is not None]
    return float(np.mean(known)) if known and len(known) == len(found) else None


def _pair(a: Sheet, b: Sheet, classes: list[Hashable]) -> Pair:
    first, second = [c for row in a for c in row], [c for row in b for c in row]
    kappa = _cohen(first, second, classes)
    if len(classes) != 2:
        return Pair(kappa, None)
    x, y = (np.array([c == classes[0] for c in calls], dtype=float) for calls in (first, second))
    if x.std() == 0 or y.std() == 0:
        return Pair(kappa, None)
    return Pair(kappa, float(np.corrcoef(x, y)[0, 1]))


def _disagreements(
    items: list[Hashable], cube: dict[Hashable, Sheet], truth: list[Hashable] | None
) -> tuple[Disagreement, ...]:
    found = []
    for i, name in enumerate(items):
        said = {j: sheet[i] for j, sheet in cube.items()}
        right = None if truth is None else truth[i]
        if len({c for row in said.values() for c in row} | ({right} if truth is not None else set())) > 1:
            found.append(Disagreement(name, said, right))
    return tuple(found)
