"""Pile words: how many of the open are alive, in a sentence - real, dead, or which of both cannot be told."""

from dataclasses import dataclass

from pyrometer.model.finding import Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.studies._parts import piles, risk, say

MUCH = 0.1  # of the open; from there on the pile is called not real
SOON_DAYS = 30  # within which one of the dead might yet be won


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of age and silence, and the counts that they rest on."""

    age: float
    silence: float | None
    n_ordered: int
    words: str
    won: str  # what those did who are won

    @property
    def doubt(self) -> str:
        """The limit of age and on how many it rests: '138 days, 4,238 who ordered'."""
        return f"{say.days(self.age)}, {say.count(self.n_ordered)} who {self.won}"


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The open ones beside the limits, what was seen beyond, and what may hide before."""

    found: piles.Pile
    counts: risk.Risk
    limits: Limits
    beyond: piles.Beyond
    hidden: piles.Hidden

    @property
    def n_old(self) -> int:
        """How many have waited longer than the limit."""
        return self.found.older(self.limits.age)

    @property
    def verdict(self) -> Verdict:
        """Real where few dead can be among them, not real where many are; else it cannot be told."""
        if self.n_old >= MUCH * self.found.total:
            return "no" if self.beyond.is_dead else "cannot_tell"
        return "yes" if self.hidden.most < MUCH * self.found.total else "cannot_tell"


def headline(seen: Seen) -> str:
    """The finding in one sentence, with the doubt that is left."""
    n_old, total = seen.n_old, seen.found.total
    longest = f"longer than {seen.limits.words} ({seen.limits.doubt})"
    if not n_old:
        return f"None of {say.plural(total, 'open prospect')} has waited {longest}{_hiding(seen) or '.'}"
    start = f"{say.count(n_old)} of {say.plural(total, 'open prospect')} ({say.percent(n_old / total)})"
    says = _bound(seen) if seen.beyond.is_dead else _doubted(seen)
    return f"{start} {'has' if n_old == 1 else 'have'} waited {longest}{_hiding(seen) or says}"


def _hiding(seen: Seen) -> str:
    """Why few old ones do not make the rest alive: so few entered long enough ago that more of them need not show."""
    if seen.verdict != "cannot_tell" or seen.n_old >= MUCH * seen.found.total:
        return ""
    few = "nobody" if not seen.hidden.n_long_ago else f"only {say.count(seen.hidden.n_long_ago)}"
    return f", but {few} entered so long ago: up to {say.count(seen.hidden.most)} of the open may be dead."


def _doubted(seen: Seen) -> str:
    """Why they need not be dead: so few wins were due beyond the limit that none, or these, come by chance."""
    beyond = seen.beyond
    due = f", as the living may too: at the pace of the slower half {say.short(beyond.due)} were due beyond it so far"
    if beyond.won or beyond.needed is None:
        return f"{due}, {say.count(beyond.won)} came."
    needs = f"{say.count(beyond.needed)} days of waiting beyond it, added up over all, in which nobody "
    return f"{due}. {NotEnough(needs + seen.limits.won, say.count(beyond.days))}"


def _bound(seen: Seen) -> str:
    """How likely each of them is to order yet: nobody did in all the days watched beyond the limit."""
    chance = piles.most_likely(seen.counts, seen.limits.age, SOON_DAYS)
    if chance is None:
        return "."
    bound = f"at most {say.percent(chance)}" if chance >= 0.0001 else "less than 0.01%"
    each = "the chance" if seen.n_old == 1 else "for each of them the chance"
    return f"; {each} still to get there within {SOON_DAYS} days is {bound}."


def at_most(seen: Seen) -> str:
    """How many of the open may be dead, at most, and on whom that rests; empty where the verdict says it."""
    if seen.verdict != "yes":
        return ""
    since = f"{say.count(seen.hidden.n_long_ago)} who entered before that limit"
    return (
        f"At most {say.count(seen.hidden.most)} of the open are dead (95%), if later ones die as often as the {since}."
    )
