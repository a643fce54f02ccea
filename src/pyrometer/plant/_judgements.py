"""Judgements: who called which item what, read from judgements/*.csv of the plant, or from a bare file."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyrometer.errors import SensorError
from pyrometer.model.table import Table

if TYPE_CHECKING:
    from pyrometer.plant._open import Plant
    from pyrometer.sensors._cells import Rows
    from pyrometer.studies._parts.agreement_columns import Told
    from pyrometer.studies._parts.agreement_sheet import Sheet

FOLDER = "judgements"
MOST_ROWS = 200_000
SHAPE = "Give the columns item, judge and label (and round, standard), or one column a judge"


def sheet(path: Path, told: "Told | None" = None) -> "Sheet":
    """The sheet of judgements in a file; raises SensorError, Ambiguous or UnknownName with the way out."""
    from pyrometer.sensors import _cells
    from pyrometer.studies import agreement

    many = f"that is a log. Take a sample of {MOST_ROWS:,} judgements at most"
    found = _cells.cells(path, _cells.Expected(MOST_ROWS, f"{many}.", SHAPE, _is_header))
    twice = [n for n in found.names if found.names.count(n) > 1]
    if twice:
        raise SensorError(f"{path}: two columns are named '{twice[0]}'. Rename one of them.")
    columns: Mapping[str, Any] = {name: found.column(i) for i, name in enumerate(found.names)}
    return agreement.read(columns, name=path.name, told=told)


def _is_header(rows: "Rows") -> bool:
    """The first line names the columns unless its cells stand below it too, as values do."""
    from pyrometer.studies._parts.agreement_columns import KNOWN

    first, rest = rows[0][1], rows[1:]
    if any(cell.casefold() in KNOWN["item"] for cell in first):
        return True
    return sum(any(cells[i] == cell for _, cells in rest) for i, cell in enumerate(first)) < 2


def files(folder: Path) -> list[Path]:
    """The files of judgements of the plant in `folder`, by name."""
    return sorted((folder / FOLDER).glob("*.csv"))


def measure(plant: "Plant") -> Table:
    """All judgements of the plant: a row a call, under the name of its file."""
    from pyrometer.studies._parts.agreement_sheet import COLUMNS

    rows: list[tuple[str, ...]] = []
    for path in files(plant.folder):
        made = sheet(path)
        for (item, judge), calls in made.calls.items():
            standard = made.standard.get(item, "")
            rows += [(path.stem, item, judge, label, when, standard) for when, label in calls.items()]
    return Table(COLUMNS, tuple(rows))
