"""Tables and figures of an effect: the difference wait by wait, every check with its limit, the list to ask from."""

from collections.abc import Sequence
from typing import Any

from pyrometer.model.figure import Figure
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import ProcessFacts
from pyrometer.model.table import Column, Table
from pyrometer.statistics import effects
from pyrometer.studies._parts import effect_words, say
from pyrometer.studies._parts.effect_judged import Asked, Judged, Scope

EFFECT = (
    Column("waits_after", "", "the milestone after which they wait; empty: all waits together"),
    Column("n_with", "count", "moments at which it was done"),
    Column("n_without", "count", "like moments at which it was not (yet)"),
    Column("share_with", "share", "of those with it, who went on within the horizon, as counted"),
    Column("share_without", "share", "of those without it, as counted"),
    Column("counted", "share", "the difference as counted: no effect"),
    Column("difference", "share", "the difference like with like; empty: it cannot be told"),
    Column("low", "share", "lower end of its 95% interval"),
    Column("high", "share", "upper end of it"),
    Column("p", "", "the chance of so large a difference where there is none"),
    Column("claim", "", "what it may be called: counted, associated, adjusted effect or randomised"),
)
CHECKS = (
    Column("check", "", "what is looked at"),
    Column("value", "", "what was found"),
    Column("limit", "", "what is allowed"),
    Column("holds", "", "whether it holds; where one does not, the number is not called an effect"),
)
ACTIVITIES = (
    Column("activity", "", "what we do while customers wait"),
    Column("side", "", "who mostly does it"),
    Column("n_trials", "count", "waits in which it was done and which could be followed to the horizon"),
    Column("n_went_on", "count", "of these, who went on within it"),
    Column("done_in", "share", "of the waits after these milestones, into which it fell"),
    Column("n_without", "count", "like moments without it"),
    Column("difference", "share", "with it less without it, like with like; empty: it cannot be told"),
    Column("low", "share", "lower end of its 95% interval"),
    Column("high", "share", "upper end of it"),
    Column("p", "", "the chance of so large a difference where there is none"),
    Column("p_adjusted", "", "the same among all that were judged at once"),
    Column("says", "", "helps, harms, associated or cannot tell"),
    Column("why", "", "what stands in the way of more"),
)


def tables(one: Judged) -> dict[str, Table]:
    """The difference and the checks; nothing where nothing could be compared."""
    if not one.whole.n_with:
        return {}
    told = isinstance(one.whole.found, NotEnough)
    return {"effect": effect(one)} | ({} if told else {"checks": checks(one)})


def effect(one: Judged) -> Table:
    """All waits together, then wait by wait."""
    return Table(EFFECT, tuple(_scope(scope) for scope in (one.whole, *one.parts)))


def _scope(scope: Scope) -> tuple[Any, ...]:
    crude = [_share(scope.on_with, scope.n_with), _share(scope.on_without, scope.n_without)]
    gap = None if None in crude else (crude[0] or 0.0) - (crude[1] or 0.0)
    head = (scope.milestone, scope.n_with, scope.n_without, *crude, gap)
    if isinstance(scope.found, NotEnough):
        return (*head, None, None, None, None, "counted")
    interval = scope.found.estimate.interval
    return (*head, scope.found.estimate.value, interval.low, interval.high, scope.found.p, scope.found.claim)


def _share(k: int, n: int) -> float | None:
    return k / n if n else None


def checks(one: Judged) -> Table:
    """Every check of 'like with like' and every placebo."""
    found = one.whole.found
    if isinstance(found, NotEnough):
        return Table(CHECKS, ())
    d = found.diagnostics
    tied = one.counted.n_tied / max(one.counted.n_first, 1)
    most = effects.placebo_limit(len(found.placebos))
    worst = d.least_balanced.partition(":")[0]  # the cause, never which seller
    apart = abs(found.estimate.value - found.standardised) / max(found.se, 1e-12)
    rows = [
        ("share of its records whose order against the customer's action is unknown", tied, effects.TIED, False),
        ("share of the sample's worth left after weighting", d.effective_share, effects.EFFECTIVE, True),
        ("share of moments at which it is nearly always or never done", d.extreme_share, effects.EXTREME, False),
        (
            f"greatest imbalance left, in standard deviations: {worst}",
            d.worst_balance,
            effects.BALANCE,
            False,
        ),
        ("standard errors between two estimators", apart, effects.APART, False),
        *((f"placebo: {name}, |z|", abs(held.z), most, False) for name, held in found.placebos.items()),
    ]
    told = [
        (name, float(value), f"at {'least' if at_least else 'most'} {limit:.3g}", bool((value >= limit) == at_least))
        for name, value, limit, at_least in rows
    ]
    return Table(CHECKS, tuple(told))


