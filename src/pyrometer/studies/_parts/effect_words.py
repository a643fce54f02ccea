"""Words for an effect: what helps, what harms, what only goes along with it, and why it cannot be told."""

from collections.abc import Sequence

from pyrometer.model.interval import Interval, NotEnough
from pyrometer.model.process import ProcessFacts
from pyrometer.statistics import effects
from pyrometer.studies._parts import say
from pyrometer.studies._parts.effect_judged import Asked, Judged
from pyrometer.studies._parts.lanes import words

RANDOMISED = "It was given by lot, and what was known beforehand bears that out: the difference is its effect."


def activity(one: Judged) -> str:
    """The activity as people say it."""
    return words(one.counted.action)


def goes_on(facts: ProcessFacts, asked: Asked) -> str:
    """What the customer does next: 'go on', or the milestone asked for."""
    return f"go on to '{say.title(facts, asked.on)}'" if asked.on else "go on"


def points(difference: float) -> str:
    """'24 points fewer', '1.3 points more': a difference of shares."""
    size = say.short(round(100 * abs(difference), 1 if abs(difference) < 0.0995 else 0))
    return f"{size} point{'' if size == '1' else 's'} {'more' if difference >= 0 else 'fewer'}"


def span(interval: Interval) -> str:
    """The interval of a difference: '95% range 22 to 26 fewer', '95% range 0.7 fewer to 3.3 more'."""
    low, high = points(interval.low), points(interval.high)
    if interval.low * interval.high >= 0:
        ends = (interval.low, interval.high) if interval.low >= 0 else (interval.high, interval.low)
        first, last = (points(end).split()[0] for end in ends)
        return f"{say.percent(interval.level, places=0)} range {first} to {last} {low.split()[-1]}"
    return f"{say.percent(interval.level, places=0)} range {low.replace(' points', '').replace(' point', '')} to " + (
        high.replace(" points", "").replace(" point", "")
    )


def headline(facts: ProcessFacts, one: Judged, asked: Asked) -> str:
    """The sentence of one activity."""
    found, name = one.whole.found, say.first_up(activity(one))
    if isinstance(found, NotEnough):
        return f"What '{activity(one)}' does to the customer's next action cannot be told. {found}"
    within = f"within {say.days(asked.within_days)} {say.count(100 * found.treated)} in 100 {goes_on(facts, asked)}"
    compared = f"against {say.count(100 * found.untreated)} without it: {points(found.estimate.value)}"
    doubt = f"({span(found.estimate.interval)})"
    match one.says:
        case "helps" | "harms":
            return f"{name} {one.says}: {within}, {compared} {doubt}."
        case "associated":
            return (
                f"{name} goes with {points(found.estimate.value)} who {goes_on(facts, asked)} {doubt}, "
                f"but that cannot be called its effect: {found.reasons[0]}."
            )
    return f"Whether '{activity(one)}' helps or harms cannot be told: {within}, {compared} {doubt}."


def reading(one: Judged) -> tuple[str, ...]:
    """How to read the number: what was compared, what it rests on, what could explain it away."""
    found = one.whole.found
    if isinstance(found, NotEnough):
        return (refusal(one),)
    whole = one.whole
    crude = f"As counted the difference is {points(found.crude)}; like with like it is {points(found.estimate.value)}."
    lines = [
        f"{say.count(whole.n_with)} moments at which it was done for a waiting customer, and "
        f"{say.count(whole.n_without)} like moments at which it was not (yet): after the same milestone, and as long "
        "after the same kind of event.",
        crude,
        f"Made alike in {say.listed(one.adjusted, most=20)}." if one.adjusted else "Made alike in nothing.",
        *_checks(found),
    ]
    return tuple(lines)


def _checks(found: effects.Effect) -> list[str]:
    lines = []
    if found.reasons:
        lines.append(f"Not called an effect: {'; '.join(found.reasons)}.")
    elif found.claim == "randomised":
        lines.append(RANDOMISED)
    else:
        clean = say.listed([f"'{name}' (z = {held.z:.1f})" for name, held in found.placebos.items()])
        lines.append(f"It does not go with what it cannot have caused: {clean}.")
    if effects.read(found) != "not shown" and found.claim != "randomised":
        lines.append(
            "To explain it away, a cause that no field holds would have to raise both the chance of getting it and "
            f"that of going on {found.e_value:.1f} times; {found.e_value_low:.1f} times for the range's near end "
            "(E-value)."
        )
    odds = found.odds_ratio
    if not isinstance(odds, NotEnough):
        lines.append(
            f"Cross-checks: {points(found.standardised)} by the model of the outcome alone; at any time the odds of "
            f"going on are {odds.value:.2f} times those without it (95% range {odds.interval.low:.2f} to "
            f"{odds.interval.high:.2f})."
        )
    return lines


def refusal(one: Judged) -> str:
    """What would be enough, in words."""
    c = one.counted
    if c.n_first == 0:
        return "What is done before a wait or after the path's end leaves no wait without it to compare with."
    if not c.after:
        return (
            "Where a step is never left out, nothing shows what would happen without it: leave it out by lot for some."
        )
    return (
        f"It fell into {say.plural(c.n_first, 'wait')}; {say.count(c.n_trials)} could be followed to the horizon, and "
        f"{say.count(c.n_went_on)} of these went on within it."
    )


def next_step(one: Judged, n_an_arm: int | None) -> str:
    """What to do now."""
    name = activity(one)
    size = "" if n_an_arm is None else f" ({say.count(n_an_arm)} with and {say.count(n_an_arm)} without would show it)"
    match one.says:
        case "helps":
            return f"Before it is done for everybody, leave '{name}' out by lot for some and compare{size}."
        case "harms":
            return f"Stop '{name}' for half of the customers, by lot, and compare{size}; it costs time and customers."
    if isinstance(one.whole.found, NotEnough) and one.counted.always_after:
        return f"Leave '{name}' out by lot for some customers: only that shows what it does."
    if one.says == "associated":
        return f"Give or leave out '{name}' by lot for a while: no record can tell its effect here."
    return f"Do not drop or push '{name}' because of this number; to find out, leave it out by lot{size}."


def listed(found: Sequence[Judged]) -> str:
    """The sentence over several activities."""
    named: dict[effects.Says, list[str]] = {"harms": [], "helps": [], "associated": [], "cannot tell": []}
    for one in found:
        named[one.says].append(f"'{activity(one)}'")
    sure = (("harms", named["harms"]), ("helps", named["helps"]))
    parts = [f"{say.listed(names)} {verb if len(names) == 1 else verb[:-1]}" for verb, names in sure if names]
    alone = [one for one in found if one.says in ("harms", "helps")]
    if len(alone) == 1 and not isinstance(alone[0].whole.found, NotEnough):
        estimate = alone[0].whole.found.estimate
        parts[0] += f" ({points(estimate.value)} go on, {span(estimate.interval)})"
    if not parts and not named["associated"]:
        any_ = "the one activity helps" if len(found) == 1 else f"any of our {say.small(len(found))} activities helps"
        return f"Whether {any_} or harms cannot be told."
    parts = parts or ["none can be said to help or to harm"]
    also, unclear = len(named["associated"]), len(named["cannot tell"])
    if also:
        goes = "goes" if also == 1 else "go"
        parts.append(f"{say.small(also)} {goes} along with a difference that may have other causes")
    if unclear:
        parts.append(f"for {say.small(unclear)} it cannot be told")
    many = "the one activity" if len(found) == 1 else f"our {say.small(len(found))} activities"
    return f"Of {many}, {'; '.join(parts)}."
