"""Columns of judgements: which one holds the items, the judges, the labels - guessed with the evidence, or told."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyrometer.errors import Ambiguous, SensorError, unknown
from pyrometer.studies._parts import say
from pyrometer.studies._parts.agreement_sheet import STANDARDS, Row, Sheet, of_rows

ROLES = ("item", "judge", "label", "round", "standard")
KNOWN: Mapping[str, tuple[str, ...]] = {
    "item": ("item", "case", "prospect", "unit", "subject", "part", "record", "lead", "deal", "sample", "id", "number"),
    "judge": ("judge", "rater", "appraiser", "operator", "coder", "annotator", "observer", "assessor", "who", "person"),
    "label": ("label", "verdict", "call", "rating", "judgement", "judgment", "class", "category", "value", "result"),
    "round": ("round", "trial", "repeat", "replicate", "session", "time"),
    "standard": STANDARDS,
}
MOST_JUDGES = 50
COMMON = 0.5  # of the labels that two judges' columns must share to be two judges of one word
ROUND = re.compile(r"^(.*?)[ _.\-]*(?:round|trial|r|t)?[ _.\-]*(\d+)$", re.IGNORECASE)
WAY_OUT = "Say which: --item, --judge and --label NAME, or --item NAME --judges NAME,NAME."


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says about the columns, '' or () where it is to be found out; several `item`s are joined."""

    item: tuple[str, ...] = ()
    judge: str = ""
    label: str = ""
    round: str = ""
    standard: str = ""
    judges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A file's columns by name, each as long as the others, and what the file is called."""

    name: str
    columns: Mapping[str, Sequence[str]]


def sheet(grid: Grid, told: Told) -> Sheet:
    """The sheet of judgements in those columns, long (a row a call) or wide (a column a judge).

    Raises Ambiguous or SensorError with the options that decide, UnknownName for a column that is not there.
    """
    _refuse_unknown(grid, told)
    is_long = {"judge", "label"} <= _by_name(grid, told).keys() and not told.judges
    found = None if is_long else _wide(grid, told)
    return _long(grid, told) if found is None else found


def _refuse_unknown(grid: Grid, told: Told) -> None:
    for name in (*told.item, told.judge, told.label, told.round, *told.judges):
        if name and name not in grid.columns:
            raise unknown("column", name, tuple(grid.columns))


def _long(grid: Grid, told: Told) -> Sheet:
    """One row a call: the columns by name, else by what they hold."""
    roles, why = _by_name(grid, told), dict[str, str]()
    for role in roles:
        why[role] = "as told" if _is_told(told, role) else "by its name"
    if not {"item", "judge", "label"} <= roles.keys():
        roles, why = _by_content(grid, roles, why)
    items = told.item or (roles["item"],)
    shown = {**roles, "item": " + ".join(items)}
    said = [f"{role} is column '{shown[role]}' ({why[role]})" for role in roles]
    return of_rows(grid.name, _rows(grid, items, roles), ["One row a judgement: " + say.listed(said, most=9)])


def _is_told(told: Told, role: str) -> bool:
    return bool(getattr(told, role))


def _rows(grid: Grid, items: Sequence[str], roles: Mapping[str, str]) -> Iterator[Row]:
    columns = [grid.columns[roles[r]] if r in roles else None for r in ROLES[1:]]
    for i, item in enumerate(_joined(grid, items)):
        judge, label, round_, standard = ("" if c is None else c[i] for c in columns)
        yield item, judge, label, round_, standard


def _joined(grid: Grid, items: Sequence[str]) -> list[str]:
    return [" ".join(cells) for cells in zip(*(grid.columns[c] for c in items), strict=True)]


def _by_name(grid: Grid, told: Told) -> dict[str, str]:
    """Role -> column, as told or by a name that says it."""
    found = dict[str, str]()
    for role in ROLES:
        said = getattr(told, role)
        said = said[0] if isinstance(said, tuple) and said else said
        if said and (role != "standard" or said in grid.columns):
            found[role] = str(said)
    for role in ROLES:
        named = [c for c in grid.columns if _plain(c) in KNOWN[role] and c not in found.values()]
        if role not in found and len(named) == 1:
            found[role] = named[0]
    return found


def _plain(name: str) -> str:
    words = re.sub(r"[^a-z]+", " ", name.casefold()).split()
    kept = [w for w in words if w not in ("id", "name", "no", "nr")] or words
    return kept[0] if len(kept) == 1 else " ".join(kept)