def activities(found: Sequence[Judged]) -> Table:
    """The list of what could be asked about, with what is found when all are judged at once."""
    return Table(ACTIVITIES, tuple(_activity(one) for one in found))


def _activity(one: Judged) -> tuple[Any, ...]:
    c, made = one.counted, one.whole.found
    head = (c.action, c.side, c.n_trials, c.n_went_on, _share(c.n_waits_with, c.n_waits), one.whole.n_without)
    if isinstance(made, NotEnough):
        return (*head, None, None, None, None, None, one.says, str(made))
    interval = made.estimate.interval
    numbers = (made.estimate.value, interval.low, interval.high, made.p, one.p_adjusted)
    return (*head, *numbers, one.says, "; ".join(made.reasons) or _unclear(one, made))


def _unclear(one: Judged, made: effects.Effect) -> str:
    if one.says != "cannot tell":
        return ""
    return "the range holds both help and harm" if effects.read(made) == "not shown" else "chance, among so many judged"


def figure(facts: ProcessFacts, one: Judged, asked: Asked) -> Figure:
    """As counted, like with like, and wait by wait: differences with their ranges around none."""
    found = one.whole.found
    rows = [] if isinstance(found, NotEnough) else [_counted(one)]
    rows += [_row(scope, _label(facts, scope), one.says if not scope.milestone else "") for scope in _scopes(one)]
    name = effect_words.activity(one)
    alt = effect_words.headline(facts, one, asked)
    return Figure("forest", f"What follows '{name}': {_title(facts, asked)}", alt, _data(rows))


def several(facts: ProcessFacts, found: Sequence[Judged], asked: Asked) -> Figure:
    """Activity by activity: differences with their ranges around none."""
    told = [one for one in found if not isinstance(one.whole.found, NotEnough)]
    rows = [_row(one.whole, f"{effect_words.activity(one)}: {one.says}", one.says) for one in told]
    rows += [_refused(one) for one in found if isinstance(one.whole.found, NotEnough)]
    title = f"What follows what we do: {_title(facts, asked)}"
    return Figure("forest", title, effect_words.listed(found), _data(rows))


def _refused(one: Judged) -> dict[str, Any]:
    c = one.counted
    note = "too few" if c.after else "never left out" if c.always_after else "not done while they wait"
    return {"label": effect_words.activity(one), "value": None, "low": None, "high": None, "note": note}


def _scopes(one: Judged) -> Sequence[Scope]:
    return (one.whole, *(p for p in one.parts if not isinstance(p.found, NotEnough)))


def _label(facts: ProcessFacts, scope: Scope) -> str:
    return f"  after '{say.title(facts, scope.milestone)}'" if scope.milestone else "Like with like"


def _counted(one: Judged) -> dict[str, Any]:
    """The raw difference of the same trials, with nothing made alike."""
    found = one.whole.found
    assert not isinstance(found, NotEnough)
    low, high = _points(found.crude_interval.low), _points(found.crude_interval.high)
    return {"label": "As counted", "value": _points(found.crude), "low": low, "high": high, "n": found.estimate.n}


def _row(scope: Scope, label: str, says: str) -> dict[str, Any]:
    assert not isinstance(scope.found, NotEnough)
    interval = scope.found.estimate.interval
    return {
        "label": label,
        "value": _points(scope.found.estimate.value),
        "low": _points(interval.low),
        "high": _points(interval.high),
        "n": scope.found.estimate.n,
        "outside": {"helps": "high", "harms": "low"}.get(says, ""),
    }


def _points(difference: float) -> float:
    return round(100 * difference, 4)


def _title(facts: ProcessFacts, asked: Asked) -> str:
    return f"points more who {effect_words.goes_on(facts, asked)} within {say.days(asked.within_days)}"


def _data(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "unit": "",
        "value_name": "points more (95%)",
        "reference": 0.0,
        "reference_name": "no difference",
        "better": "up",
        "rows": list(rows),
    }
