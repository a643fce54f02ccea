"""Charts: what people wrote about each chart - phases, causes, points set aside - read from charts/<measure>.toml."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pyrometer import config
from pyrometer.errors import BadSetting, near
from pyrometer.model.chart_plan import NO_PLAN, Aside, ChartPlan, Held, Kept, KnownCause, Phase

FOLDER = "charts"
# section -> (record, its keys in the file -> the field, those that must be there)
SECTIONS: Mapping[str, tuple[type[Any], tuple[str, ...], tuple[str, ...]]] = {
    "chart": (Kept, ("period", "recorded_on", "by"), ()),
    "baseline": (Held, ("until", "recorded_on", "by"), ("until",)),
    "phase": (Phase, ("starts_on", "cause", "hold_until", "recorded_on", "by"), ("starts_on", "cause")),
    "set_aside": (Aside, ("on", "reason", "recorded_on", "by"), ("on", "reason")),
    "cause": (KnownCause, ("on", "text", "recorded_on", "by"), ("on", "text")),
}
PERIODS = ("day", "week", "month", "quarter")
WORDS = ("cause", "reason", "text", "by")


@dataclass(frozen=True, slots=True)
class Charts(Mapping[str, ChartPlan]):
    """The chart files of a plant by measure; each is read when somebody asks, as known on a day (None: now)."""

    folder: Path
    known_on: date | None = None

    def __getitem__(self, measure: str) -> ChartPlan:
        """What is written about that measure; raises BadSetting for a file that cannot be read.

        Of a chart about which nothing was written by the day it is known on there is no plan: nobody kept it yet.
        """
        path = place(self.folder, measure)
        plan = read(path) if path.is_file() else None
        if plan is not None and self.known_on is not None:
            plan = plan.known_on(self.known_on)
            plan = None if plan == NO_PLAN else plan
        if plan is None:
            raise KeyError(measure)
        return plan

    def __iter__(self) -> Iterator[str]:
        """The measures about which something is written, or was by the day it is known on."""
        names = sorted(p.stem for p in (self.folder / FOLDER).glob("*.toml"))
        return iter([name for name in names if name in self])

    def __len__(self) -> int:
        """How many charts have a file."""
        return sum(1 for _ in self)


def place(folder: Path, measure: str) -> Path:
    """Where the plant in `folder` keeps what is written about a measure."""
    return folder / FOLDER / f"{measure}.toml"


def strays(charts: Mapping[str, ChartPlan], known: tuple[str, ...]) -> None:
    """Raises BadSetting for a chart file that is named after no measure."""
    for name in charts:
        if name not in known:
            raise BadSetting(f"{FOLDER}/{name}.toml is about no measure of this plant.{near(name, known)}")


def read(path: Path) -> ChartPlan:
    """What is written in one file; raises BadSetting with file, place and the near name."""
    try:
        document = config.document(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise BadSetting(f"{path} is not UTF-8 text. Save it as UTF-8.") from error
    for section in document:
        if section not in SECTIONS:
            raise BadSetting(f"{path}: unknown section '{section}'.{near(section, SECTIONS)}")
    return ChartPlan(
        kept=_one("chart", document, path),
        held=_one("baseline", document, path),
        phases=_phases(_entries("phase", document, path), path),
        set_aside=_entries("set_aside", document, path),
        causes=_entries("cause", document, path),
    )


def _one(section: str, document: Mapping[str, Any], path: Path) -> Any:
    """The entry of a section that stands once, or None."""
    given = document.get(section)
    return None if given is None else _entry(section, given, f"{path}: [{section}]")


def _entries(section: str, document: Mapping[str, Any], path: Path) -> tuple[Any, ...]:
    given = document.get(section, [])
    if not isinstance(given, list):
        raise BadSetting(f"{path}: write each {section} as [[{section}]], with two brackets.")
    return tuple(_entry(section, e, f"{path}: [[{section}]] number {i}") for i, e in enumerate(given, 1))


def _phases(found: tuple[Phase, ...], path: Path) -> tuple[Phase, ...]:
    ordered = tuple(sorted(found, key=lambda p: p.starts_on))
    for earlier, later in zip(ordered, ordered[1:], strict=False):
        if earlier.starts_on == later.starts_on:
            raise BadSetting(f"{path}: two phases start on {later.starts_on}. Keep one of them.")
    for phase in ordered:
        if phase.hold_until is not None and phase.hold_until <= phase.starts_on:
            raise BadSetting(f"{path}: the phase from {phase.starts_on} is held until {phase.hold_until}: too early.")
    return ordered


def _entry(section: str, given: Any, where: str) -> Any:
    record, keys, needed = SECTIONS[section]
    if not isinstance(given, dict):
        raise BadSetting(f"{where} must be a table of keys, like {(needed or keys)[0]} = ...")
    for key in given:
        if key not in keys:
            raise BadSetting(f"{where} has no '{key}'.{near(key, keys)}")
    for key in needed:
        if key not in given:
            example = "2026-03-09" if key not in WORDS else '"what happened, in a few words"'
            raise BadSetting(f"{where} has no {key}. Add: {key} = {example}")
    return record(**{key: _value(key, value, where) for key, value in given.items()})


def _value(key: str, value: Any, where: str) -> Any:
    if key == "period":
        if value not in PERIODS:
            raise BadSetting(f"{where}: period = {value!r} is none of {', '.join(PERIODS)}.{near(str(value), PERIODS)}")
        return value
    if key in WORDS:
        if not isinstance(value, str) or (not value.strip() and key != "by"):
            raise BadSetting(f"{where}: {key} must say something, in quotation marks.")
        return " ".join(value.split())
    if isinstance(value, datetime) or not isinstance(value, date):
        raise BadSetting(f"{where}: {key} = {value!r} must be a day without quotation marks, like 2026-03-09.")
    return value
