"""What the guessed sensors will yield: every action with its side, grade, counts and dates, along the path."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pyrometer.errors import SensorError
from pyrometer.model.event import FIELD_CHANGE, LIFE_OF_A_RECORD, SIDES
from pyrometer.sensors import Rows
from pyrometer.sensors._batch import EVENTS
from pyrometer.sensors._columns import text
from pyrometer.sensors._config import parse
from pyrometer.sensors._guess import beginning
from pyrometer.sensors._guess.firsts import firsts
from pyrometer.sensors._guess.part import Part, own_names, written
from pyrometer.sensors._guess.path import Path as Way
from pyrometer.sensors._guess.path import path
from pyrometer.sensors._guess.records import ActionFact, Answers, Guess
from pyrometer.sensors._guess.wide import DECLINED, ENTERED, ORDERED
from pyrometer.sensors._mapping import mapped
from pyrometer.sensors._read import completed, events, others_of
from pyrometer.sensors._rule import Source, used


def facts(parts: Sequence[Part], way: Way | None, folder: Path | None) -> Guess:
    """A guess with everything that the events tell; names, zone and texts are filled in by the caller."""
    made = pa.concat_tables([_events(part, folder) for part in parts])
    if not made.num_rows:
        reasons = ", ".join(str(part.loaded.path) for part in parts)
        raise SensorError(f"{reasons}: no row gives an event; its times are empty or cannot be read.")
    actions = {fact.action: fact for fact in _actions(made)}
    milestones, won, lost = _ways(parts, way, actions)
    start = milestones[0] if way is not None and milestones else ""
    enters_with = beginning.acts(made, start, actions)
    if enters_with:
        milestones = [ENTERED, *milestones[1:]]
    if len(set(milestones)) < 2:
        raise SensorError(_no_way(parts, milestones))
    life = [name for name in actions if name in (FIELD_CHANGE, *LIFE_OF_A_RECORD)]
    order = [*milestones, *(way.order if way else ()), *actions]
    ends = [*won, *lost]
    inner = [name for name in dict.fromkeys(order) if name not in (*ends, *life)]
    names = [name for name in dict.fromkeys([*inner, *ends, *life]) if name in actions]
    return Guess(
        name="",
        template="",
        sensors={},
        actions=tuple(actions[name] for name in names),
        milestones=tuple(milestones),
        won=tuple(won),
        lost=tuple(lost),
        zone="UTC",
        currency=None,
        grade=min((actions[name].grade for name in milestones if name in actions), default=0),
        enters_with=enters_with,
        evidence=(beginning.why(start),) if enters_with else (),
        taken_up=tuple(name for name in (way.taken_up if way else ()) if name not in (*life, ENTERED)),
        taken_back=tuple(name for name in (way.taken_back if way else ()) if name not in (*life, ENTERED)),
        segments=tuple(dict.fromkeys(name for part in parts for name in own_names(part.segments))),
    )


def _ways(
    parts: Sequence[Part], way: Way | None, actions: Mapping[str, ActionFact]
) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """(milestones, won, lost): a log's own path, else the pages in order, else entered and ordered."""
    if way is not None:
        came = [ENTERED] if ENTERED in actions and ENTERED not in way.order else []
        return [*came, *way.milestones], way.won, way.lost
    pages = [_action_of(part) for part in parts if part.shape == "page"]
    begun = [name for name in (ENTERED, *(s for part in parts for s in part.steps)) if name in actions]
    if pages:
        return [*begun, *pages], pages[-1:], []
    there = {*actions, *(action for part in parts for action in part.expects)}
    won, lost = ([action] if action in there else [] for action in (ORDERED, DECLINED))
    return [*begun, *won], won or begun[-1:], lost  # where nothing is a sale, the last step ends the path


def _no_way(parts: Sequence[Part], milestones: Sequence[str]) -> str:
    files = ", ".join(str(part.loaded.path) for part in parts)
    if list(milestones) == [ORDERED]:
        return (
            f"{files}: this tells when prospects were won, not when they came. Add the file that does "
            "(pyrometer start leads.csv won.csv), or name its column with --time."
        )
    return f"{files}: only '{''.join(milestones[:1])}' happens here; a path needs a beginning and an end."


def _action_of(part: Part) -> str:
    return next(str(line.value) for line in part.draft.blocks[0].lines if line.key == "action")


def _events(part: Part, folder: Path | None) -> Any:
    """The events of the rows judged, by the very file that was written."""
    config = parse(part.draft.text(), Path(f"{part.draft.name}.toml"))
    _refuse_formulas(part, used(config))
    rows = Rows(part.loaded.table.drop_columns(list(part.loaded.added)), 1, numbers=part.loaded.numbers)
    rows = completed(rows, config, others_of(config, folder or Path()))
    source = Source(config, config.fields, part.loaded.path.name)
    return mapped(source, rows.table, rows.numbers).events


def _refuse_formulas(part: Part, columns: Sequence[str]) -> None:
    """Raise SensorError when a column that is used holds formulas instead of what they give."""
    for name in columns:
        column = part.loaded.columns.get(name)
        if column is None or column.is_typed:
            continue
        cells = text(part.loaded.table.column(name))
        found = cells.filter(pc.fill_null(pc.match_substring_regex(cells, r"^=.*[(!|+*/]"), fill_value=False))
        if len(found):
            raise SensorError(
                f"{part.loaded.path}: column '{name}' holds formulas, not values ('{found[0].as_py()[:40]}'). "
                "Export the values."
            )


def _actions(made: Any) -> list[ActionFact]:
    """One fact an action; where an action has several sides or grades, the most frequent one."""
    counts = made.group_by(["action", "side", "grade"]).aggregate([("prospect", "count")]).to_pylist()
    most = {r["action"]: r for r in sorted(counts, key=lambda r: (r["prospect_count"], -r["side"], -r["grade"]))}
    spans = made.group_by("action").aggregate(
        [("prospect", "count"), ("prospect", "count_distinct"), ("happened_at", "min"), ("happened_at", "max")]
    )
    found = [
        ActionFact(
            action=row["action"],
            side=SIDES[most[row["action"]]["side"]],
            grade=most[row["action"]]["grade"],
            n_events=row["prospect_count"],
            n_prospects=row["prospect_count_distinct"],
            first_at=row["happened_at_min"],
            last_at=row["happened_at_max"],
        )
        for row in spans.to_pylist()
    ]
    return sorted(found, key=lambda fact: (-fact.n_prospects, fact.action))


def journal(file: Path, answers: Answers, folder: Path | None) -> Guess:
    """The guess of a journal, which says all itself; raises SensorError when none of its lines is an event."""
    zone = answers.zone or "UTC"
    toml = f'sensor = "journal"\npath = "{written(file, folder)}"\nzone = "{zone}"\n'
    config = parse(toml, Path("journal.toml"))
    batches = [batch.events for batch in events(config, folder or Path())]
    made = pa.concat_tables(batches) if batches else EVENTS.empty_table()
    if not made.num_rows:
        raise SensorError(f"{file}: no line is an event. Write lines like: 2026-10-05 customer:olga replied")
    found = {fact.action: fact for fact in _actions(made)}
    way = path(firsts(made), answers)
    return Guess(
        name=file.name.removesuffix(".journal"),
        template="event-log",
        sensors={"journal.toml": toml},
        actions=tuple(found[name] for name in way.order),
        milestones=way.milestones,
        won=way.won,
        lost=way.lost,
        zone=zone,
        currency=answers.currency,
        grade=min(found[name].grade for name in way.milestones),
        evidence=tuple(f"{key.capitalize()}: {why}." for key, why in way.why.items()),
    )