def _by_content(grid: Grid, roles: dict[str, str], why: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The roles that no name gave, where one way alone fits: every judge calls an item once, most items are shared."""
    ways = [way for way in _ways(grid, roles) if _fits(grid, way)]
    if len(ways) != 1:
        what = "no way" if not ways else "more than one way"
        has = ", ".join(grid.columns)
        kind = SensorError if not ways else Ambiguous
        raise kind(f"{grid.name}: {what} to read its columns ({has}) as judgements. {WAY_OUT}")
    added = {role: "by what it holds" for role in ways[0] if role not in why}
    return {r: ways[0][r] for r in ROLES if r in ways[0]}, why | added


def _ways(grid: Grid, roles: Mapping[str, str]) -> Iterator[dict[str, str]]:
    free = [c for c in grid.columns if c not in roles.values()]
    lacking = [r for r in ROLES[:3] if r not in roles]

    def place(left: Sequence[str], columns: Sequence[str], way: dict[str, str]) -> Iterator[dict[str, str]]:
        if not left:
            yield way
            return
        for c in columns:
            yield from place(left[1:], [d for d in columns if d != c], {**way, left[0]: c})

    yield from place(lacking, free, dict(roles))


def _fits(grid: Grid, way: Mapping[str, str]) -> bool:
    """Whether those columns can be it: more items than judges, every judge calls an item equally often, few labels."""
    item, judge, label = (grid.columns[way[r]] for r in ROLES[:3])
    items, judges, labels = len(set(item)), len(set(judge)), set(label)
    if not (2 <= judges <= MOST_JUDGES and judges < items and len(labels) > 1):
        return False
    often = Counter(zip(item, judge, strict=True)).values()
    is_label = len(labels) < len(item) / 2 or _are_numbers(labels)
    return is_label and max(often) == min(often) and len(item) > 1.5 * items


def _wide(grid: Grid, told: Told) -> Sheet | None:
    """One column a judge; None where the columns do not look so."""
    items = told.item or _item_columns(grid, told)
    if not items:
        return None
    standard = told.standard if told.standard in grid.columns else ""
    standard = standard or next((c for c in grid.columns if _plain(c) in STANDARDS and c not in told.judges), "")
    judges = told.judges or _judges(grid, (*items, standard))
    if not judges or (not told.judges and len(judges) < 2 and not standard):
        return None
    why = "as told" if told.judges else "they hold the same labels"
    rounds = _rounds(judges)
    said = [f"One column a judge: {say.plural(len(judges), 'column')} ({why})"]
    said.append(f"item is column '{' + '.join(items)}'" + (f", standard is column '{standard}'" if standard else ""))
    if any(r for _, r in rounds.values()):
        said.append("a number at the end of a name is the round")
    return of_rows(grid.name, _unrolled(grid, items, rounds, standard), ["; ".join(said)])


def _unrolled(grid: Grid, items: Sequence[str], rounds: Mapping[str, tuple[str, str]], standard: str) -> Iterator[Row]:
    right = grid.columns[standard] if standard else None
    for i, item in enumerate(_joined(grid, items)):
        for column, (judge, round_) in rounds.items():
            yield item, judge, grid.columns[column][i], round_, right[i] if right else ""


def _item_columns(grid: Grid, told: Told) -> tuple[str, ...]:
    """The column that names each row once: by name, else the first of those."""
    alone = [c for c, cells in grid.columns.items() if len(set(cells)) == len(cells) and all(cells)]
    named = [c for c in alone if _plain(c) in KNOWN["item"] or c.casefold() in KNOWN["item"]]
    left = [c for c in named or alone if c not in told.judges and c != told.standard]
    return (left[0],) if left else ()


def _judges(grid: Grid, taken: Sequence[str]) -> tuple[str, ...]:
    """Columns that use the same few labels as one another; none where the columns are of different kinds."""
    rest = {c: {v for v in cells if v} for c, cells in grid.columns.items() if c not in taken}
    n = len(next(iter(grid.columns.values()), ()))
    few = {c: labels for c, labels in rest.items() if labels and (len(labels) < n or _are_numbers(labels))}
    alike = [c for c in few if any(_share(few[c], few[d]) >= COMMON for d in few if d != c)]
    if len(few) == 1 and len(taken) > 1 and taken[-1]:  # a single judge beside a standard
        return tuple(few)
    return tuple(alike) if len(alike) == len(few) else ()


def _are_numbers(labels: set[str]) -> bool:
    return all(re.fullmatch(r"-?\d+([.,]\d+)?", v) for v in labels)


def _share(a: set[str], b: set[str]) -> float:
    return 1.0 if _are_numbers(a) and _are_numbers(b) else len(a & b) / min(len(a), len(b))


def _rounds(judges: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Column -> judge and round, where every judge has the same numbered columns, two or more; else no rounds."""
    split = {c: ROUND.match(c) for c in judges}
    parts = {c: (m[1], m[2]) for c, m in split.items() if m is not None and m[1]}
    by = Counter(name for name, _ in parts.values())
    if len(parts) == len(judges) and len(by) > 1 and min(by.values()) > 1 and len(set(by.values())) == 1:
        return parts
    return {c: (c, "") for c in judges}
