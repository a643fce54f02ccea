"""Path: the milestones after which somebody waits, what each waits for, and how that is said."""

from pyrometer.model.finding import Finding
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import ProcessFacts
from pyrometer.studies._parts import say

WHOLE = ""  # the measures' name for the whole journey, from entry to won or lost


def unset(facts: ProcessFacts) -> NotEnough | None:
    """Why there is no way to measure yet, or None: a plant needs milestones, one of which counts as won."""
    if len(facts.milestones) > 1 and facts.won in facts.milestones:
        return None
    has = f"milestones {say.listed(facts.milestones)}" if facts.milestones else "none"
    return NotEnough("a path of at least two milestones in pyrometer.toml, the last of which counts as won", has)


def refused(study: str, question: str, facts: ProcessFacts) -> Finding | None:
    """The finding of a plant without a path, or None when there is one."""
    why = unset(facts)
    if why is None:
        return None
    return Finding(
        study=study,
        question=question,
        verdict="cannot_tell",
        headline=f"There is no path to measure yet. {why}",
        next_step="Name the milestones, and which one counts as won, in pyrometer.toml under [process].",
    )


def waits(facts: ProcessFacts) -> tuple[str, ...]:
    """The milestones after which a prospect waits for another: all but the last."""
    return facts.milestones[:-1]


def awaited(facts: ProcessFacts, milestone: str) -> str:
    """What those who have met `milestone` do next: the next milestone of the path; on the whole way, the order."""
    if milestone == WHOLE:
        return facts.won
    return facts.milestones[facts.milestones.index(milestone) + 1]


def entry(facts: ProcessFacts) -> str:
    """What those did with whom a journey begins."""
    return say.did(facts, facts.milestones[0]) if facts.milestones else "entered"


def who(facts: ProcessFacts, milestone: str) -> str:
    """'prospects who replied'; for the whole journey those who met its first milestone."""
    return f"prospects who {entry(facts) if milestone == WHOLE else say.did(facts, milestone)}"


def those(facts: ProcessFacts, milestone: str) -> str:
    """'of those who replied'."""
    return f"of those who {say.did(facts, milestone)}"
