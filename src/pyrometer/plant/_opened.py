"""Opened: what each part of a plant may count on - folder, settings, sensors, definitions, engine and ledger."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pyrometer.config import PlantConfig
from pyrometer.model.definition import Definition
from pyrometer.model.process import ProcessFacts
from pyrometer.plant._ask import Memory

if TYPE_CHECKING:  # they bring the engine's libraries along
    from pyrometer.ledger.store import Ledger
    from pyrometer.process import Process
    from pyrometer.sensors._config import SensorConfig

Progress = Callable[[str, int], None]  # name of the source, rows read so far


@dataclass(frozen=True, slots=True)
class Known:
    """The plant as known at one instant, at one mark: the process, and the tables already measured on it."""

    process: "Process"
    memory: Memory = field(default_factory=Memory)


class Opened(Protocol):
    """An opened plant, as its parts see it; `Plant` is one."""

    folder: Path
    config: PlantConfig

    @property
    def backend(self) -> Any:
        """The engine, connected."""
        ...

    @property
    def ledger(self) -> "Ledger":
        """The plant's ledger."""
        ...

    @property
    def mark(self) -> int:
        """The ledger's mark."""
        ...

    @property
    def sensors(self) -> "Sequence[SensorConfig]":
        """The sensors of the plant."""
        ...

    @property
    def definitions(self) -> Sequence[Definition]:
        """The operational definitions of the plant."""
        ...

    @property
    def facts(self) -> ProcessFacts:
        """The process as configured and as found in the ledger."""
        ...

    def journeys(self, *, as_known: date | datetime | None = None) -> Any:
        """The engine's lazy table of journeys."""
        ...

    def known(self, as_known: date | datetime | None = None) -> Known:
        """The process as known now, or then."""
        ...
