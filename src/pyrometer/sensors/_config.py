"""A sensor's TOML file: where records come from and how their rows become events; read and checked."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from pyrometer import registry
from pyrometer.config import document as toml
from pyrometer.config import zone
from pyrometer.errors import BadSetting, near
from pyrometer.model.event import SIDES, Side
from pyrometer.sensors._bounds import Bounds, bounds
from pyrometer.sensors._checked import Cells as Cells
from pyrometer.sensors._checked import cells, table, tables, text, truth
from pyrometer.sensors._lookup import Lookup as Lookup
from pyrometer.sensors._lookup import lookups
from pyrometer.sensors._words import EVENT_WORDS, SENSOR_WORDS

FieldKind = Literal["text", "number", "money", "date", "time"]
RowIs = Literal["prospect", "event"]
Order = Literal["year-first", "day-first", "month-first"]
KINDS: tuple[FieldKind, ...] = ("text", "number", "money", "date", "time")
EVERY = "*"  # in `missing`: holds for every column


@dataclass(frozen=True, slots=True)
class Field:
    """What a column holds and in which style; None where the style is to be proved by the column itself."""

    kind: FieldKind = "text"
    currency: str | None = None
    decimal: str | None = None  # '.' or ','
    dates: Order | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One [[event]]: which rows give an event, and which columns fill it."""

    happened_at: str
    action: str
    side: Side
    grade: int = 0
    where: Mapping[str, Cells] = field(default_factory=dict)
    dates: Bounds = field(default_factory=dict)  # only rows in which these dates lie so to others of the same row
    changed: str = ""  # only rows in which this column differs from the prospect's row before
    time_required: bool = False  # a matching row without a time is refused, even if it gave other events
    after: str = ""  # where happened_at is empty: it happened after the time in this column, on a day that is not told
    known_at: str = ""
    started_at: str = ""  # minutes = happened_at - started_at
    actor: str = ""
    person: str = ""
    account: str = ""
    minutes: str | float = ""
    cost: str | float = ""
    amount: str | float = ""
    currency: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SensorConfig:
    """A whole sensors/NAME.toml; `name` is the source of its events, `where` the file itself, for errors."""

    name: str
    where: Path
    sensor: str
    settings: Any
    path: str = ""
    zone: str = "UTC"
    prospect: str = ""
    row_is: RowIs = "prospect"
    id: str = ""  # the record's own id, unique for ever; empty: the content is the identity
    # Each export holds everybody: whoever is not in the newest was deleted. It changes no event, hence no repr.
    whole: bool = field(default=False, repr=False)
    seq: str | int = ""  # the column that orders equal times, or one number for all rows of the file
    missing: Mapping[str, Cells] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    lookups: tuple[Lookup, ...] = ()
    events: tuple[Rule, ...] = ()


def read_folder(folder: Path) -> tuple[SensorConfig, ...]:
    """All sensors of the plant in `folder`, by name; raises BadSetting when there is none."""
    paths = sorted((folder / "sensors").glob("*.toml"))
    if not paths:
        raise BadSetting(f"{folder / 'sensors'} holds no sensor. Make one with: pyrometer start FILE")
    return tuple(read(path) for path in paths)


def read(path: Path) -> SensorConfig:
    """The sensor written in `path`; raises BadSetting with the way out."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path} cannot be read: {error}.") from error
    return parse(text, path)


def parse(text: str, where: Path) -> SensorConfig:
    """A checked sensor from the text of its file; `where` names it in errors and its stem is the source."""
    document = toml(text, where)
    kinds = registry.names("pyrometer.sensors")
    kind = document.get("sensor")
    if kind not in kinds:
        raise BadSetting(f"{where}: sensor = {kind!r} is no kind of sensor.{near(str(kind), kinds)}")
    plugin = registry.find("pyrometer.sensors", kind)
    own = {f.name: f for f in fields(plugin.settings)}
    for key in document:
        if key not in own and key not in SENSOR_WORDS:
            raise BadSetting(f"{where}: unknown key '{key}'.{near(key, [*own, *SENSOR_WORDS])}")
    given = {key: _own(document[key], own[key].type, f"{where}: {key}") for key in document if key in own}
    return _config(document, where, settings=_settings(plugin.settings, given, where))


def _settings(kind: type[Any], given: Mapping[str, Any], where: Path) -> Any:
    for f in fields(kind):
        if f.default is MISSING and f.default_factory is MISSING and f.name not in given:
            raise BadSetting(f"{where}: {f.name} is missing; this kind of sensor needs it.")
    return kind(**given)


def _own(value: Any, wanted: Any, where: str) -> Any:
    """A sensor's own setting, checked against the annotation of its settings record."""
    annotation = getattr(wanted, "__name__", str(wanted)) if not isinstance(wanted, str) else wanted
    if "tuple" in annotation:
        return cells(value, where)
    kinds = {"str": str, "int": int, "bool": bool}
    allowed = tuple(kinds[name] for name in annotation.replace("|", " ").split() if name in kinds)
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        raise BadSetting(f"{where} = {value!r} must be of type {annotation}.")
    return value


