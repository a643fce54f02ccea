"""Opening a plant: its settings, sensors, definitions and ledger, and every question that can be put to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyrometer import config, registry
from pyrometer.errors import BadSetting, UnknownName, short
from pyrometer.model.definition import Definition, Problem
from pyrometer.model.finding import Finding
from pyrometer.model.process import ProcessFacts
from pyrometer.model.settings import checked
from pyrometer.model.table import Table
from pyrometer.plant import _charts, _complete, _export, _judgements, _sources
from pyrometer.plant._ask import Asked, Query
from pyrometer.plant._opened import Known, Progress

if TYPE_CHECKING:
    from pyrometer.ledger.reading import Reading
    from pyrometer.ledger.store import Ledger
    from pyrometer.ledger.tidy import Tidied
    from pyrometer.sensors._config import SensorConfig

STUDIES = "pyrometer.studies"
REPORT = ("trust", "yield", "time", "flow", "work-in-process", "stability", "charts", "period-end", "sellers", "words")


class Plant:
    """An opened plant folder.

    Raises PlantError where the folder is none. Nothing is read from the ledger until a question is asked.
    """

    def __init__(self, folder: str | Path = ".") -> None:
        """Opens the plant in `folder`."""
        self.folder = config.place(folder)
        self.config = config.read(self.folder)
        self._known: dict[Any, Known] = {}  # by mark, day, and the files of judgements, which grow beside the ledger

    def __repr__(self) -> str:
        """The plant's name, folder and mark."""
        return f"<Plant {self.config.plant.name!r} in {self.folder}, mark {self.mark}>"

    @cached_property
    def backend(self) -> Any:
        """The engine, connected."""
        return registry.find("pyrometer.engines", self.config.engine.kind).connect(self.config.engine)

    @cached_property
    def ledger(self) -> "Ledger":
        """The plant's ledger, made empty where there is none yet."""
        from pyrometer.ledger.store import Ledger

        return Ledger.at(self.folder / "ledger")

    @property
    def mark(self) -> int:
        """The ledger's mark: the state that every number here was computed from."""
        return self.ledger.mark

    @cached_property
    def sensors(self) -> "Sequence[SensorConfig]":
        """The sensors written in sensors/*.toml."""
        from pyrometer.sensors import _config

        return _config.read_folder(self.folder)

    @cached_property
    def definitions(self) -> Sequence[Definition]:
        """The operational definitions written in definitions/*.toml."""
        from pyrometer.definitions import parse

        return parse.read_folder(self.folder / "definitions")

    def read(
        self, *, progress: Progress | None = None, now: datetime | None = None, anew: bool = False
    ) -> "tuple[Reading, ...]":
        """Runs every sensor; reading the same records again changes nothing. One Reading a sensor.

        With `anew` what the sources said before gives way in the same step; older marks keep it.
        """
        return _sources.read(self, progress=progress, now=now or _utc_now(), anew=anew)

    def check(self, today: date | None = None) -> tuple[Problem, ...]:
        """All problems of the definitions and of the names in pyrometer.toml: errors first, then warnings."""
        from pyrometer.definitions import check, checks

        words = self.ledger.tables(self.backend).words if self.mark else None
        process, (definitions, broken) = self.config.process, check.read_what_parses(self.folder / "definitions")
        subject = checks.Subject(
            definitions,
            today or _utc_now().date(),
            None if words is None else _sources.reported(self),
            broken,
            path=tuple(n for n in (*process.milestones, process.start, process.won, process.lost) if n),
            sensors=frozenset(sensor.name for sensor in self.sensors),
            robots=process.robots,
            actors=None if words is None else frozenset(words.actors),
        )
        return check.check(subject, backend=self.backend)

    def known(self, as_known: date | datetime | None = None) -> Known:
        """The process as known now, or at the end of that day; raises BadSetting where nothing could be known then."""
        instant = _end_of_day(as_known, self.config.plant.zone)
        key = (self.mark, instant, _judgements.stamp(self.folder))
        if key not in self._known:
            self._known[key] = Known(_sources.process(self, instant, now=_utc_now()))
        return self._known[key]

    @property
    def facts(self) -> ProcessFacts:
        """The process as configured and as found in the ledger."""
        return self.known().process.facts

    def measure(self, name: str, /, *, as_known: date | datetime | None = None, **settings: Any) -> Table:
        """Any measure as a small table; raises UnknownName with the nearest name."""
        return self._asked(as_known)(name, **settings)

    def study(self, name: str, /, *, as_known: date | datetime | None = None, **settings: Any) -> Finding:
        """The finding of that study; `settings` are its options."""
        study = registry.find(STUDIES, name)
        given = checked(study.settings, settings, "study", name)
        asked = self._asked(as_known)
        finding = study.answer(asked, given)
        return _complete.complete(finding, _complete.Origin(self.mark, asked, given, as_known, self._refused()))

    def findings(self, names: Sequence[str] = (), *, as_known: date | datetime | None = None) -> tuple[Finding, ...]:
        """The findings of those studies; by default of those that make up a report, in reading order."""
        wanted = names or (*REPORT, *_judgements.reported(self.folder))
        return tuple(self.study(name, as_known=as_known) for name in wanted)

    def journeys(self, *, as_known: date | datetime | None = None) -> Any:
        """The engine's own lazy table of journeys, for analysts who want to go on by themselves."""
        return self.known(as_known).process.journeys

    def kept(self) -> dict[str, int]:
        """How many events of each source count now, each once."""
        return _sources.kept(self)

    def export(self, path: str | Path, kind: str | None = None, *, mark: int | None = None) -> int:
        """All events of that mark as csv, parquet, xes or ocel (default: as the file ends); how many there were."""
        return _export.export(self, Path(path), kind, mark=mark)

    def tidy(self, *, older_than_days: int = 90) -> "Tidied":
        """Forgets the marks superseded more than so many days ago, and removes what only they need. See ledger.tidy."""
        return _sources.tidy(self, older_than_days, now=_utc_now())

    def erase(self, person: str) -> int:
        """Removes what is personal about `person` from the vault; every count stays. How many entries went."""
        return self.ledger.vault.erase(person)

    def _asked(self, as_known: date | datetime | None) -> Asked:
        known = self.known(as_known)
        facts = replace(known.process.facts, charts=_charts.Charts(self.folder, _day(as_known)))
        facts = _judgements.carried(self.folder, facts)
        return Asked(facts, lambda name, given: self._run(known, name, given), known.memory)

    def _run(self, known: Known, name: str, given: Mapping[str, Any]) -> tuple[Table, Query | None]:
        from pyrometer.measures import _run

        if name in _sources.FROM_LEDGER:
            if given:
                raise UnknownName(f"The measure '{name}' has no options; '{short(next(iter(given)))}' was given.")
            return _sources.FROM_LEDGER[name](self), None
        return _run.run(known.process, name, **given)

    def _refused(self) -> int:
        return self.ledger.n_refused()


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _day(as_known: date | datetime | None) -> date | None:
    return as_known.date() if isinstance(as_known, datetime) else as_known


def _end_of_day(day: date | datetime | None, zone: str) -> datetime | None:
    """The naive UTC instant meant: an instant itself, or the last moment of a local day."""
    if day is None:
        return None
    if not isinstance(day, date):
        raise BadSetting(f"as_known = '{short(day)}' is no day. Give a datetime.date.")
    try:
        if isinstance(day, datetime):
            return day if day.tzinfo is None else day.astimezone(UTC).replace(tzinfo=None)
        local = datetime.combine(day + timedelta(days=1), time(), config.zone(zone))
        return local.astimezone(UTC).replace(tzinfo=None) - datetime.resolution
    except OverflowError:  # the first and the last days there are; nothing was known then
        return datetime.min if day.year == 1 else datetime.max
