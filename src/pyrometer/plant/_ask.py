"""Asking: what a study holds in its hand - the plant's facts, and measures as small tables, each run once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyrometer.model.process import ProcessFacts
from pyrometer.model.table import Table

Run = Callable[[str, Mapping[str, Any]], tuple[Table, str]]
Key = tuple[str, tuple[tuple[str, Any], ...]]


@dataclass(frozen=True, slots=True)
class Memory:
    """Tables already measured at this mark, with the query of each; shared by all studies of one report."""

    tables: dict[Key, tuple[Table, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """An Ask that runs measures through `run`, remembers their tables and notes which queries a study used."""

    process: ProcessFacts
    run: Run
    memory: Memory = field(default_factory=Memory)
    queries: list[str] = field(default_factory=list)

    def __call__(self, measure: str, /, **settings: Any) -> Table:
        """The table of that measure; the same question twice runs once."""
        key = (measure, tuple(sorted(settings.items())))
        if key not in self.memory.tables:
            self.memory.tables[key] = self.run(measure, settings)
        table, query = self.memory.tables[key]
        if query and query not in self.queries:
            self.queries.append(query)
        return table
