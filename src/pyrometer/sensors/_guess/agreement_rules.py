"""The rules of agreements: won who paid once, lost who ended without, left who was a customer before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pyrometer.sensors._guess import roles, wide
from pyrometer.sensors._guess.agreements import Agreement, rows
from pyrometer.sensors._guess.draft import Block, Line, Value
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.part import Part
from pyrometer.sensors._guess.records import Answers, Question
from pyrometer.sensors._guess.styles import of_time
from pyrometer.sensors._guess.wide import DECLINED, ENTERED, ORDERED, SELLER_SAYS

LEFT = "left"  # the customer's act after the win


def build(
    loaded: Loaded, who: str, answers: Answers, folder: Path | None, it: Agreement
) -> tuple[Part, list[Question]]:
    """The sensor of such a file: that of any file of one row a prospect, with the rules of its ends told by dates."""
    part, questions = wide.build(loaded, who, replace(answers, ended=it.won.name), folder)
    _drop(part, it)
    if all(line.key != it.left.name for line in part.draft.sections.get("fields", [])):
        part.draft.sections.setdefault("fields", []).append(Line(it.left.name, *of_time(it.left, answers)))
    if it.left.codes:
        part.draft.sections.setdefault("missing", []).append(Line(it.left.name, list(it.left.codes)))
    more, entered = _more(part), _entered(part)
    off = [block for block in part.draft.blocks if block.is_off]
    kept = [b for b in part.draft.blocks if not b.is_off and _value(b, "action") not in (ORDERED, DECLINED)]
    rules = _of_trials(loaded, it, entered) if it.by_trial else _of_payments(it, entered)
    part.draft.blocks = [*kept, *(_with(block, roles.current(loaded), more) for block in rules), *off]
    part.evidence = [said for said in part.evidence if not said.startswith(("Won:", "Lost:"))]
    part.evidence += [_why(it)]
    return part, questions


def _drop(part: Part, it: Agreement) -> None:
    """Leave out what is told better: the day of leaving as a mere remark; steps that are but the days of a trial."""
    steps = part.steps if it.by_trial else ()
    part.draft.blocks = [
        b
        for b in part.draft.blocks
        if not (b.is_off and _value(b, "happened_at") == it.left.name) and _value(b, "action") not in steps
    ]
    if steps:
        part.steps = ()
        part.evidence = [said for said in part.evidence if not said.startswith("Path:")]


def _value(block: Block, key: str) -> Value | None:
    return next((line.value for line in block.lines if line.key == key), None)


def _more(part: Part) -> list[Line]:
    """What the rule of the win tells besides: seller, company, amount."""
    won = next((b for b in part.draft.blocks if _value(b, "action") == ORDERED), Block(()))
    return [line for line in won.lines if line.key in ("actor", "account", "amount")]


def _entered(part: Part) -> str:
    entry = next((b for b in part.draft.blocks if _value(b, "action") == ENTERED), Block(()))
    return str(_value(entry, "happened_at") or "")


def _why(it: Agreement) -> str:
    paid = f"outlasted the trial ({it.left.name} after {it.won.name})" if it.by_trial else f"has a day in {it.won.name}"
    return f"Won: who {paid}, whatever the records say today; {it.n_left:,} of them have left since and stay won."


def _of_payments(it: Agreement, entered: str) -> list[Block]:
    """The rules where the win has a day of its own."""
    won, left, status = it.won.name, it.left.name, it.status
    over: dict[str, Value] = {status.column: [*status.gone, *status.never]} if status.column else {}
    without: Value = {won: "", **over}
    lost = [Line("where", without, f"ended, and {won} is empty"), Line("happened_at", left, str(it.left))]
    if over and entered:
        lost.append(Line("after", entered, "a loss without a day counts as lost, after this; on which day is not told"))
    why = f"{it.n_left:,} rows have both; a day before it is of an earlier try"
    return [
        _rule([Line("happened_at", won, str(it.won))], ORDERED, "Won: who paid once, also who has left since."),
        _rule(lost, DECLINED, "Lost: ended without ever paying."),
        _rule(
            [Line("dates", {left: [f"on {won}", f"after {won}"]}, why), Line("happened_at", left)],
            LEFT,
            "Left: a customer who paid before; the win stays.",
        ),
    ]


def _of_trials(loaded: Loaded, it: Agreement, entered: str) -> list[Block]:
    """The rules where the win is the end of a trial; those without a trial are won as they enter."""
    trial, left, status = it.won.name, it.left.name, it.status
    stays: Value = {status.column: list(status.stays)}
    gone: Value = {status.column: list(status.gone)}
    grain, why = (" by day", "; on the day of its end they left with the trial") if it.by_day else ("", "")
    later = Line("dates", {left: f"after {trial}{grain}"}, f"{it.n_left:,} rows{why}")
    at_trial, at_end = Line("happened_at", trial, str(it.won)), Line("happened_at", left, str(it.left))
    early: Value = [f"before {trial}{grain}", f"on {trial}{grain}"]
    rules = [
        _rule([Line("where", stays), at_trial], ORDERED, "Won: goes on after the trial."),
        _rule([Line("where", gone), later, at_trial], ORDERED, "Won: outlasted the trial, also who has left since."),
        _rule([Line("where", gone), Line("dates", {left: early}), at_end], DECLINED, "Lost: ended with the trial."),
        _rule([Line("where", gone), later, at_end], LEFT, "Left: a customer who paid before; the win stays."),
    ]
    if rows(loaded, {status.column: status.gone, left: ("",), trial: ("*",)}).any():
        where = {status.column: list(status.gone), left: "", trial: "*"}
        no_day = Line("time_required", value=True, why="whether they outlasted the trial cannot be told: refused")
        rules.append(_rule([Line("where", where), at_end, no_day], DECLINED, "Ended on no day."))
    if status.never:
        after = [Line("after", entered, "a loss without a day counts as lost, after this")] if entered else []
        lines = [Line("where", {status.column: list(status.never)}), at_end, *after]
        rules.append(_rule(lines, DECLINED, "Lost: never paid."))
    return [*rules, *_without_trial(loaded, it, entered)]


def _without_trial(loaded: Loaded, it: Agreement, entered: str) -> list[Block]:
    """The rules of those who paid from the first day on, where there are any."""
    trial, left, status = it.won.name, it.left.name, it.status
    paying = (*status.stays, *status.gone)
    if not entered or not rows(loaded, {status.column: paying, trial: ("",)}).any():
        return []
    rules = [
        _rule(
            [Line("where", {status.column: list(paying), trial: ""}), Line("happened_at", entered)],
            ORDERED,
            "Won at once: no trial.",
        )
    ]
    if rows(loaded, {status.column: status.gone, trial: ("",)}).any():
        where: Value = {status.column: list(status.gone), trial: ""}
        rules.append(_rule([Line("where", where), Line("happened_at", left)], LEFT, "Left, without a trial before."))
    return rules


def _rule(lines: Sequence[Line], action: str, remark: str) -> Block:
    who = (Line("action", action), Line("side", "customer"), Line("grade", 0, SELLER_SAYS))
    return Block((*lines, *who), remark)


def _with(block: Block, current: Mapping[str, tuple[str, ...]], more: Sequence[Line]) -> Block:
    """The block on the condition that a record is current, with what is told besides; amounts are those of wins."""
    told = [line for line in more if line.key != "amount" or _value(block, "action") == ORDERED]
    lines = list(block.lines)
    if current:
        where = _value(block, "where") or {}
        rest = [line for line in lines if line.key != "where"]
        lines = [Line("where", {**current, **where}), *rest]  # type: ignore[dict-item]
    return replace(block, lines=(*lines, *told))
