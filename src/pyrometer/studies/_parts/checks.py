"""Checks of the records themselves: what was read, what is filled, what is too young, what is missing before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask
from pyrometer.model.table import Column, Table
from pyrometer.studies._parts import cut, path, risk, say

Says = Literal["fine", "look", "cannot tell"]
USUAL = 0.85  # of those who are won, are so by the usual time
MUCH = 0.05  # a share from which on something is worth a look
COLUMNS = (
    Column("check", "", "what was looked at"),
    Column("verdict", "", "fine, look, or cannot tell"),
    Column("n", "count", "how many it concerns"),
    Column("of", "count", "out of how many"),
    Column("says", "", "what was found"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it calls for a look, how many of how many, and the sentence."""

    name: str
    verdict: Says
    says: str
    n: int | None = None
    of: int | None = None


def table(checks: Iterable[Check]) -> Table:
    """The checks as a table."""
    return Table(COLUMNS, tuple((c.name, c.verdict, c.n, c.of, c.says) for c in checks))


def reading(ask: Ask) -> list[Check]:
    """Refused rows, repeated records, and records that contradict an earlier one of the same identity."""
    rows = list(ask("reading"))
    read, refused, conflicts = (sum(r[c] or 0 for r in rows) for c in ("n_rows", "n_refused", "n_conflicts"))
    same = sum(r.get("n_repeated") or 0 for r in rows)
    events = sum(r["n_events"] or 0 for r in rows)
    none = {
        "refused": "Every row could be read.",
        "repeated": "No record was found twice.",
        "conflicts": "No record contradicts an earlier one.",
    }
    some = {
        "refused": f"{say.plural(refused, 'row')} of {say.count(read)} could not be read, or not wholly; what was "
        "refused is in no number.",
        "repeated": f"{say.plural(same, 'record was', 'records were')} found more than once and count once.",
        "conflicts": f"{say.plural(conflicts, 'record')} came again with other content; the first one counts.",
    }
    found = (("refused", refused, read), ("repeated", same, events), ("conflicts", conflicts, events))
    checks = []
    for name, n, of in found:
        look = n and (name != "repeated" or n > MUCH * of)
        checks.append(Check(name, "look" if look else "fine", some[name] if n else none[name], n, of))
    twins = sum(r.get("n_row_twins") or 0 for r in rows)
    if twins:
        says = (
            f"{say.plural(twins, 'row is', 'rows are')} like an earlier one in every column (of {say.count(read)}), "
            "and no column tells rows apart: whether they are doubles cannot be told. Each counts."
        )
        checks[1] = Check("repeated", "cannot tell", says, twins, read)
    return [*checks, *_counted(rows, read)]


def _counted(rows: Sequence[Mapping[str, Any]], read: int) -> list[Check]:
    """What sensors counted by themselves, where there is any: rows of others, hours that a clock skips or doubles."""
    others, twice, never = (
        sum(r.get(c) or 0 for r in rows) for c in ("n_of_others", "n_clock_shown_twice", "n_clock_never_shown")
    )
    found: list[Check] = _exported(rows, read)
    if others:
        says = f"{say.plural(others, 'row')} of {say.count(read)} left out as others' business, as the sensor says."
        found.append(Check("left out", "fine", says, others, read))
    hours = say.plural(never or twice, "time lies", "times lie") + " in an hour that the clock "
    if never:
        says = "skips in spring: the sensor's zone is wrong, or somebody made the times up."
        found.append(Check("clock change", "look", hours + says, never, read))
    elif twice:
        found.append(Check("clock change", "fine", hours + "shows twice, read as its first.", twice, read))
    return found


def _exported(rows: Sequence[Mapping[str, Any]], read: int) -> list[Check]:
    """What the newest exports took back, no longer have, or call by another name, where there is any."""
    codes = ("n_superseded", "n_order_unsure", "n_gone", "n_unsaid", "n_alike", "n_cut_off")
    taken, unsure, gone, unsaid, alike, cut = (sum(r.get(c) or 0 for r in rows) for c in codes)
    told = (
        Check(
            "taken back",
            "fine",
            f"{say.plural(taken, 'event was', 'events were')} taken back by a newer export, and known until then.",
            taken,
            read,
        ),
        Check(
            "order unknown",
            "look",
            f"{say.plural(unsure, 'event')} gave way to an export that may be the older one: neither what the two "
            "tell nor the times of their files say which is newer. Write the day of each into its name "
            "(deals-2026-02-23.csv), then: pyrometer read",
            unsure,
            read,
        ),
        Check(
            "names alike",
            "look",
            f"{say.plural(alike, 'prospect has a name', 'prospects have names')} that another has too but for spaces, "
            "case, Unicode form or the zeros of a number (1, 01, 1.0): one deal may count twice. Let every export "
            "write the ids alike.",
            alike,
            read,
        ),
        Check(
            "cut off",
            "look",
            f"The newest export should hold everybody and lacks {say.plural(cut, 'prospect')}: it tells of less than "
            "half of the one before, or has rows that cannot be read. Nobody was taken for deleted; if they were: "
            "pyrometer read --anew",
            cut,
            read,
        ),
        Check(
            "no longer there",
            "look",
            f"{say.plural(gone, 'prospect is', 'prospects are')} no longer in the newest export: deleted, merged, "
            "or left out by its filter. They still count; if each export holds everybody, write whole = true in the "
            "sensor's file.",
            gone,
            read,
        ),
        Check(
            "not told again",
            "look",
            f"The newest export should tell {say.plural(unsaid, 'event')} again and tells such of nobody: was a stage "
            "renamed, or a column emptied? They still count; correct the sensor's file, then: pyrometer read",
            unsaid,
            read,
        ),
    )
    return [check for check in told if check.n]


