"""Alike: exports of the same columns, month after month or a sheet a year, are one source and judged together."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pyrometer.sensors._columns import joined, text
from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.load import Loaded, sheets_beside
from pyrometer.sensors._guess.profile import profiles

_WILD = "*?["


def one_source(files: Sequence[Loaded]) -> list[Loaded]:
    """The files, those of the same columns that a pattern names together put into one; the sheets of a workbook too."""
    files = [sheets(one, sheets_beside(one)) if one.other_sheets and roles.times(one) else one for one in files]
    found: list[Loaded] = []
    for one in files:
        group = sorted((other for other in files if _same(one, other)), key=lambda it: it.path)
        path = pattern([other.path for other in group]) if len(group) > 1 else None
        if path is None:
            found.append(one)
        elif one is group[0]:
            found.append(replace(whole(group), path=path))
    return found


def sheets(one: Loaded, others: Sequence[Loaded]) -> Loaded:
    """A workbook's sheet with the rows of further ones that tell the same of other records; their names are noted."""
    same: list[Loaded] = []
    for it in others:
        if list(it.columns) == list(one.columns) and _is_apart(it, [one, *same]):
            same.append(it)
    if not same:
        return one
    names = tuple(it.sheet for it in same)
    left = tuple(name for name in one.other_sheets if name not in names)
    return replace(whole([one, *same]), same_sheets=names, other_sheets=left)


def _is_apart(one: Loaded, group: Sequence[Loaded]) -> bool:
    """Whether a sheet holds none of the records of the others: it is no older copy of theirs."""
    n_rows = sum(it.table.num_rows for it in (one, *group))
    return bool(_ids([one, *group])) and whole([*group, one]).table.num_rows == n_rows


def _same(one: Loaded, other: Loaded) -> bool:
    """Whether two files are exports of one kind."""
    if one is other:
        return True
    can = all(it.is_whole and not it.is_table and roles.times(it) for it in (one, other))
    alike = (one.kind, one.settings, list(one.columns)) == (other.kind, other.settings, list(other.columns))
    return can and alike and one.path != other.path


def whole(group: Sequence[Loaded]) -> Loaded:
    """The rows of exports of the same columns; of a record that comes in several the last one."""
    first = group[0]
    tables = [it.table.select(first.table.column_names) for it in group]
    if any(table.schema != tables[0].schema for table in tables):
        tables = [pa.table({n: text(t.column(n)) for n in t.column_names}) for t in tables]
    table = _last(group, joined(tables))
    numbers = np.arange(1, table.num_rows + 1)
    n_refused = sum(it.n_refused for it in group)
    return replace(first, table=table, numbers=numbers, columns=profiles(table), n_refused=n_refused)


def _last(group: Sequence[Loaded], table: Any) -> Any:
    """The rows, without the earlier ones of a record: its id is the first column that is unique in every export."""
    unique = _ids(group)
    if not unique:
        return table
    ids = pc.dictionary_encode(text(table.column(unique[0]))).indices.to_numpy()
    _, from_the_end = np.unique(ids[::-1], return_index=True)
    return table.take(np.sort(len(ids) - 1 - from_the_end))


def _ids(group: Sequence[Loaded]) -> list[str]:
    """The columns that tell the records of each export apart."""
    return [
        n for n in group[0].columns if all(it.columns[n].is_unique and it.columns[n].kind in roles.IDS for it in group)
    ]


def pattern(paths: Sequence[Path]) -> Path | None:
    """The path with a star that names just those files; None where there is none."""
    parts = [path.absolute().parts for path in paths]
    differing = [i for i, names in enumerate(zip(*parts, strict=False)) if len(set(names)) > 1]
    if (
        len({len(p) for p in parts}) > 1
        or len(differing) != 1
        or any(c in name for p in parts for name in p for c in _WILD)
    ):
        return None
    (at,) = differing
    names = [p[at] for p in parts]
    for star in _stars(names) if at < len(parts[0]) - 1 or len({name[0] for name in names}) == 1 else ():
        shown = Path(*paths[0].parts[: len(paths[0].parts) - len(parts[0]) + at], star, *parts[0][at + 1 :])
        root = Path(*parts[0][:at])
        if {p.absolute() for p in root.glob(str(Path(star, *parts[0][at + 1 :])))} == {p.absolute() for p in paths}:
            return shown
    return None


def _stars(names: Sequence[str]) -> list[str]:
    """What begins and ends them all, with a star between: first without the digits that they happen to share."""
    n = min(len(name) for name in names)
    before = next((i for i in range(n) if len({name[i] for name in names}) > 1), n)
    after = next((i for i in range(n - before) if len({name[-1 - i] for name in names}) > 1), n - before)
    head, tail = names[0][:before], names[0][len(names[0]) - after :]
    return [f"{head.rstrip('0123456789') or head}*{tail.lstrip('0123456789')}", f"{head}*{tail}"]
