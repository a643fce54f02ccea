"""Path: the milestones after which somebody waits, what each waits for, and how that is said."""

from pyrometer.model.process import ProcessFacts
from pyrometer.studies._parts import say

WHOLE = ""  # the measures' name for the whole journey, from entry to won or lost


def waits(facts: ProcessFacts) -> tuple[str, ...]:
    """The milestones after which a prospect waits for something: all before the one that counts as won."""
    if facts.won in facts.milestones:
        return facts.milestones[: facts.milestones.index(facts.won)]
    return facts.milestones


def awaited(facts: ProcessFacts, milestone: str) -> str:
    """What those who have met `milestone` do next: the next milestone of the path, or the order itself."""
    path = (*waits(facts), facts.won)
    return facts.won if milestone == WHOLE else path[path.index(milestone) + 1]


def entry(facts: ProcessFacts) -> str:
    """The milestone with which a journey begins, in words."""
    return say.title(facts, facts.milestones[0]) if facts.milestones else "entered"


def who(facts: ProcessFacts, milestone: str) -> str:
    """'prospects who replied'; for the whole journey those who met its first milestone."""
    return f"prospects who {entry(facts) if milestone == WHOLE else say.title(facts, milestone)}"
