"""Sample size: how many cases it takes to see a difference, and how long they take to come in."""

from dataclasses import dataclass, field
from math import ceil

from pyrometer.errors import BadSetting
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance, Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask
from pyrometer.model.table import Column, Table
from pyrometer.studies import Study
from pyrometer.studies._parts import path, say

QUESTION = "How many cases would it take to see the difference?"
METHODS = (
    Method("Size of two shares, two-sided, without correction", "Fleiss, Levin & Paik 2003, eq. 4.14"),
    Method("None in n tries: the upper bound that is left", "Clopper & Pearson 1934, Biometrika 26"),
)
LONGEST_WEEKS = 52  # a trial that takes longer than a year outlives the process that it judges
TIMES = (0.5, 1.0, 1.5, 2.0)
SIZES = (
    Column("from_share", "share", "the share that goes on as things are"),
    Column("to_share", "share", "the share that is to be told apart from it"),
    Column("n_an_arm", "count", "cases needed in each of the two arms"),
    Column("n", "count", "cases needed in all"),
    Column("weeks", "", "weeks until so many have entered at the plant's pace; empty where that is not known"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    base: float = field(default=0.0, metadata={"help": "The share that goes on now, 0.2 for 20%; 0: the plant's own."})
    change: float = field(default=0.05, metadata={"help": "The difference to be seen, 0.05 for 5 points; may be < 0."})
    power: float = field(default=0.8, metadata={"help": "The chance of seeing it if it is there."})
    level: float = field(default=0.95, metadata={"help": "1 less the chance of seeing one that is not there."})
    milestone: str = field(default="", metadata={"help": "Those who wait after it; empty: the whole journey."})


@dataclass(frozen=True, slots=True)
class Pace:
    """What the plant tells: the share that goes on, on how many cases, and how many enter a week (None: unknown)."""

    share: float
    n: int
    a_week: float | None
    is_own: bool


def answer(ask: Ask, settings: Settings) -> Finding:
    """Cases needed, and the weeks until they have come in."""
    _check(settings)
    if not settings.base:
        unset = path.refused("sample-size", QUESTION, ask.process)
        if unset is not None:
            return unset
    pace = _pace(ask, settings)
    if isinstance(pace, NotEnough):
        return _refused(pace)
    to = pace.share + settings.change
    if not 0 < to < 1:
        points = f"{100 * settings.change:g} points"
        if pace.is_own:
            needs = f"a share to which {points} can be added (--change -0.05 for less)"
            return _refused(NotEnough(needs, say.percent(pace.share)))
        raise BadSetting(f"From {say.percent(pace.share)} a change of {points} leads to {say.percent(to)}.")
    sizes = _sizes(pace, settings)
    chosen = next(row for row in sizes if abs(row[1] - pace.share - settings.change) < 1e-12)
    return Finding(
        study="sample-size",
        question=QUESTION,
        verdict=_verdict(chosen[4]),
        headline=_headline(pace, chosen, settings),
        reading=_reading(ask, pace, settings),
        figures=(_figure(sizes),),
        tables={"sizes": Table(SIZES, tuple(sizes))},
        cautions=_cautions(pace),
        provenance=Provenance(methods=METHODS),
        next_step="Write down the prediction and the number of cases before the first one, and look only then.",
    )


def _check(settings: Settings) -> None:
    if not 0 <= settings.base < 1:
        raise BadSetting(f"--base {settings.base:g}: a share lies between 0 and 1; write 0.2 for 20%.")
    if settings.change == 0 or not -1 < settings.change < 1:
        raise BadSetting(
            f"--change {settings.change:g}: write 0.05 for 5 points; no number of cases shows a change of 0."
        )
    for name in ("power", "level"):
        if not 0.5 <= getattr(settings, name) < 1:
            raise BadSetting(f"--{name} {getattr(settings, name):g}: give a share of .5 to below 1, like 0.8.")


def _refused(why: NotEnough) -> Finding:
    return Finding(
        study="sample-size",
        question=QUESTION,
        verdict="cannot_tell",
        headline=f"The share to start from cannot be told. {why}",
        provenance=Provenance(methods=METHODS),
        next_step="Say it yourself: pyrometer study sample-size --base 0.2",
    )


def _pace(ask: Ask, settings: Settings) -> Pace | NotEnough:
    """The share and the pace of the plant; with a base given the plant is asked for its pace only, if it has a path."""
    has_path = path.unset(ask.process) is None
    a_week = _a_week(ask, settings.milestone) if has_path else None
    if settings.base:
        return Pace(settings.base, 0, a_week, is_own=False)
    from pyrometer.studies._parts import risk

    counts = risk.risk(ask("risk-table", milestone=settings.milestone))
    found = risk.yield_at(counts, risk.last_age(counts)) if counts.gone_on.sum() else None
    if found is None or isinstance(found, NotEnough):
        return found or NotEnough("somebody who went on", f"none of {counts.n}")
    return Pace(found.gone_on.value, counts.n, a_week, is_own=True)


def _a_week(ask: Ask, milestone: str) -> float | None:
    """How many a week, over the latest 26 whole weeks."""
    rows = [r["n"] for r in ask("series", of=milestone or "entered", period="week") if r["is_whole"]][-26:]
    return sum(rows) / len(rows) if len(rows) >= 4 and sum(rows) else None


Row = tuple[float, float, int, int, float | None]


def _sizes(pace: Pace, settings: Settings) -> list[Row]:
    from pyrometer.statistics import compare

    rows = list[Row]()
    for times in TIMES:
        to = pace.share + times * settings.change
        if 0 < to < 1:
            arm = ceil(compare.size_for_shares(pace.share, to, power=settings.power, level=settings.level) - 1e-9)
            rows.append((pace.share, to, arm, 2 * arm, None if pace.a_week is None else 2 * arm / pace.a_week))
    return rows


def _verdict(weeks: float | None) -> Verdict:
    if weeks is None:
        return "cannot_tell"
    return "yes" if weeks <= LONGEST_WEEKS else "no"


def _headline(pace: Pace, chosen: Row, settings: Settings) -> str:
    both = f"{say.percent(pace.share)} from {say.percent(chosen[1])}"
    many = f"{say.count(chosen[2])} cases an arm, {say.count(chosen[3])} in all"
    start = f"To tell {both} ({10 * settings.power:.3g} times in 10) takes {many}"
    if chosen[4] is None or pace.a_week is None:
        return f"{start}."
    return f"{start}: {say.plural(ceil(chosen[4]), 'week')} at {say.short(pace.a_week)} a week."


def _reading(ask: Ask, pace: Pace, settings: Settings) -> tuple[str, ...]:
    from pyrometer.statistics.intervals import clopper_pearson

    lines = ["Half the difference takes about four times the cases; looking again and again takes more still."]
    if pace.is_own:
        of = path.those(ask.process, settings.milestone or ask.process.milestones[0])
        lines.append(f"The plant's own share: {say.percent(pace.share)} {of} go on ({say.count(pace.n)} cases).")
    none = clopper_pearson(0, 15, level=0.9).high
    lines.append(f"A few tries prove little: none in 15 still leaves room for {say.percent(none)} (one-sided 95%).")
    return tuple(lines)


def _figure(sizes: list[Row]) -> Figure:
    bars = [{"label": f"{say.percent(a)} to {say.percent(b)}", "value": n} for a, b, n, _, _ in sizes]
    alt = f"Cases an arm by the difference to be seen: {', '.join(say.count(n) for _, _, n, _, _ in sizes)}."
    return Figure("bars", "Cases an arm", alt, {"unit": "count", "value_name": "Cases an arm", "bars": bars})


def _cautions(pace: Pace) -> tuple[Caution, ...]:
    found = [
        Caution("one-look", "The sizes hold for one look, at the end; they allow for no peeking and no drop-outs."),
        Caution("immature", "After the last case has entered, its outcome must have had time to come about."),
    ]
    if pace.a_week is None:
        found.append(Caution("no-pace", "How many enter a week is not known, so no duration is given."))
    return tuple(found)


STUDY = Study(question=QUESTION, audience="process", settings=Settings, answer=answer)