def missing(ask: Ask) -> list[Check]:
    """Fields mostly empty, and fields filled only after the end is known."""
    rows = [r for r in ask("fill") if r["n_prospects"] and r["field"] != "amount"]  # only orders have one
    empty = [r for r in rows if r["n_filled"] < 0.5 * r["n_prospects"]]
    after = [r for r in rows if r["n_filled"] >= risk.ENOUGH and r["n_filled_after_end"] > 0.5 * r["n_filled"]]
    if not rows:
        return [Check("missing", "cannot tell", "The records say nothing about prospects beyond what happened.")]
    shown = [f"{r['field']} ({say.percent(r['n_filled'] / r['n_prospects'])} filled)" for r in empty]
    says = (
        f"Mostly empty: {say.listed(shown)}." if empty else "Every field is filled for half of the prospects or more."
    )
    checks = [Check("missing", "look" if empty else "fine", says, len(empty), len(rows))]
    if after:
        late = say.listed([r["field"] for r in after])
        says = f"Filled only after the end was known, so they cannot foretell it: {late}."
        checks.append(Check("filled late", "look", says, len(after), len(rows)))
    return checks


def immature(ask: Ask) -> list[Check]:
    """How many entered so lately that most of those who order take longer."""
    facts = ask.process
    if path.unset(facts) is not None:
        return []
    won, found = say.did(facts, facts.won), risk.quantile(risk.risk(ask("risk-table")), USUAL)
    if isinstance(found, NotEnough):
        return [Check("immature", "cannot tell", f"How long those take who {won} is not known. {found}")]
    usual = found.value
    since = (facts.until - timedelta(days=usual)).date()
    entries = [(r["starts_on"], r["n"]) for r in ask("series", of="entered", period="day")]
    young, all_ = sum(n for day, n in entries if day > since), sum(n for _, n in entries)
    if not young:
        says = f"Nobody entered so lately that most of those who {won} took longer ({say.days(usual)} for 85% of them)."
        return [Check("immature", "fine", says, young, all_)]
    says = (
        f"{say.count(young)} of {say.plural(all_, 'prospect')} entered within the last {say.days(usual)}, the time in "
        f"which 85% of those who {won} did so: what share of these do so cannot be told yet. They never count as a no."
    )
    return [Check("immature", "fine", says, young, all_)]


def ending(ask: Ask) -> list[Check]:
    """Whether entries stop before the records do."""
    if path.unset(ask.process) is not None:
        return []
    found = cut.stop(ask)
    if found is not None:
        return [Check("entries stop", "look", found.sentence, round(found.expected))]
    faded = cut.fade(ask)
    return [] if faded is None else [Check("closed only", "look", faded.sentence, faded.lately, round(faded.before))]


def history(ask: Ask) -> list[Check]:
    """Whether closes are missing because the history was cut at the start of the export."""
    facts = ask.process
    if path.unset(facts) is not None:
        return []
    if facts.observed_from is not None:
        says = f"Declared: the records begin on {say.day(facts.observed_from)}; who entered before is a late entry."
        return [Check("cut history", "fine", says)]
    if risk.of_one_date(facts):
        return [Check("cut history", "cannot tell", "All records bear one date: what came before is not told.")]
    closed = sum(n for of in ("won", "lost") for n in ask("series", of=of, period="month")["n"])
    if closed < risk.ENOUGH:
        says = f"Fewer than {risk.ENOUGH} were won or lost: whether earlier ones are missing cannot be told."
        return [Check("cut history", "cannot tell", says, closed)]
    found = cut.cut(ask)
    if found is None:
        return [Check("cut history", "fine", "Wins and losses begin when they should, given how fast they come.")]
    says = f"{found.sentence} Declare it: observed_from = {found.first_close.isoformat()} under [process]."
    return [Check("cut history", "look", says, found.n_before)]
