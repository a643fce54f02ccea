"""Several files together: which hold prospects and times, which only add columns by key, which are of no use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from pyrometer.sensors._columns import text
from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.draft import Block, Line
from pyrometer.sensors._guess.ends import ends
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.part import written
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.words import plain, rank
from pyrometer.sensors._rule import is_day

NEARLY_ALL = 0.9  # of one file's keys stand in the other, which tells of many more
ENOUGH = 0.5  # the share of one file's keys that the other must hold


@dataclass(slots=True)
class Family:
    """Files of the same prospects: `main` have times of their own, `pages` borrow them, `others` add columns.

    `entries` tell when prospects came, beside a log that does not.
    """

    main: list[tuple[Loaded, str]] = field(default_factory=list)
    entries: list[tuple[Loaded, str]] = field(default_factory=list)
    pages: list[tuple[Loaded, str]] = field(default_factory=list)
    others: list["Other"] = field(default_factory=list)
    later: list["Other"] = field(default_factory=list)
    unused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Other:
    """A file that adds columns to another one by a key that stands there once."""

    to: Loaded
    by: Loaded
    key: str
    their_key: str
    fields: tuple[str, ...]
    why: str
    prefix: str = ""  # labels of ids: they name what is there, and split nothing by themselves


def families(files: Sequence[Loaded], answers: Answers) -> Iterator[Family]:
    """Who belongs together, once for each file that may lead, the likeliest first; none where nobody can."""
    said = bool(answers.time and is_day(answers.time))
    timed = [(f, who) for f in files if (said or roles.times(f)) and (who := _who(f, answers))]
    for first in sorted(timed, key=lambda pair: _rank(pair, files)):
        yield _led_by(first, timed, files)


def _who(loaded: Loaded, answers: Answers) -> str | None:
    """The column of the prospect; each row is one where no column tells them apart, yet it is told who was won."""
    found = roles.prospect(loaded, answers)
    return found if found is not None or ends(loaded, Answers()) is None else roles.ROW


def _led_by(leader: tuple[Loaded, str], timed: Sequence[tuple[Loaded, str]], files: Sequence[Loaded]) -> Family:
    """The files that belong to that one; those that do not are named with the reason."""
    found = Family()
    first, who = leader
    found.main.append(leader)
    keys = keys_of(first, who)
    for loaded, own in timed:
        if loaded is not first and _are_theirs(keys_of(loaded, own), keys, is_named_alike=plain(own) == plain(who)):
            found.main.append((loaded, own))
    for loaded in files:
        if all(loaded is not f for f, _ in found.main):
            _place(loaded, found, keys)
    return found


def _are_theirs(some: Any, keys: Any, *, is_named_alike: bool) -> bool:
    """Whether ids are mostly those of the leader, or hold nearly all of the leader's, as a list of all who came does.

    Numbers that are counted hold each other by accident; then only the same name tells that they are the same.
    """
    if overlap(some, keys) >= ENOUGH:
        return True
    are_counted = pc.all(pc.match_substring_regex(keys, "^[0-9]{1,9}$")).as_py()
    return (is_named_alike or not are_counted) and overlap(keys, some) >= NEARLY_ALL


def _rank(pair: tuple[Loaded, str], files: Sequence[Loaded]) -> tuple[int, int, int]:
    """The file whose prospects lead: its id is named most plainly, more files share it, it has more rows."""
    loaded, who = pair
    place = rank(who, "prospect")
    sharing = sum(1 for f in files if who in f.columns)
    return (place if place is not None else 99, -sharing, -loaded.table.num_rows)


def keys_of(loaded: Loaded, column: str) -> Any:
    if column == roles.ROW:
        return text(loaded.table.column(loaded.table.column_names[0])).slice(0, 0)
    return pc.unique(text(loaded.table.column(column)).drop_null())


def overlap(some: Any, others: Any) -> float:
    """The share of `some` that stands in `others`."""
    return float(pc.mean(pc.is_in(some, value_set=others).cast("float64")).as_py() or 0.0) if len(some) else 0.0


def _place(loaded: Loaded, found: Family, keys: Any) -> None:
    """A file without prospects of its own: a page that they visited, columns to add, or nothing."""
    for name, column in loaded.columns.items():
        is_id = column.kind in roles.IDS and column.n_values > 1
        if (
            is_id
            and not roles.times(loaded)
            and overlap(keys_of(loaded, name), keys) >= ENOUGH
            and _is_page(loaded, name)
        ):
            found.pages.append((loaded, name))
            return
    for other, who in found.main:
        if link := _link(other, loaded):
            found.others.append(link)
            return
        if link := _later(loaded, other, who):
            found.later.append(link)
            return
    found.unused[str(loaded.path)] = _reason(loaded, found)


def _is_page(loaded: Loaded, who: str) -> bool:
    """Whether a file only lists who was there: an id and at most one constant besides."""
    rest = [c for name, c in loaded.columns.items() if name != who]
    return len(rest) <= 2 and all(c.n_values <= 1 for c in rest)


def _link(to: Loaded, by: Loaded) -> Other | None:
    """How `by` adds columns to `to`: a key that stands once there, of the same name or holding the same addresses."""
    if not readable(to, by):
        return None
    for their, column in by.columns.items():
        if not column.is_unique or column.kind not in roles.IDS:
            continue
        for ours, mine in to.columns.items():
            if mine.kind not in roles.IDS or mine.n_values < 2:
                continue
            if plain(ours) != plain(their) and not (_holds_addresses(mine) and _holds_addresses(column)):
                continue
            share = overlap(keys_of(to, ours), keys_of(by, their))
            fields = tuple(n for n in roles.segments(by, [their]) if n not in to.columns) or _any(by, their, to)
            if share >= ENOUGH and fields:
                why = f"{by.path.name} holds {share:.0%} of the {mine.n_values:,} values of {ours}, each once"
                return Other(to, by, ours, their, fields, why)
    return None


def _holds_addresses(column: Profile) -> bool:
    """Whether a column holds addresses of persons, which are the same in every system whatever it calls them."""
    some = list(column.values)[:50]
    return bool(some) and all("@" in value for value in some)


def readable(to: Loaded, by: Loaded) -> bool:
    """Whether a sensor of `to` can look things up in `by`: a file, or a table of its own database."""
    return not by.is_table or (to.is_table and to.settings.url == by.settings.url)


def _later(of: Loaded, main: Loaded, who: str) -> Other | None:
    """How a file with times of its own speaks of prospects by another id, which `main` knows."""
    if not roles.times(of) or not readable(of, main) or who in of.columns:
        return None
    for ours, column in of.columns.items():
        theirs = main.columns.get(ours)
        if theirs is None or ours == who or not theirs.is_unique or column.kind not in roles.IDS:
            continue
        share = overlap(keys_of(main, ours), keys_of(of, ours))
        if share >= ENOUGH / 5:
            why = f"{main.path.name} says whose {ours} it is; {share:.0%} of its {theirs.n_values:,} values come here"
            return Other(of, main, ours, ours, (who,), why)
    return None


def _any(by: Loaded, key: str, to: Loaded) -> tuple[str, ...]:
    """Words of few values even in a small file."""
    fit = [c for n, c in by.columns.items() if n != key and n not in to.columns and c.kind == "text"]
    return tuple(c.name for c in fit if 2 <= c.n_values <= max(2, by.table.num_rows // 2) and c.filled_share > 0.5)


def _reason(loaded: Loaded, found: Family) -> str:
    names = " or ".join(dict.fromkeys(who for _, who in found.main))
    if not roles.times(loaded):
        return f"it has no times, and no column whose values are those of {names} or of another column of these files"
    if any(list(one.columns) == list(loaded.columns) for one, _ in found.main):
        return (
            "its columns are the same, its prospects others: put both files into one folder under names that a pattern "
            "joins, like deals-1.csv and deals-2.csv"
        )
    return f"its prospects are not those of {names}"


def lookup(other: Other, folder: Path | None, *, only_known: bool = False) -> Block:
    """The [[lookup]] of a sensor file, and why."""
    table = other.by.is_table
    lines = [Line("table", other.by.settings.table) if table else Line("path", written(other.by.path, folder))]
    lines += [Line("key", other.key)]
    lines += [Line("their_key", other.their_key)] if other.their_key != other.key else []
    lines += [Line("fields", list(other.fields))]
    lines += [Line("prefix", other.prefix)] if other.prefix else []
    lines += [Line("only_known", value=True, why="rows of others are counted, not read")] if only_known else []
    return Block(tuple(lines), f"{other.why}.", header="lookup")


def dated(
    pages: Sequence[tuple[Loaded, str]], main: Sequence[tuple[Loaded, str]]
) -> tuple[Loaded, str, Profile] | None:
    """The file that tells on which day the prospects of the pages came: (file, its id, its time)."""
    if not pages:
        return None
    for loaded, who in main:
        if not loaded.is_table and loaded.columns[who].is_unique and (times := roles.times(loaded)):
            named = roles.by_rank(times, "entered") or times[0]
            return loaded, who, named
    return None
