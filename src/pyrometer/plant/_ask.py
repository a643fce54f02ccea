"""Asking: what a study holds in its hand - the plant's facts, and measures as small tables, each run once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyrometer.model.process import ProcessFacts
from pyrometer.model.table import Table

Query = Callable[[], str]  # the text of a query, written out when somebody asks for it
Run = Callable[[str, Mapping[str, Any]], tuple[Table, Query | None]]
Key = tuple[str, tuple[tuple[str, Any], ...]]


@dataclass(frozen=True, slots=True)
class Memory:
    """Tables already measured at this mark, and the query of each; shared by all studies of one report."""

    tables: dict[Key, tuple[Table, Query | None]] = field(default_factory=dict)
    texts: dict[Key, str] = field(default_factory=dict)

    def text(self, key: Key) -> str:
        """The query of a table, written out once; empty for what no query gave."""
        if key not in self.texts:
            query = self.tables[key][1]
            self.texts[key] = query() if query else ""
        return self.texts[key]


@dataclass(frozen=True, slots=True)
class Asked:
    """An Ask that runs measures through `run`, remembers their tables and notes which of them a study used."""

    process: ProcessFacts
    run: Run
    memory: Memory = field(default_factory=Memory)
    used: dict[Key, None] = field(default_factory=dict)

    def __call__(self, measure: str, /, **settings: Any) -> Table:
        """The table of that measure; the same question twice runs once."""
        key = (measure, tuple(sorted(settings.items())))
        if key not in self.memory.tables:
            self.memory.tables[key] = self.run(measure, settings)
        self.used[key] = None
        return self.memory.tables[key][0]

    def queries(self) -> tuple[str, ...]:
        """The queries behind all tables asked for, each once."""
        return tuple(dict.fromkeys(text for text in map(self.memory.text, self.used) if text))