def _config(document: Mapping[str, Any], where: Path, *, settings: Any) -> SensorConfig:
    plain = {k: text(document.get(k, ""), f"{where}: {k}") for k in ("sensor", "path", "prospect", "id")}
    seq = document.get("seq", "")
    row_is = document.get("row_is", "prospect")
    if row_is not in ("prospect", "event"):
        raise BadSetting(f'{where}: row_is = {row_is!r}; a row is a "prospect" or an "event".')
    name_of_zone = text(document.get("zone", "UTC"), f"{where}: zone")
    zone(name_of_zone)
    missing = table(document.get("missing", {}), f"{where}: missing")
    typed = table(document.get("fields", {}), f"{where}: fields")
    return SensorConfig(
        name=where.stem,
        where=where,
        settings=settings,
        zone=name_of_zone,
        row_is=row_is,
        missing={k: cells(v, f"{where}: missing.{k}") for k, v in missing.items()},
        fields={k: _field(v, f"{where}: fields.{k}") for k, v in typed.items()},
        whole=truth(document.get("whole", False), f"{where}: whole"),
        seq=seq if isinstance(seq, int) and not isinstance(seq, bool) else text(seq, f"{where}: seq"),
        lookups=lookups(document, f"{where}: lookup"),
        events=_rules(document, where),
        **plain,
    )


def _rules(document: Mapping[str, Any], where: Path) -> tuple[Rule, ...]:
    rules = tables(document.get("event", []), f"{where}: [[event]]")
    if not rules and document["sensor"] != "journal":
        raise BadSetting(f"{where}: no [[event]] says what happened. Add one with happened_at, action and side.")
    if document["sensor"] != "journal" and not document.get("prospect"):
        raise BadSetting(f'{where}: prospect is missing. Name the column that holds who it is: prospect = "id"')
    return tuple(_rule(v, f"{where}: [[event]] {i}") for i, v in enumerate(rules, 1))


def _rule(value: Mapping[str, Any], where: str) -> Rule:
    for key in value:
        if key not in EVENT_WORDS:
            raise BadSetting(f"{where}: unknown key '{key}'.{near(key, EVENT_WORDS)}")
    for key in ("happened_at", "action", "side"):
        if not value.get(key):
            raise BadSetting(f"{where}: {key} is missing.")
    if value["side"] not in SIDES:
        raise BadSetting(f"{where}: side = {value['side']!r} is no side.{near(str(value['side']), SIDES)}")
    if value.get("grade", 0) not in (0, 1, 2, 3, 4):
        raise BadSetting(f"{where}: grade = {value['grade']!r}; a grade is 0, 1, 2, 3 or 4.")
    return Rule(**{key: _rule_value(key, v, f"{where}: {key}") for key, v in value.items()})


def _rule_value(key: str, value: Any, where: str) -> Any:
    match key:
        case "where":
            return {k: cells(v, f"{where}.{k}") for k, v in table(value, where).items()}
        case "dates":
            return bounds(value, where)
        case "about":
            return _about(value, where)
        case "grade" | "time_required":
            return value
        case "minutes" | "cost" | "amount" if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        case _:
            return text(value, where)


def _about(value: Any, where: str) -> dict[str, str]:
    if isinstance(value, list):  # a list of columns: each under its own name
        return {text(v, where): "{" + v + "}" for v in value}
    return {k: text(v, f"{where}.{k}") for k, v in table(value, where).items()}


def _field(value: Any, where: str) -> Field:
    """A column's kind: 'money EUR decimal-comma', 'date day-first', 'text' ..."""
    words = text(value, where).split()
    if not words or words[0] not in KINDS:
        raise BadSetting(f"{where} = {value!r} begins with no known kind.{near(words[0] if words else '', KINDS)}")
    given: dict[str, Any] = {"kind": words[0]}
    for word in words[1:]:
        key, what = STYLES.get(word, ("currency", word))
        if key == "currency" and not (words[0] == "money" and len(word) == 3 and word.isupper()):
            raise BadSetting(f"{where}: unknown word '{word}'.{near(word, STYLES)}")
        given[key] = what
    return Field(**given)


STYLES: Mapping[str, tuple[str, Any]] = {
    "year-first": ("dates", "year-first"),
    "day-first": ("dates", "day-first"),
    "month-first": ("dates", "month-first"),
    "decimal-comma": ("decimal", ","),
    "decimal-point": ("decimal", "."),
}
