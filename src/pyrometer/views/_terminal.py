"""Tables for the terminal: light, no wider than 92 letters, numbers never cut - columns are left out instead."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.table import Table as RichTable
from rich.text import Text

from pyrometer.model.table import Table
from pyrometer.views._words import column_name, is_numeric, of_column

WIDTH = 92
HOT, GOOD, QUIET = "#d9480f", "#1971c2", "grey58"
STYLES = {"hot": f"bold {HOT}", "good": GOOD, "": ""}
BETWEEN = 3  # letters between two columns: two of air and the line
LEAST_WORDS = 18  # a column of words is wrapped down to this width before any column is left out


PLAIN_HEAD = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


@dataclass(frozen=True, slots=True)
class Face:
    """How the terminal may be written to: its width, and whether only plain letters are allowed."""

    width: int = WIDTH
    plain: bool = False

    @property
    def box(self) -> box.Box:
        """The lines of a table: one rule under the heads."""
        return PLAIN_HEAD if self.plain else box.SIMPLE_HEAD


@dataclass(frozen=True, slots=True)
class Col:
    """A column to print: its head, whether it holds numbers, its cells, and whether these are bars or dots."""

    head: str
    is_number: bool
    cells: tuple[Text, ...]
    is_drawn: bool = False

    @property
    def whole(self) -> int:
        """The letters it takes unwrapped."""
        return max([cell_len(self.head), *(cell_len(c.plain) for c in self.cells)])

    @property
    def least(self) -> int:
        """The fewest letters it can be printed in: all of them for numbers."""
        if self.is_number or self.is_drawn:
            return self.whole
        longest = [max((cell_len(w) for w in c.plain.split()), default=0) for c in self.cells]
        heads = max((cell_len(w) for w in self.head.split()), default=0)
        return min(max([heads, *longest]), max(LEAST_WORDS, heads))


def fitting(cols: Sequence[Col], width: int) -> tuple[list[Col], list[Col]]:
    """The columns that fit beside each other, and those left out, the last ones first."""
    kept = list(cols)
    while len(kept) > 1 and sum(c.least + BETWEEN for c in kept) + 1 > width:
        kept.pop()
    return kept, list(cols[len(kept) :])


def widths(cols: Sequence[Col], width: int) -> list[int]:
    """How wide each column is printed: in full, else columns of words give way, the widest first, to their least.

    Rich would shrink a column below its least width and then cut the last one: a number with digits missing.
    """
    found = [c.whole for c in cols]
    over = sum(n + BETWEEN for n in found) + 1 - width
    while over > 0:
        slack = [(n, i) for i, (n, c) in enumerate(zip(found, cols, strict=True)) if n > c.least]
        if not slack:
            break
        found[max(slack)[1]] -= 1
        over -= 1
    return found


def grid(cols: Sequence[Col], face: Face) -> tuple[RichTable, list[Col]]:
    """A light table of these columns, and the columns that did not fit."""
    kept, left_out = fitting(cols, face.width)
    made = RichTable(box=face.box, header_style=QUIET, border_style=QUIET)
    for col, n in zip(kept, widths(kept, face.width), strict=True):
        made.add_column(
            Text(col.head),
            justify="right" if col.is_number else "left",
            no_wrap=col.is_number or col.is_drawn,
            overflow="fold",
            width=n,
        )
    for i in range(len(kept[0].cells) if kept else 0):
        made.add_row(*(c.cells[i] for c in kept))
    return made, left_out


def columns(table: Table) -> list[Col]:
    """A table's columns as they are printed."""
    found = []
    for i, column in enumerate(table.columns):
        values = [row[i] for row in table.rows]
        cells = tuple(Text(of_column(column, v)) for v in values)
        found.append(Col(column_name(column), is_numeric(column, values), cells))
    return found
