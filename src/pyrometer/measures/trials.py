"""Trials: moments at which something was done for a waiting customer, and like moments at which it was not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from pyrometer.errors import unknown
from pyrometer.measures import Columns, Measure, _moments
from pyrometer.model.table import Column
from pyrometer.process import Process, splits
from pyrometer.process import path as paths
from pyrometer.process.record import CUSTOMER, DAY_US
from pyrometer.process.said import PLACE

SEGMENTS = 3  # the first of the plant's
KEY = ("prospect", "milestone", "place", "draw")


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    activity: str = field(default="", metadata={"help": "What we do; empty: anything."})
    after: tuple[str, ...] = field(default=(), metadata={"help": "The milestones after which they wait; none: all."})
    on: str = field(default="", metadata={"help": "The milestone they go on to; empty: the next one, whichever."})
    within_days: float = field(default=14.0, metadata={"help": "How many days they may take to go on."})


def expression(process: Process, settings: Settings) -> Any:
    """One row per moment: the first time it was done in a wait, and like moments before it was done, if it ever was.

    A like moment lies after the same milestone and as long after an event of the same kind, with nothing between:
    how long is drawn from the moments with it. The clock starts at the moment for both, so nobody is credited with a
    step for having waited long enough to get it, nor blamed for one who acted before it could be done; and all that is
    said of a moment was so before it. At most `_moments.MOST` with it leave, and three times as many without.
    """
    within, code = _moments.horizon(settings.within_days), _code(process, settings.activity)
    waits = _moments.waits(process, settings.on)
    if settings.after:
        waits = waits.filter(waits.milestone.isin([splits.number(process, name) for name in settings.after]))
    pauses = _moments.pauses(process, waits, code)
    done = _done(pauses, within)
    chosen = _chosen(done.union(_left_out(pauses, done, within)), within)
    described = _described(process, chosen.join(waits, ["prospect", "milestone"]), code)
    return described.order_by(*KEY)


def _code(process: Process, activity: str) -> int | None:
    if activity and activity not in process.words.actions:
        raise unknown("action", activity, process.words.actions)
    return process.words.actions.index(activity) if activity else None


def _done(pauses: Any, within: int) -> Any:
    """The pauses that it ended, the first in each wait; where there are too many, an even part."""
    import ibis

    rows = pauses.filter(pauses.is_it)
    in_wait = ibis.window(group_by=[rows.prospect, rows.milestone], order_by=[rows.ends_us, rows.place])
    rows = rows.mutate(nth=ibis.row_number().over(in_wait), age_us=rows.ends_us)
    rows = rows.filter(rows.nth == 0)
    rows = rows.filter(_moments.is_open(rows, rows.age_us) & _moments.is_watched(rows, rows.age_us, within))
    rows = rows.mutate(draw=ibis.literal(-1, type="int64"), mixed=_moments.mixed(rows, 1))
    by_lot = ibis.window(order_by=[rows.mixed, rows.prospect, rows.milestone])
    rows = rows.mutate(nth=ibis.row_number().over(by_lot))
    return rows.filter(rows.nth < _moments.MOST).select(*MOMENT)


def _left_out(pauses: Any, done: Any, within: int) -> Any:
    """Moments in pauses after the same kind of event, as deep into them as it was done, before it was done, if ever."""
    import ibis

    kind = ["milestone", "after"]
    depths = done.mutate(depth_us=done.age_us - done.starts_us)
    in_depth = ibis.window(
        group_by=[depths[k] for k in kind], order_by=[depths.depth_us, depths.prospect, depths.place]
    )
    depths = depths.select(*kind, "depth_us", nth=ibis.row_number().over(in_depth).cast("int64"))
    sized = pauses.join(done.group_by(kind).agg(n_done=done.count()), kind)
    parts = []
    for draw in range(_moments.DRAWS):
        part = sized.mutate(draw=ibis.literal(draw, type="int64"), mixed=_moments.mixed(sized, draw + 2))
        parts.append(part.mutate(nth=(part.mixed * part.n_done) // _moments.SPLIT))
    drawn = ibis.union(*parts).join(depths, [*kind, "nth"])
    drawn = drawn.mutate(age_us=drawn.starts_us + drawn.depth_us)
    free = (drawn.age_us < drawn.ends_us) & (drawn.first_us.isnull() | (drawn.age_us < drawn.first_us))
    open_ = _moments.is_open(drawn, drawn.age_us) & _moments.is_watched(drawn, drawn.age_us, within)
    drawn = drawn.filter(free & open_)
    by_lot = ibis.window(
        group_by=[drawn[k] for k in kind],
        order_by=[_moments.mixed(drawn, 5), drawn.prospect, drawn.place, drawn.draw],
    )
    drawn = drawn.mutate(lot=ibis.row_number().over(by_lot))
    return drawn.filter(drawn.lot < _moments.RATIO * drawn.n_done).select(*MOMENT)


def _chosen(rows: Any, within: int) -> Any:
    """What became of them after the moment."""
    left = (rows.left_us <= rows.age_us + within).fill_null(False)
    return rows.mutate(
        is_done=(rows.draw < 0).ifelse(1, 0),
        went_on=_moments.went_on(rows, rows.age_us, within),
        left_after_us=left.ifelse(rows.left_us - rows.age_us, None),
    ).drop("left_us", "how", "late_us", "seen_us")


def _described(process: Process, rows: Any, code: int | None) -> Any:
    """What was known before the moment: what we and they had done, and how quick they had been before."""
    events = process.events
    events = events.select(
        *("prospect", "seq", "action"),
        ours=events.side != CUSTOMER,
        acted_at=_moments.moment(events.happened_at, process),
    )
    each = events.join(rows.select(*KEY, "wait_at", "age_us"), "prospect")
    each = each.mutate(at_us=_moments.since(each.acted_at, each.wait_at))
    each = each.filter(each.at_us < each.age_us)
    place, theirs, before = each.seq.cast("int64") * PLACE + each.action, ~each.ours, each.at_us < 0
    same = each.ours if code is None else each.ours & (each.action == code)
    told = each.group_by(*KEY).agg(
        ours_us=each.at_us.max(where=each.ours),
        theirs_us=each.at_us.max(where=theirs),
        ours_place=place.max(where=each.ours),
        theirs_place=place.max(where=theirs),
        n_ours=each.count(where=each.ours & ~before),
        n_theirs=each.count(where=theirs & ~before),
        n_same_before=each.count(where=same & before),
        n_ours_before=each.count(where=each.ours & before),
        n_theirs_before=each.count(where=theirs & before),
    )
    joined = rows.left_join(told, KEY).drop(*(f"{name}_right" for name in KEY))
    named = process.events.filter(process.events.account.notnull())
    accounts = named.group_by("prospect").agg(account=named.account.max())
    return _took(process, joined.left_join(accounts, "prospect").drop("prospect_right"))


def _took(process: Process, rows: Any) -> Any:
    """With how long they had taken for the milestone after which they now wait: from the one before it."""
    import ibis

    names = process.facts.milestones
    if len(names) < 2:
        return rows.mutate(took_us=ibis.null("int64"))
    met = process.journeys.select("prospect", *dict.fromkeys(paths.met(name) for name in names))
    joined = rows.left_join(met, "prospect").drop("prospect_right")
    cases = [(joined.milestone == i, joined[paths.met(names[i - 1])]) for i in range(1, len(names))]
    before = _moments.moment(ibis.cases(*cases), process)
    return joined.mutate(took_us=_moments.since(joined.wait_at, before)).drop(*met.columns[1:])


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words, ages as days, accounts and prospects as plain numbers that tell nobody."""
    ages = columns["age_us"]
    fields = [paths.field(name) for name in process.facts.segments[:SEGMENTS]]
    nothing = [None] * len(ages)
    segments = [columns[name] for name in fields] + [nothing] * (SEGMENTS - len(fields))
    return {
        **columns,
        "milestone": splits.milestone(process, columns["milestone"]),
        "cluster": _numbered(columns),
        "quarter_on": [_quarter(at, age) for at, age in zip(columns["wait_at"], ages, strict=True)],
        "age_days": _days(ages),
        "left_after_days": _days(columns["left_after_us"]),
        "since_days": _gaps(ages, columns["starts_us"]),
        "after": [process.words.actions[code] for code in columns["after"]],
        "ours_days": _gaps(ages, columns["ours_us"]),
        "theirs_days": _gaps(ages, columns["theirs_us"]),
        "ours_last": _actions(process, columns["ours_place"]),
        "theirs_last": _actions(process, columns["theirs_place"]),
        "took_days": [None if us is None or us < 0 else us / DAY_US for us in columns["took_us"]],
        **{name: [n or 0 for n in columns[name]] for name in COUNTED},
        **{f"segment_{i}": list(values) for i, values in enumerate(segments, start=1)},
    }


