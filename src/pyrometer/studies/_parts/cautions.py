"""Cautions: what a reader must know before leaning on a number; each has a public code that never changes."""

from pyrometer.model.finding import Caution
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.studies._parts import say

YEARS = 3  # from which on a swing with the year shows itself by coming back


def word(facts: ProcessFacts) -> tuple[Caution, ...]:
    """The caution of a plant whose milestones rest on what sellers typed."""
    if facts.grade > 0:
        return ()
    text = (
        "On the sellers' word: milestones, wins and losses are what sellers typed, without evidence from the customer."
    )
    return (Caution("sellers-word", text),)


def open_cases(n: int) -> tuple[Caution, ...]:
    """The caution that some are still open and were counted as watched so far."""
    if not n:
        return ()
    return (
        Caution("open-cases", f"{say.plural(n, 'case is', 'cases are')} still open, counted as watched so far.", n),
    )


def unseen(n: int) -> tuple[Caution, ...]:
    """The caution that some were no longer watched since a sensor died that could have shown what became of them."""
    if not n:
        return ()
    text = (
        f"{say.plural(n, 'case')} waited when a needed sensor died, and {'counts' if n == 1 else 'count'} as watched "
        "up to then, whatever was seen later; who came while it was dead is left out."
    )
    return (Caution("unseen-cases", text, n),)


def untold(facts: ProcessFacts) -> tuple[Caution, ...]:
    """The caution that of some nobody can tell whether they are open or over."""
    n = facts.n_untold
    if not n:
        return ()
    text = (
        f"Of {say.plural(n, 'prospect')} nobody can tell whether {'it is' if n == 1 else 'they are'} open or over, "
        "since a needed sensor was dead: counted as neither. Ask, or read the missing records."
    )
    return (Caution("untold-cases", text, n),)


def undated(facts: ProcessFacts) -> tuple[Caution, ...]:
    """The caution that some are lost on a day that the records do not tell."""
    n = facts.n_undated
    if not n:
        return ()
    text = (
        f"{say.plural(n, 'prospect is', 'prospects are')} lost on a day that is not told: counted as lost and not as "
        "open, but in no period and in no length of time."
    )
    return (Caution("undated-losses", text, n),)


def taken_back(facts: ProcessFacts) -> tuple[Caution, ...]:
    """The caution that some wins did not last."""
    n = facts.n_taken_back
    if not n:
        return ()
    text = (
        f"{say.plural(n, 'prospect that counts as won was', 'prospects that count as won were')} lost or opened again "
        f"after that: what was won once stays won. To count only wins that last, make {facts.won} a judgment that "
        "says what undoes it (until)."
    )
    return (Caution("taken-back", text, n),)


def no_losses(n_open: int) -> tuple[Caution, ...]:
    """The caution of a plant in which nobody is ever marked lost."""
    text = (
        f"Nobody is ever marked lost: the {say.count(n_open)} still open hold the living and the dead alike. "
        "How many are won by a given day can be told; how many in the end cannot."
    )
    return (Caution("no-losses", text, n_open),)


def seasons(facts: ProcessFacts, n_signals: int) -> tuple[Caution, ...]:
    """The caution that what looks like a change may come back every year, where the records hold too few years."""
    if not n_signals or (facts.until - facts.since).days >= YEARS * 365:
        return ()
    text = f"The records hold less than {say.small(YEARS)} years: a swing with the year cannot be told from a change."
    return (Caution("short-history", text, n_signals),)


def closed_only(ask: Ask) -> tuple[Caution, ...]:
    """The caution that only closed cases seem to have been exported."""
    from pyrometer.studies._parts import cut

    found = cut.fade(ask)
    return () if found is None else (Caution("closed-only", found.sentence, found.lately),)


def left_out(ask: Ask, periods: str) -> tuple[Caution, ...]:
    """Why some periods are left out: closes are missing before, entries stop, or only closed cases were exported."""
    from pyrometer.studies._parts import cut

    missing, stopped = cut.cut(ask), cut.stop(ask)
    found = [] if missing is None else [Caution("cut-history", missing.sentence, missing.n_before)]
    if stopped is not None:
        text = f"{stopped.sentence} Later {periods} are left out."
        found.append(Caution("entries-stop", text, round(stopped.expected)))
    return (*found, *closed_only(ask))


def before_entry(ask: Ask) -> tuple[Caution, ...]:
    """The caution that so many dates lie before the entry that they move how soon."""
    from pyrometer.studies._parts import reversals

    found = [c for c in reversals.check(ask, ask("before-entry")) if c.verdict == "look"]
    return tuple(Caution("out-of-order", c.says.removesuffix(f" {reversals.MEND}"), c.n) for c in found)


def small_numbers(what: str, n: int) -> Caution:
    """The caution that a row rests on few cases."""
    return Caution("small-numbers", f"{what} rests on {say.plural(n, 'case')} only.", n)


def late(facts: ProcessFacts, n: int) -> tuple[Caution, ...]:
    """The caution that some were already under way when the records begin."""
    if not n or facts.observed_from is None:
        return ()
    text = (
        f"{say.plural(n, 'case')} entered before {say.day(facts.observed_from)} and "
        f"{'counts' if n == 1 else 'count'} from then on only (late entry)."
    )
    return (Caution("late-entry", text, n),)
