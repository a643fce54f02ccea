"""Effect: whether something we do changes what the customer does next - or only goes along with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from pyrometer.errors import BadSetting, UnknownName, near
from pyrometer.model.finding import Caution, Finding, Method, Provenance, Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.effect_judged import Asked, Counted, Judged

QUESTION = "Does what we do change what the customer does next?"
METHODS = (
    Method(
        "Target trials nested in the records, one a moment", "Hernan & Robins 2020, What If, ch. 22; Danaei et al. 2013"
    ),
    Method(
        "Moments without it drawn at like times (no immortal time)", "Suissa 2008; Saarela & Hanley 2015, Biometrics 71"
    ),
    Method("Cross-fitted AIPW, errors by account", "Robins et al. 1994; Chernozhukov et al. 2018, Econometrics J. 21"),
    Method("Overlap: moments that nothing compares with set aside", "Crump et al. 2009, Biometrika 96"),
    Method("Negative controls (placebos)", "Lipsitch et al. 2010, Epidemiology 21"),
    Method("E-value", "VanderWeele & Ding 2017, Annals of Internal Medicine 167"),
    Method("False discovery rate over all activities", "Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57"),
)
HORIZONS = (1.0, 3.0, 7.0, 14.0, 30.0, 60.0, 90.0, 180.0)  # days that people can think in
MOST_OF = 0.8  # of those who go on, do so within the horizon that is taken when none is asked for


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    activity: str = field(default="", metadata={"help": "What we do, like 'demo held'; empty: everything we do."})
    on: str = field(default="", metadata={"help": "The milestone to go on to; empty: the next one, whichever."})
    within_days: float | None = field(
        default=None, metadata={"help": "Days within which they go on; empty: what 4 in 5 of those who do need."}
    )
    by_lot: bool = field(default=False, metadata={"help": "A lot decided for whom it was done."})
    value: float | None = field(default=None, metadata={"help": "What one customer more who goes on is worth."})
    cost: float | None = field(default=None, metadata={"help": "What doing it once costs, in the same money."})


def answer(ask: Ask, settings: Settings) -> Finding:
    """One activity judged, wait by wait as well; or all that could be asked about, judged at once."""
    from pyrometer.studies._parts import effect_judged

    facts = ask.process
    unset = path.refused("effect", QUESTION, facts)
    if unset is not None:
        return unset
    _check(facts, settings)
    asked = effect_judged.Asked(settings.on, settings.within_days or _horizon(ask, settings.on), settings.by_lot)
    known = effect_judged.counted(ask("activities", on=asked.on, within_days=asked.within_days))
    if settings.activity:
        one = effect_judged.judged(ask, _named(ask, known, settings.activity), asked, by_wait=True)
        return _one(facts, one, asked, settings)
    known = [c for c in known if c.n_trials]  # what begins or ends the wait itself is no act within it
    if not known:
        return _nothing(facts)
    found = [effect_judged.judged(ask, c, asked, by_wait=False) for c in known[: effect_judged.MOST]]
    return _several(facts, effect_judged.together(found), asked, len(known))


def _check(facts: ProcessFacts, settings: Settings) -> None:
    if settings.on and settings.on not in facts.milestones[1:]:
        raise UnknownName(f"Nobody waits for '{settings.on}'.{near(settings.on, facts.milestones[1:])}")
    for name, size in (("within_days", settings.within_days), ("value", settings.value), ("cost", settings.cost)):
        if size is not None and size <= 0:
            raise BadSetting(f"{name} = {size:g} must be above 0.")
    if (settings.value is None) != (settings.cost is None):
        raise BadSetting("Give both value and cost, in the same money, or neither.")


def _horizon(ask: Ask, on: str) -> float:
    """The round number of days within which most of those who go on do so, over the waits that are asked about."""
    import numpy as np

    from pyrometer.studies._parts import piles, risk

    waits = path.waits(ask.process)
    if on:
        waits = waits[ask.process.milestones.index(on) - 1 :][:1]
    parts = [risk.risk(ask("risk-table", milestone=m)) for m in waits]
    ages, n = (np.concatenate([getattr(p, name) for p in parts]) for name in ("age", "gone_on"))
    usual = piles.quantile(ages, n, MOST_OF)
    return next((h for h in HORIZONS if usual is None or h >= usual), HORIZONS[-1])


def _named(ask: Ask, known: Sequence["Counted"], wanted: str) -> "Counted":
    """The activity of that name, written as people write it; raises UnknownName with the near one."""
    from pyrometer.studies._parts.effect_judged import Counted

    for one in known:
        if one.action == wanted or _plain(one.action) == _plain(wanted):
            return one
    actions = {row["action"]: row["side"] for row in ask("nodes")}
    match = next((a for a in actions if _plain(a) == _plain(wanted)), None)
    if match is None:
        ours = [a for a, side in actions.items() if side != "customer"]
        hint = near(wanted, ours) or " All that we do: pyrometer effect"
        raise UnknownName(f"Nothing named '{wanted}' is on record.{hint}")
    if actions[match] == "customer":
        raise BadSetting(
            f"'{match}' is what customers do; ask what something of ours does. All of it: pyrometer effect"
        )
    return Counted(match, actions[match])


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("_", " ").replace("-", " ").split())


def _one(facts: ProcessFacts, one: "Judged", asked: "Asked", settings: Settings) -> Finding:
    from pyrometer.studies._parts import effect_tables, effect_words

    waste = _waste(one, settings)
    verdicts: dict[str, Verdict] = {"helps": "yes", "harms": "yes", "associated": "cannot_tell"}
    verdict: Verdict = "no" if waste and waste[0] == "waste" else verdicts.get(one.says, "cannot_tell")
    told = not isinstance(one.whole.found, NotEnough)
    return Finding(
        study="effect",
        question=QUESTION,
        verdict=verdict,
        headline=effect_words.headline(facts, one, asked),
        reading=(*effect_words.reading(one), *waste[1:]),
        figures=(effect_tables.figure(facts, one, asked),) if told else (),
        tables=effect_tables.tables(one),
        cautions=(*_cautions(one), *cautions.word(facts)),
        provenance=Provenance(methods=METHODS),
        next_step=effect_words.next_step(one, _an_arm(one)),
    )


def _waste(one: "Judged", settings: Settings) -> tuple[str, ...]:
    """The verdict on waste and how to say it, where value and cost are given and the number may be called an effect."""
    from pyrometer.statistics import effects

    found = one.whole.found
    if settings.value is None or settings.cost is None or isinstance(found, NotEnough):
        return ()
    pays = f"it would have to bring {say.percent(settings.cost / settings.value)} more customers on to pay"
    if one.says == "associated":
        return ("unproven", f"Whether it is waste is unproven: {pays}, and its effect cannot be told.")
    verdict = effects.waste(found.estimate.interval, value=settings.value, cost=settings.cost)
    match verdict:
        case "waste":
            return (verdict, f"It is waste: {pays}, and even the high end of the range brings less.")
        case "worth it":
            return (verdict, f"It is worth its cost: {pays}, and even the low end of the range brings more.")
    n = effects.size_to_tell(found.untreated, value=settings.value, cost=settings.cost)
    return (verdict, f"Whether it is waste is unproven: {pays}; {say.count(n)} cases with and without would tell.")


def _an_arm(one: "Judged") -> int | None:
    """Cases with and without it that a lot would need to show the difference (8 times in 10), if there is one."""
    from pyrometer.statistics.compare import size_for_shares

    found = one.whole.found
    if isinstance(found, NotEnough) or not 0 < found.treated < 1 or not 0 < found.untreated < 1:
        return None
    gap = abs(found.treated - found.untreated)
    return ceil(size_for_shares(found.untreated, found.treated)) if gap > 0.005 else None


def _several(facts: ProcessFacts, found: Sequence["Judged"], asked: "Asked", n_known: int) -> Finding:
    from pyrometer.studies._parts import effect_tables, effect_words

    sure = [one for one in found if one.says in ("helps", "harms")]
    within = (
        f"Points are customers in 100 who {effect_words.goes_on(facts, asked)} within {say.days(asked.within_days)}."
    )
    lines = [effect_words.headline(facts, one, asked) for one in sorted(sure, key=lambda one: one.whole.n_with)[-4:]]
    judged = sum(1 for one in found if not isinstance(one.whole.found, NotEnough))
    at_once = (
        [f"{say.first_up(say.small(judged))} are judged together: of those said to help or harm at most 5% are wrong."]
        if judged > 1
        else []
    )
    rest = (
        [f"{n_known - len(found)} rarer activities are not listed; name one to judge it."]
        if n_known > len(found)
        else []
    )
    one = max(sure or found, key=lambda one: one.whole.n_with)
    return Finding(
        study="effect",
        question=QUESTION,
        verdict="yes" if sure else "cannot_tell",
        headline=effect_words.listed(found),
        reading=(*lines, within, *at_once, *rest),
        figures=(effect_tables.several(facts, found, asked),),
        tables={"activities": effect_tables.activities(found)},
        cautions=(_hidden(()), *cautions.word(facts)),
        provenance=Provenance(methods=METHODS),
        next_step=f"Look closer: pyrometer effect '{one.counted.action}'",
    )


def _nothing(facts: ProcessFacts) -> Finding:
    why = NotEnough("something that we do while customers wait", "no record of it in any wait")
    return Finding(
        study="effect",
        question=QUESTION,
        verdict="cannot_tell",
        headline=f"There is nothing whose effect could be asked for. {why}",
        cautions=cautions.word(facts),
        provenance=Provenance(methods=METHODS),
        next_step="Read a source that holds our own acts: calls, mails, meetings, offers.",
    )


def _hidden(left_out: Sequence[str]) -> Caution:
    from pyrometer.statistics import effects

    causes = say.listed([*left_out, *effects.SUSPECTS], most=12)
    return Caution("hidden-causes", f"Only a draw by lot would rule out what could not be made alike: {causes}.")


def _cautions(one: "Judged") -> tuple[Caution, ...]:
    c, found = one.counted, list[Caution]()
    told = one.whole.found
    if not isinstance(told, NotEnough) and told.claim != "randomised":
        found.append(_hidden(one.left_out))
    if c.n_tied:
        text = f"{say.plural(c.n_tied, 'time')} it shares its moment with the milestone before or after; left out."
        found.append(Caution("ties", text, c.n_tied))
    young = c.n_first - c.n_trials - c.n_tied
    if young > 0:
        text = f"{say.plural(young, 'time')} it was done too late (or outside the records) to follow to the horizon."
        found.append(Caution("immature", text, young))
    aside = one.n_apart + (0 if isinstance(told, NotEnough) else told.n_set_aside)
    if aside:
        done = one.done_apart + (0 if isinstance(told, NotEnough) else told.done_set_aside)
        text = f"{say.plural(aside, 'moment')} ({say.count(done)} with it) set aside: nothing compares with them."
        found.append(Caution("set-aside", text, aside))
    if c.always_after and c.after:
        text = f"After {say.listed(c.always_after)} it is never left out; those waits tell nothing and are not used."
        found.append(Caution("never-left-out", text, len(c.always_after)))
    return tuple(found)


STUDY = Study(question=QUESTION, audience="process", settings=Settings, answer=answer)