def _numbered(columns: Columns) -> list[int]:
    """A number for each account, or prospect without one, in order of appearance."""
    places: dict[tuple[str, int], int] = {}
    pairs = zip(columns["account"], columns["prospect"], strict=True)
    keys = (("account", a) if a is not None else ("prospect", p) for a, p in pairs)
    return [places.setdefault(key, len(places)) for key in keys]


def _quarter(at: datetime, age_us: int) -> date:
    moment = at + timedelta(microseconds=age_us)
    return date(moment.year, 3 * ((moment.month - 1) // 3) + 1, 1)


def _days(values: Sequence[int | None]) -> list[float | None]:
    return [None if us is None else us / DAY_US for us in values]


def _gaps(ages: Sequence[int], values: Sequence[int | None]) -> list[float | None]:
    return [None if us is None else (age - us) / DAY_US for age, us in zip(ages, values, strict=True)]


def _actions(process: Process, places: Sequence[int | None]) -> list[str | None]:
    return [None if place is None else process.words.actions[place % PLACE] for place in places]


MOMENT = (*KEY, "after", "starts_us", "age_us", "how", "left_us", "late_us", "seen_us")
COUNTED = ("n_ours", "n_theirs", "n_same_before", "n_ours_before", "n_theirs_before")
MEASURE = Measure(
    question="At which moments was it done, at which like moments was it not, and who went on after them?",
    settings=Settings,
    columns=(
        Column("cluster", "", "a number for the account, or the prospect without one: rows that go together"),
        Column("milestone", "", "the milestone after which they wait"),
        Column("is_done", "", "1: it was done at this moment; 0: it had not been done yet"),
        Column("went_on", "", "1: the customer went on within the horizon after the moment; 0: not"),
        Column("left_after_days", "days", "from the moment to going on or stopping; empty: neither within the horizon"),
        Column("age_days", "days", "how long they had waited"),
        Column("quarter_on", "", "first day of the quarter of the moment"),
        Column("after", "", "what had happened last, by whomever"),
        Column("since_days", "days", "since it had happened"),
        Column("ours_days", "days", "since we last did anything; empty: never"),
        Column("ours_last", "", "what we had done last"),
        Column("n_ours", "count", "what we had done in this wait"),
        Column("theirs_days", "days", "since the customer last did anything; empty: never"),
        Column("theirs_last", "", "what the customer had done last"),
        Column("n_theirs", "count", "what the customer had done in this wait"),
        Column("seller", "", "a number for the seller; empty: nobody is named"),
        *(Column(f"segment_{i}", "", f"the value of the plant's segment {i}") for i in range(1, SEGMENTS + 1)),
        Column("n_same_before", "count", "how often it had been done before this wait"),
        Column("n_ours_before", "count", "what we had done before this wait"),
        Column("n_theirs_before", "count", "what the customer had done before this wait"),
        Column("took_days", "days", "how long they had taken for the milestone they wait after; empty: not known"),
    ),
    expression=expression,
    finish=finish,
)
