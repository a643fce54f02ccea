"""pyrometer.toml: the plant's name, zone and currency, its process, its engine; read and checked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pyrometer.errors import BadSetting, PlantError, PyrometerError, near

FILE = "pyrometer.toml"
FIRST_YEAR, LAST_YEAR = 1971, 2200  # between them records reach to somewhere


@dataclass(frozen=True, slots=True)
class PlantSettings:
    """[plant]: who this is, in which zone its days begin, in which currency its amounts are."""

    name: str = field(metadata={"help": "What the plant is called."})
    zone: str = field(default="UTC", metadata={"help": "The time zone in which its days begin."})
    currency: str | None = field(default=None, metadata={"help": "The currency of its amounts."})
    until: datetime | date | None = field(
        default=None, metadata={"help": "The records reach to here; left away, to the newest event."}
    )


@dataclass(frozen=True, slots=True)
class ProcessSettings:
    """[process]: the path of milestones, what counts as won and lost, and which evidence moves a milestone."""

    milestones: tuple[str, ...] = field(default=(), metadata={"help": "The path: names of definitions, in order."})
    won: str = field(default="", metadata={"help": "The definition of those who are won."})
    lost: str | None = field(default=None, metadata={"help": "The definition of those who are lost."})
    grade: int = field(default=2, metadata={"help": "Evidence of this grade or better moves a milestone."})
    start: str | None = field(
        default=None, metadata={"help": "The milestone at which a journey begins; left away, the first of the path."}
    )
    observed_from: date | None = field(
        default=None, metadata={"help": "History before this day was cut off: who entered before is a late entry."}
    )
    segments: tuple[str, ...] = field(
        default=(), metadata={"help": "Fields of the prospect, as of entry, by which studies may split."}
    )
    robots: tuple[str, ...] = field(
        default=(), metadata={"help": "Actors that are no persons, as the source names them: nobody's seller."}
    )


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """[engine]: where measures run and how much of the machine they may use."""

    kind: str = field(default="duckdb", metadata={"help": "Which engine."})
    memory: str | None = field(default=None, metadata={"help": "'4GB'; left away, at most 6 GiB."})
    threads: int | None = field(default=None, metadata={"help": "Cores it may use; left away, all."})
    url: str | None = field(default=None, metadata={"help": "A database file to work in; left away, memory."})


@dataclass(frozen=True, slots=True)
class PlantConfig:
    """A whole pyrometer.toml."""

    plant: PlantSettings
    process: ProcessSettings = field(default_factory=ProcessSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)


SECTIONS: Mapping[str, type[Any]] = {"plant": PlantSettings, "process": ProcessSettings, "engine": EngineSettings}


def place(path: str | Path) -> Path:
    """The path with ~ written out; raises PlantError where nobody of that name has a home on this machine."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise PlantError(f"{path}: nobody of that name has a home on this machine. Write the whole path.") from error


def read(folder: Path) -> PlantConfig:
    """The configuration of the plant in `folder`; raises PlantError or BadSetting with the way out."""
    path = folder / FILE
    if not path.is_file():
        raise PlantError(f"{folder} is not a plant: it has no {FILE}. Make one with: pyrometer start FILE")
    try:
        return parse(document(path.read_text(encoding="utf-8"), path), path)
    except UnicodeDecodeError as error:
        raise BadSetting(f"{path} is not UTF-8 text. Save it as UTF-8.") from error


BYTE_ORDER_MARK = "\ufeff"  # what Windows' editors write before a text


def document(text: str, where: Path | str, wrong: type[PyrometerError] = BadSetting) -> dict[str, Any]:
    """The TOML document in a text; `where` is the file named in the error `wrong` that is raised where it is none."""
    try:
        return tomllib.loads(text.removeprefix(BYTE_ORDER_MARK))
    except tomllib.TOMLDecodeError as error:
        raise wrong(f"{where} is not valid TOML: {error}.") from error
    except RecursionError as error:
        raise wrong(f"{where} is not valid TOML: brackets within brackets without end.") from error
    except ValueError as error:
        raise wrong(f"{where} is not valid TOML: a number of thousands of digits.") from error


def parse(document: Mapping[str, Any], path: Path) -> PlantConfig:
    """A checked configuration from a parsed TOML document; `path` is named in errors."""
    for section in document:
        if section not in SECTIONS:
            raise BadSetting(f"{path}: unknown section [{section}].{near(section, SECTIONS)}")
    if "name" not in document.get("plant", {}):
        raise BadSetting(f'{path}: [plant] has no name. Add: name = "my plant"')
    parts = {name: _section(kind, document.get(name, {}), path, name) for name, kind in SECTIONS.items()}
    config = PlantConfig(**parts)
    zone(config.plant.zone)
    if not 0 <= config.process.grade <= 4:
        raise BadSetting(f"{path}: grade = {config.process.grade}; a grade is 0, 1, 2, 3 or 4.")
    if config.plant.until is not None and not FIRST_YEAR <= config.plant.until.year <= LAST_YEAR:
        raise BadSetting(f"{path}: until = {config.plant.until}; give a day from {FIRST_YEAR} to {LAST_YEAR}.")
    _check_path(config.process, path)
    return config


def _check_path(process: ProcessSettings, path: Path) -> None:
    """Raise BadSetting for a path that goes over the same milestone twice, or is won by losing."""
    twice = [name for i, name in enumerate(process.milestones) if name in process.milestones[:i]]
    if twice:
        raise BadSetting(f"{path}: '{twice[0]}' stands twice in milestones. Leave one away.")
    if process.lost and process.lost in (process.won, *process.milestones):
        raise BadSetting(
            f"{path}: lost = '{process.lost}' is on the way to won. Name the definition of those who stop."
        )


def zone(name: str) -> ZoneInfo:
    """The time zone of that name; raises BadSetting with an example."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSetting(f"No time zone named '{name}'.{_near_zone(name)}") from error


def _near_zone(name: str) -> str:
    """The zone that was probably meant: that of the city, or one spelled alike; else how zones are written."""
    known = sorted(zone for zone in available_timezones() if "/" in zone)  # PST may be any of several places
    city = name.strip().replace(" ", "_").rpartition("/")[2].casefold()
    meant = [zone for zone in known if city and zone.rpartition("/")[2].casefold() == city]
    close = f" Did you mean '{meant[0]}'?" if meant else near(name, known)
    return close if close.startswith(" Did") else " Write it like Europe/Berlin or America/New_York."


def _section(kind: type[Any], values: Mapping[str, Any], path: Path, section: str) -> Any:
    known = get_type_hints(kind)
    given: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise BadSetting(f"{path}: [{section}] has no '{key}'.{near(key, known)}")
        given[key] = _checked(value, known[key], f"{path}: [{section}] {key}")
    return kind(**given)


def _checked(value: Any, wanted: Any, where: str) -> Any:
    if get_origin(wanted) is tuple:
        if not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise BadSetting(f'{where} must be a list of names, like ["replied", "ordered"].')
        return tuple(value)
    kinds = tuple(k for k in get_args(wanted) or (wanted,) if k is not NoneType)
    if isinstance(value, bool) or not isinstance(value, kinds):
        words = " or a ".join(KINDS[k] for k in kinds)
        raise BadSetting(f"{where} = {value!r} must be a {words}.")
    return value


KINDS: Mapping[type, str] = {str: "text in quotation marks", int: "whole number", datetime: "time", date: "day"}
