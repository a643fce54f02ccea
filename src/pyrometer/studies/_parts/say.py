"""Words: how numbers, shares, lengths and lists are said in every sentence of every study."""

from collections.abc import Sequence
from datetime import date, datetime

from pyrometer.model.interval import Estimate, Interval
from pyrometer.model.process import ProcessFacts

MONTHS = ("January", "February", "March", "April", "May", "June", "July") + (
    "August",
    "September",
    "October",
    "November",
    "December",
)
# The first words of what somebody did that do not end in -ed; a title that begins otherwise is a thing they reached.
PAST = frozenset(
    (
        "became", "began", "bought", "brought", "came", "chose", "did", "found", "gave", "got", "had", "held", "kept",
        "left", "let", "lost", "made", "met", "paid", "put", "ran", "read", "said", "saw", "sent", "set", "sold",
        "spoke", "stood", "taught", "told", "took", "thought", "tried", "used", "was", "went", "were", "won", "wrote",
    )
)  # fmt: skip
SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count(n: float) -> str:
    """1,291."""
    return f"{round(n):,}"


def plural(n: float, one: str, many: str | None = None) -> str:
    """'1 prospect', '1,291 prospects'."""
    return f"{count(n)} {one if round(n) == 1 else many or one + 's'}"


def small(n: int) -> str:
    """Small whole numbers as words: 'two', 'twelve', then '13'."""
    return SMALL[n] if 0 <= n < len(SMALL) else count(n)


def first_up(text: str) -> str:
    """The sentence with a capital at its start."""
    return text[:1].upper() + text[1:]


def first_down(text: str) -> str:
    """With a small first letter."""
    return text[:1].lower() + text[1:]


def percent(share: float, *, places: int | None = None) -> str:
    """52%, 5.2%, .52%: as many decimals as a small share needs; 0% and 100% only when exact."""
    if 0 < share < 0.00005:
        return "under 0.01%"
    if 0.99995 < share < 1:
        return "over 99.99%"
    if share in (0, 1):
        return f"{100 * share:.0f}%"
    shown = f"{100 * share:.{_places(share) if places is None else places}f}"
    return f"{shown.removesuffix('0') if places is None and shown[-3:-2] == '.' else shown}%"


def _places(share: float) -> int:
    edge = min(abs(share), abs(1 - share)) if 0 <= share <= 1 else abs(share)
    if edge == 0 or edge >= 0.095:
        return 0
    return 1 if edge >= 0.0095 else 2


def between(low: float, high: float) -> str:
    """A range of shares: '51% to 53%', with decimals where the ends would read alike."""
    places = apart(low, high)
    return f"{percent(low, places=places)} to {percent(high, places=places)}"


def apart(low: float, high: float) -> int:
    """As many decimals as the ends of a range need to read apart."""
    return 0 if high - low >= 0.02 else 1 if high - low >= 0.002 else 2


def doubt(interval: Interval) -> str:
    """The interval of a share in words: '95% range 51% to 53%'."""
    return f"{percent(interval.level, places=0)} range {between(interval.low, interval.high)}"


def share(estimate: Estimate) -> str:
    """An estimated share with its doubt: '52% (95% range 51% to 53%)'."""
    places = apart(estimate.interval.low, estimate.interval.high)
    return f"{percent(estimate.value, places=places)} ({doubt(estimate.interval)})"


def days(length: float | None) -> str:
    """A length said in the unit that fits: '40 minutes', '7.5 hours', '1 day', '138 days'; None is 'not reached'.

    A length of 0 is that of two acts of one day, or of one instant: 'less than a day'.
    """
    if length is None:
        return "not reached"
    if not length:
        return "less than a day"
    if length and length < 1 / 24:
        return plural(max(1, length * 1440), "minute")
    if length and length < 1:
        return "1 hour" if short(length * 24) == "1" else f"{short(length * 24)} hours"
    return "1 day" if short(length) == "1" else f"{short(length)} days"


def within(length: float) -> str:
    """'within 138 days'; of a length of 0, which is that of two acts of one day, 'on the same day'."""
    return f"within {days(length)}" if length else "on the same day"


def short(value: float) -> str:
    """9.5, 23: one decimal below ten, none above."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if value < 10 else count(value)


def day(moment: date | datetime | None) -> str:
    """5 December 2017."""
    return "never" if moment is None else f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def listed(words: Sequence[str], *, most: int = 5, last: str = "and") -> str:
    """'a, b and c'; beyond `most` words the rest is counted."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {count(len(words) - most)} more"
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def title(facts: ProcessFacts, milestone: str) -> str:
    """How people name the milestone: its title in the plant, else its name without hyphens; 'reached' is for `did`."""
    said = _titled(facts, milestone)
    return said.removeprefix("reached ") or said


def _titled(facts: ProcessFacts, milestone: str) -> str:
    return facts.titles.get(milestone) or milestone.replace("-", " ").replace("_", " ")


def did(facts: ProcessFacts, milestone: str) -> str:
    """What those did who met the milestone, to follow 'who': 'replied', 'were sent an offer', 'reached "home page"'."""
    said = _titled(facts, milestone)
    first, _, rest = said.partition(" ")
    if first == "was":
        return f"were {rest}"
    return said if first.rstrip(",").endswith("ed") or first.rstrip(",") in PAST else f"reached '{said}'"


def ever(facts: ProcessFacts, milestone: str) -> str:
    """The same with 'ever': 'ever replied', 'were ever sent an offer'."""
    said = did(facts, milestone)
    return f"were ever {said.removeprefix('were ')}" if said.startswith("were ") else f"ever {said}"


def chance(p: float) -> str:
    """A p-value said plainly: 'p = .26', 'p < .001'."""
    return "p < .001" if p < 0.001 else f"p = {p:.2g}".replace("0.", ".", 1)
