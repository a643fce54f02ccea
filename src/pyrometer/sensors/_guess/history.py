"""A log of field changes, recognised: which columns say who, when, which field and its new value; the stages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow.compute as pc

from pyrometer.sensors._columns import text
from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.profile import Profile, profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.words import COLUMNS, ending, plain, rank

_WEAK = COLUMNS["changed field"].index("name")  # such a name alone does not make a column one of fields


@dataclass(frozen=True, slots=True)
class Changes:
    """The columns of such a log, the fields that are stages, and the one that tells when it was created."""

    who: str
    time: Profile
    field: str
    value: str
    old: str | None
    stages: tuple[str, ...]
    created: str | None


def is_changes(loaded: Loaded, who: str, answers: Answers) -> bool:
    """Whether each row is the change of one field."""
    return answers.row_is != "prospect" and answers.action is None and columns(loaded, who, answers) is not None


def fields(loaded: Loaded) -> Mapping[str, int]:
    """The fields that a log of changes tells of, and how often; empty where the file is none."""
    found = roles.by_rank([c for c in loaded.columns.values() if c.kind == "text"], "changed field")
    return found.values if found is not None and any(rank(c, "new value") is not None for c in loaded.columns) else {}


def tells_entry(loaded: Loaded, who: str, answers: Answers) -> bool:
    """Whether a log says itself when prospects came: every log does but one of changes that begins later."""
    found = columns(loaded, who, answers)
    return found is None or found.created is not None


def moves(loaded: Loaded, who: str, answers: Answers) -> list[str]:
    """Every value that a stage is moved to; none where the file is no log of changes."""
    found = columns(loaded, who, answers)
    names = found.stages if found is not None else ()
    return [v for n in names if found is not None for v in of_field(loaded, found.field, n, found.value).values]


def coded(loaded: Loaded, who: str | None, answers: Answers) -> tuple[str, str, Sequence[str]] | None:
    """The column of new values, the field that is the stage, and its values; None where the file is no such log."""
    found = columns(loaded, who, answers) if who is not None and is_changes(loaded, who, answers) else None
    if found is None or not found.stages:
        return None
    return found.value, found.stages[0], tuple(of_field(loaded, found.field, found.stages[0], found.value).values)


def columns(loaded: Loaded, who: str, answers: Answers) -> Changes | None:
    """The columns of a log of changes; None where the file is none."""
    besides = [c for c in loaded.columns.values() if c.name != who]
    field = roles.by_rank(
        [c for c in besides if c.kind == "text" and c.values and c.filled_share > 0.9], "changed field"
    )
    if field is None or not _comes_again(loaded, who):
        return None
    others = [c for c in besides if c.name != field.name]
    value, old = (roles.by_rank(others, role) for role in ("new value", "old value"))
    time = roles.by_rank(roles.times(loaded), "time") or next(iter(roles.times(loaded)), None)
    if value is None or time is None or value.name == time.name:
        return None
    stages, created = _stages(loaded, (field, value.name), answers), _created(field)
    if old is None and (rank(field.name, "changed field") or 0) >= _WEAK and not (stages or created):
        return None
    return Changes(who, time, field.name, value.name, None if old is None else old.name, stages, created)


def _comes_again(loaded: Loaded, who: str) -> bool:
    column = loaded.columns.get(who)
    return column is not None and 0 < column.n_values < column.n_filled


def _stages(loaded: Loaded, columns: tuple[Profile, str], answers: Answers) -> tuple[str, ...]:
    """The field that is the stage; with it the one that says won and lost, where the stage does not."""
    field, value = columns
    if answers.stage in field.values:
        return (answers.stage,)  # type: ignore[return-value]
    ranked = sorted((place, name) for name in field.values if (place := rank(name, "stage")) is not None)
    names = [name for _, name in ranked if not roles.is_truth(of_field(loaded, field.name, name, value))]
    telling = [n for n in names if _says_end(of_field(loaded, field.name, n, value))]
    moving = [n for n in names if any(word in plain(n) for word in ("stage", "phase", "etap", "fase"))]
    return tuple(dict.fromkeys([*(moving or names)[:1], *([] if set(moving[:1]) & set(telling) else telling[:1])]))


def of_field(loaded: Loaded, field: str, name: str, value: str) -> Profile:
    """What the values of one field hold."""
    rows = pc.fill_null(pc.equal(text(loaded.table.column(field)), name), fill_value=False)
    return profile(name, loaded.table.column(value).combine_chunks().filter(rows))


def _says_end(values: Profile) -> bool:
    return any(ending(v, "won") or ending(v, "lost") for v in values.values)


def _created(field: Profile) -> str | None:
    """The field whose row says when the record was made."""
    likely = COLUMNS["entered"][: COLUMNS["entered"].index("start date")]
    return next((name for word in likely for name in field.values if plain(name) == word), None)
