"""A file of one row a prospect, as a CRM exports it: when they entered, when and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pyrometer.errors import SensorError
from pyrometer.sensors._guess import no_sale, over, roles, when
from pyrometer.sensors._guess.draft import Block, Line
from pyrometer.sensors._guess.ends import Ends, ends
from pyrometer.sensors._guess.firsts import constants
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.part import Part, begin, declare, own_names
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers, Question
from pyrometer.sensors._guess.stages import reasons, stages, still_open
from pyrometer.sensors._guess.steps import called, others, steps
from pyrometer.sensors._guess.styles import currency, is_readable
from pyrometer.sensors._guess.words import Ending, ending, is_customers, plain
from pyrometer.sensors._guess.zones import zone

ENTERED, ORDERED, DECLINED = "entered", "ordered", "declined"
OFTEN_ONE = 0.95  # fewer values than rows: it is no slip that some come again
SELLER_SAYS = "the seller says so"
_COME_BY_THEMSELVES = ("contact", "inquiry", "signup", "registered", "anfrage", "request")


def build(
    loaded: Loaded, who: str, answers: Answers, folder: Path | None, *, only_entry: bool = False
) -> tuple[Part, list[Question]]:
    """The sensor of a wide file; raises SensorError when it holds no times, or prospects in many rows.

    With `only_entry` it tells when they came and nothing more: a log beside it tells the rest.
    """
    _refuse_repeats(loaded, who)
    end, ended, last = (None, None, None) if only_entry else _over(loaded, answers)
    entered = when.entered(loaded, answers, ended or last)
    when.refuse_timeless(loaded, (entered, ended), end)
    on_path = [last.name] if last else [] if only_entry else steps(loaded, (entered, ended), end, answers)
    times = (entered, ended, when.lost(loaded, end, ended), *(loaded.columns[name] for name in on_path))
    used = list({c.name: c for c in times if c is not None}.values())
    place, why, question = zone(loaded, used, answers)
    expects = _expects(loaded, end)
    part = Part("wide", loaded, begin(loaded, folder), who, place, used, has_end=bool(ended or last or expects))
    part.expects, part.has_start, part.evidence = expects, entered is not None, _evidence(end)
    names = _names(part, [who, *(c.name for c in used), *(end.columns if end else ())], answers)
    part.draft.say("zone", place, why)
    _say_prospect(part, who)
    part.draft.say("row_is", "prospect", _rows(loaded, who))
    declare(part, answers)
    _blocks(part, (entered, ended), end, names)
    part.draft.blocks = [_or_after(block, entered) for block in part.draft.blocks]
    _steps(part, on_path, names[0])
    others(part, answers)
    asked = (question, no_sale.one_day(loaded, last, answers))
    return part, [q for q in asked if q is not None]


def _over(loaded: Loaded, answers: Answers) -> tuple[Ends | None, Profile | None, Profile | None]:
    """What tells that it was won or lost, when it ended, and instead of both the last step where nothing is a sale."""
    if no_sale.is_said(answers):
        return None, None, no_sale.last(loaded, answers)
    end = ends(loaded, answers)
    ended = when.ended(loaded, answers, end)
    return over.whole(loaded, end, ended, answers), ended, None


def _evidence(end: Ends | None) -> list[str]:
    """Why these are won and lost, as sentences."""
    said = (("Won", end.won, end.why_won), ("Lost", end.lost, end.why_lost)) if end is not None else ()
    return [f"{what}: {', '.join(where)}, {why}." for what, where, why in said if where and why]


def _names(part: Part, taken: Sequence[str], answers: Answers) -> tuple[str | None, str | None]:
    """The columns of seller and company; those of the amount and of segments are noted in the part."""
    owner = roles.owner(part.loaded, answers, taken)
    part.amount, unclear = _amount(part.loaded, answers, [*taken, owner or ""])
    written = (currency(part.amount) or roles.currency(part.loaded)) if part.amount else None
    part.currency = answers.currency or written
    account = roles.account(part.loaded, [*taken, owner or ""])
    splitting = roles.segments(part.loaded, [*taken, owner or "", account or ""]) if part.has_start else []
    comes_again = part.prospect in part.loaded.columns and not part.loaded.columns[part.prospect].is_unique
    part.segments = constants(part.loaded.table, part.prospect, splitting) if comes_again else splitting
    part.evidence += [unclear] if unclear else []
    return owner, account


def _expects(loaded: Loaded, end: Ends | None) -> tuple[str, ...]:
    """The ends that a person has named but no row says yet; their rules stand ready."""
    if end is None:
        return ()
    return tuple(
        a for a, where in ((ORDERED, end.won), (DECLINED, end.lost)) if where and not when.count(loaded, where)
    )


def _refuse_repeats(loaded: Loaded, who: str) -> None:
    column = loaded.columns.get(who)
    if column is not None and column.n_values < 0.5 * column.n_filled:
        raise SensorError(
            f"{loaded.path}: {who} has {column.n_values:,} values in {column.n_filled:,} rows, but no columns say what "
            "happened at which time. Name them with --action and --time, or another --prospect."
        )


def _rows(loaded: Loaded, who: str) -> str:
    """What a row is, in words."""
    column = loaded.columns.get(who)
    if column is None or column.n_values > OFTEN_ONE * column.n_filled:
        return "each row is one prospect, with its dates side by side"
    return "a prospect may have several rows, like revisions of a quote: it entered with the first"


def _say_prospect(part: Part, who: str) -> None:
    if who == roles.ROW:
        part.draft.say("prospect", who, "each row is taken as one prospect: no column tells them apart")
        return
    column = part.loaded.columns[who]
    part.draft.say("prospect", who, str(column))
    if column.n_values == column.n_filled:
        part.draft.say("id", who, "each is one: what a newer export says of it counts from then on")


def _amount(loaded: Loaded, answers: Answers, taken: Sequence[str]) -> tuple[Profile | None, str]:
    name = roles.amount(loaded, answers, taken)
    column = loaded.columns[name] if name else None
    if column is None or answers.amount is not None or is_readable(column, answers):
        return column, ""
    example = column.marks.example if column.marks else ""
    return None, (
        f"Amount: left out, for '{example}' in {column.name} may be thousands or decimals; "
        "say --decimal-comma or --no-decimal-comma."
    )


def _blocks(
    part: Part, times: tuple[Profile | None, Profile | None], end: Ends | None, names: tuple[str | None, str | None]
) -> None:
    """The events of a row: the stage of an open one, entered, then ordered or declined."""
    entered, ended = times
    columns = part.loaded.columns
    who = [Line(key, n, str(columns[n])) for key, n in zip(("actor", "account"), names, strict=True) if n]
    current = roles.current(part.loaded)
    if end is not None and entered is not None:
        block = still_open(part.loaded, end, stages(part.loaded, end), entered)
        part.draft.blocks += [_where(block, current)] if block is not None else []
    if entered is not None:
        money = [] if ended is not None or end is not None else _money(part)  # as exported, where no end can carry it
        part.draft.blocks.append(_entry(part, (entered, ended), current, [*who, *money]))
    if end is not None:
        _ends(part, ended, end, (current, who))
    elif ended is not None:
        part.draft.blocks.append(_end(ended, {**current}, (ORDERED, ""), [*who, *_money(part)]))
        if (lost := when.lost(part.loaded, end, ended)) is not None and lost is not ended:
            part.draft.blocks.append(_end(lost, {**current}, (DECLINED, ""), who))


def _entry(
    part: Part, times: tuple[Profile, Profile | None], current: Mapping[str, tuple[str, ...]], who: list[Line]
) -> Block:
    """The rule of when they came in."""
    entered, ended = times
    lines = [Line("where", dict(current))] if current else []
    lines += [Line("happened_at", entered.name, when.in_order(part.loaded, entered, ended)), Line("action", ENTERED)]
    came = any(word in plain(entered.name) for word in _COME_BY_THEMSELVES)
    why = "a machine saw it" if came else SELLER_SAYS
    lines += [Line("side", "customer" if came else "seller"), Line("grade", int(came), why)]
    lines += who
    lines += [Line("about", own_names(part.segments), "studies may split by these")] if part.segments else []
    return Block(tuple(lines), "They came into the records.")


def _ends(part: Part, ended: Profile | None, end: Ends, more: tuple[Mapping[str, tuple[str, ...]], list[Line]]) -> None:
    """The rules of won and lost; off where nobody is over yet and no column says when."""
    current, who = more
    lost = when.lost(part.loaded, end, ended)
    stage, reason = stages(part.loaded, end), reasons(part.loaded, end)
    for where, at, what, fields, money in (
        (end.won, ended, (ORDERED, end.why_won), [*stage, *_of(reason, "won")], _money(part)),
        (end.lost, lost, (DECLINED, end.why_lost), [*stage, *_of(reason, "lost")], []),
    ):
        if not where:
            continue
        about = [Line("about", own_names(fields))] if fields else []
        part.draft.blocks.append(_end(at, {**current, **where}, what, [*who, *money, *about]))


def _of(reasons_: Sequence[str], which: Ending) -> list[str]:
    """The reasons of one end: those that name it, and those that name none."""
    return [r for r in reasons_ if ending(r, which) or not (ending(r, "won") or ending(r, "lost"))]


def _money(part: Part) -> list[Line]:
    return [Line("amount", part.amount.name)] if part.amount else []


def _where(block: Block, current: Mapping[str, tuple[str, ...]]) -> Block:
    """The block on the further condition that a record is current."""
    if not current:
        return block
    lines = tuple(replace(n, value={**current, **n.value}) if n.key == "where" else n for n in block.lines)  # type: ignore[dict-item]
    return replace(block, lines=lines)


def _end(ended: Profile | None, where: Mapping[str, tuple[str, ...]], what: tuple[str, str], more: list[Line]) -> Block:
    action, why = what
    lines = [Line("where", {k: list(v) if len(v) > 1 else v[0] for k, v in where.items()}, why)] if where else []
    if ended is None:
        lines.append(Line("happened_at", "closed on", "no column says when it ended: name the one that will"))
    else:
        lines.append(Line("happened_at", ended.name, str(ended)))
    if why:  # a stage says that it ended; without one the time alone does
        lines.append(Line("time_required", value=True, why="a row that ended at no time is refused, not forgotten"))
    lines += [Line("action", action), Line("side", "customer"), Line("grade", 0, SELLER_SAYS), *more]
    remark = {ORDERED: "Won.", DECLINED: "Lost."}[action]
    return Block(tuple(lines), remark if ended else f"{remark} Switch this on once rows say it.", is_off=ended is None)


def _or_after(block: Block, entered: Profile | None) -> Block:
    """The block of the losses with what is known of when, where a row does not tell the day."""
    told = {line.key: line.value for line in block.lines}
    if told.get("action") != DECLINED or block.is_off or entered is None or told["happened_at"] == entered.name:
        return block
    after = Line("after", entered.name, "a loss without a day counts as lost, after this; on which day is not told")
    return replace(block, lines=tuple(after if n.key == "time_required" else n for n in block.lines))


def _steps(part: Part, columns: Sequence[str], owner: str | None) -> None:
    """The rules of the steps that have a date each, and the path that they make."""
    for name in columns:
        action = called(name, [*part.steps, ENTERED, ORDERED, DECLINED])
        lines = [Line("happened_at", name, str(part.loaded.columns[name])), Line("action", action)]
        lines += [Line("side", "customer" if is_customers(action) else "seller"), Line("grade", 0, SELLER_SAYS)]
        lines += [Line("actor", owner)] if owner else []
        part.draft.blocks.append(Block(tuple(lines), "A step on the way: its dates lie between entering and winning."))
        part.steps = (*part.steps, action)
    if len(columns) > 1:
        part.evidence.append(f"Path: {', '.join(columns)}, one column of dates a step, in the order of the dates.")
