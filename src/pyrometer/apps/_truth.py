"""Truth: what was planted in a simulated plant beside what the studies found there."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pyrometer.model.finding import Finding
from pyrometer.model.table import Column, Table

if TYPE_CHECKING:
    from pyrometer.statistics.simulate import Truth

COLUMNS = (
    Column("planted", "", "what was put into the simulated plant"),
    Column("truth", "", "what is so, counted with all that the records hide"),
    Column("found", "", "what the study says"),
    Column("by", "", "the study"),
    Column("agrees", "", "yes, partly or no; 'cannot be told' from records; 'not asked' where the study was not run"),
)
Said = tuple[str, str, str]  # the truth, what was found, whether they agree


def compare(truth: "Truth", findings: Iterable[Finding]) -> Table:
    """What was planted and what was found, side by side; a study that was not asked says so."""
    made = {finding.study: finding for finding in findings}
    rows = []
    for planted, by, say in ROWS:
        said, found, agrees = say(truth, made[by]) if by in made else ("", "", "not asked")
        rows.append((planted, said, found, by, agrees))
    return Table(COLUMNS, tuple(rows))


def _yes(agrees: bool) -> str:  # noqa: FBT001 - one word of a table
    return "yes" if agrees else "no"


def _pct(share: float) -> str:
    return f"{100 * share:.0f}%"


def _first(finding: Finding, table: str, **where: Any) -> dict[str, Any] | None:
    """The first row of a table with those values; None where there is none."""
    rows = finding.tables.get(table, ())
    return next((row for row in rows if all(row[k] == v for k, v in where.items())), None)


def _yield(truth: "Truth", finding: Finding) -> Said:
    whole = _first(finding, "steps", milestone="")
    closed = _first(finding, "misleading", number="won / (won + lost)")
    if whole is None:
        return (_pct(truth.yield_share), finding.headline, "no")
    within = whole["low"] <= truth.yield_share <= whole["high"]
    possible = whole["low"] <= truth.yield_share <= whole["in_the_end_high"]
    wrong = f"; won / (won + lost) would say {_pct(closed['share'])}" if closed else ""
    found = f"{_pct(whole['share_gone_on'])} ({_pct(whole['low'])} to {_pct(whole['high'])}){wrong}"
    return (_pct(truth.yield_share), found, "yes" if within else "partly" if possible else "no")


def _sellers(truth: "Truth", finding: Finding) -> Said:
    special = sum(s.startswith("special") for s in finding.tables["sellers"]["says"]) if finding.tables else 0
    found = f"{special} of {truth.world.n_sellers} special" if finding.tables else finding.headline
    return (f"{truth.world.n_sellers} sellers, no difference", found, _yes(finding.verdict == "routine"))


def _wins(truth: "Truth", finding: Finding) -> Said:
    return _month(finding, "n_won", truth.ordered_in_last_month)


def _losses(truth: "Truth", finding: Finding) -> Said:
    return _month(finding, "n_lost", truth.lost_in_last_month)


def _month(finding: Finding, column: str, share: float) -> Said:
    counts = finding.tables["by_position"][column] if "by_position" in finding.tables else []
    said = f"{_pct(share)} of them in that month"
    if not sum(counts):
        return (said, finding.headline, "no")
    found = counts[2] / sum(counts)
    return (said, _pct(found), _yes(finding.verdict == "signal" and abs(found - share) < 0.05))


def _dead(truth: "Truth", finding: Finding) -> Said:
    told = f"{truth.n_dead:,} of {truth.n_open:,} open"
    beyond = _first(finding, "open", rule="age")
    if beyond is None:
        return (told, finding.headline, "no")
    by_step = sum(finding.tables["by_milestone"]["n_beyond"])
    found = f"{beyond['n_beyond']:,} older than any who ordered; by milestone {by_step:,}"
    share = max(beyond["n_beyond"], by_step) / max(truth.n_dead, 1)
    return (told, found, "no" if not 0 < share <= 1 else "yes" if share > 0.9 else "partly")


def _unmarked(truth: "Truth", finding: Finding) -> Said:
    whole = _first(finding, "steps", milestone="")
    found = "not told apart from the open" if whole is None else f"not told apart from the {whole['n_waiting']:,} open"
    said = f"{truth.n_lost_marked:,} are marked, {truth.n_lost_unmarked:,} more said no"
    return (said, found, "cannot be told")  # a no that nobody wrote down is in no record


def _change(truth: "Truth", finding: Finding) -> Said:
    day = truth.world.changed_on
    said = f"{_pct(truth.world.goes_on[0])} to {_pct(truth.world.changed_to)} of them from {day} on"
    change = next((r for r in finding.tables.get("changes", ()) if str(r["measure"]).lower().startswith("gave")), None)
    if change is None:
        return (said, "no change of level found", "no")
    found = f"a rise around {change['changed_on']} ({change['low_on']} to {change['high_on']})"
    rose = change["after"] > change["before"]
    return (said, found, _yes(rose and _near(change, day)))


def _near(change: Mapping[str, Any], day: date) -> bool:
    """The planted day lies in the range, or within three weeks before it: customers take days to act on a change."""
    return bool(change["low_on"] <= day <= change["high_on"] or 0 <= (change["low_on"] - day).days <= 21)


def _late(truth: "Truth", finding: Finding) -> Said:
    rows = list(finding.tables.get("lateness", ()))
    recorded, late = sum(r["n_recorded"] for r in rows), sum(r["n_late"] for r in rows)
    said = f"{_pct(truth.late_share)} more than a day late"
    if not recorded:
        return (said, "cannot be seen", "no")
    return (said, _pct(late / recorded), _yes(abs(late / recorded - truth.late_share) < 0.01))


def _harm(truth: "Truth", finding: Finding) -> Said:
    from pyrometer.statistics.simulate import HARMFUL

    planted = truth.harm_with - truth.harm_without
    said = f"{HARMFUL}: {100 * planted:.0f} points"
    step = _first(finding, "steps", step=HARMFUL)
    if step is None:
        return (said, "not yet measured", "no")
    found = f"{100 * step['difference']:.0f} points ({100 * step['low']:.0f} to {100 * step['high']:.0f}), associated"
    return (said, found, _yes(step["high"] < 0 and step["low"] - 0.05 <= planted <= step["high"] + 0.05))


def _effect(truth: "Truth", finding: Finding) -> Said:
    from pyrometer.statistics.simulate import HARMFUL

    said = f"{HARMFUL} harms, {100 * (truth.harm_with - truth.harm_without):.0f} points in the end; no other step does"
    rows = list(finding.tables.get("activities", ()))
    harms = [r for r in rows if r["says"] == "harms"]
    if not harms:
        return (said, finding.headline, "no")
    found = ", ".join(
        f"{r['activity']} harms, {100 * r['difference']:.0f} points ({100 * r['low']:.0f} to {100 * r['high']:.0f})"
        for r in harms
    )
    return (said, found, _yes([r["activity"] for r in harms] == [HARMFUL]))


ROWS: tuple[tuple[str, str, Callable[["Truth", Finding], Said]], ...] = (
    ("Of all who reply, so many order in the end", "yield", _yield),
    ("Half of those who say no are never marked lost", "yield", _unmarked),
    ("Most of the open will never order", "work-in-process", _dead),
    ("All sellers are alike", "sellers", _sellers),
    ("Orders are brought forward into the last month of the quarter", "period-end", _wins),
    ("Losses of the last month of a quarter are written down in the next one", "period-end", _losses),
    ("From one day on more of those who replied give time", "stability", _change),
    ("Records are typed in days after the event, with its earlier date", "trust", _late),
    ("One of our steps keeps customers from going on", "flow", _harm),
    ("It is that step that does it, and only that one", "effect", _effect),
)
