"""In which style a column writes its dates and decimals: as declared in the sensor file, or as its cells prove."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pyrometer.sensors._columns import blank, is_text, text
from pyrometer.sensors._config import Cells, Field, SensorConfig
from pyrometer.sensors._numbers import Marks, decimal, marks
from pyrometer.sensors._rule import NUMBERS, time_columns
from pyrometer.sensors._times import Orders, orders, proved


@dataclass(slots=True)
class Evidence:
    """Collects what the columns of undeclared style show; all files are looked at before anything is decided."""

    declared: Mapping[str, Field]
    missing: Mapping[str, Cells]
    orders: dict[str, Orders] = field(default_factory=dict)
    marks: dict[str, Marks] = field(default_factory=dict)

    @classmethod
    def of(cls, config: SensorConfig) -> "Evidence":
        """What must be found out for a sensor's rules."""
        times, numbers = set(), set()
        for rule in config.events:
            times |= set(time_columns(rule))
            numbers |= {v for name in NUMBERS if isinstance(v := getattr(rule, name), str) and v}
        known = config.fields
        return cls(
            declared=known,
            missing=config.missing,
            orders={name: Orders() for name in sorted(times) if known.get(name, Field()).dates is None},
            marks={name: Marks() for name in sorted(numbers) if known.get(name, Field()).decimal is None},
        )

    @property
    def is_needed(self) -> bool:
        """Whether any style is still to be proved."""
        return bool(self.orders or self.marks)

    def look(self, table: Any) -> None:
        """Take in the evidence of one stretch of rows."""
        names = [name for name in dict.fromkeys([*self.orders, *self.marks]) if is_text(table.column(name))]
        table = blank(table.select(names), self.missing)
        for name in names:
            cells = text(table.column(name))
            if name in self.orders:
                self.orders[name] += orders(cells)
            if name in self.marks:
                self.marks[name] += marks(cells)

    def proved(self) -> dict[str, Field]:
        """Every column's style; raises Ambiguous when the cells do not decide."""
        styles = dict(self.declared)
        for name, found in self.orders.items():
            styles[name] = replace(styles.get(name, Field("time")), dates=proved(found, name))
        for name, found in self.marks.items():  # type: ignore[assignment]
            styles[name] = replace(styles.get(name, Field("number")), decimal=decimal(found, name))  # type: ignore[arg-type]
        return styles
