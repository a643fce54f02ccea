"""Labels: a small file that says what ids mean - of stages, owners, accounts - read into the file that has the ids."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from pyrometer.sensors._columns import looked_up
from pyrometer.sensors._config import Lookup
from pyrometer.sensors._guess import changes, history, roles
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.many import ENOUGH, Other, keys_of, overlap, readable
from pyrometer.sensors._guess.profile import Profile, profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.words import plain

_NAMES = (
    "label",
    "name",
    "stage name",
    "display name",
    "full name",
    "title",
    "username",
    "user name",
    "bezeichnung",
    "email",
)
_PEOPLE = frozenset(["owner", "user", "seller", "rep", "agent", "employee", "salesperson", "member"])


def labelled(files: Sequence[Loaded], answers: Answers) -> tuple[list[Loaded], list[Other]]:
    """The files with the labels of their ids added, without those that held only labels, and what was added."""
    whole, links, used = list(files), list[Other](), set[int]()
    for by in files:
        for i, to in enumerate(whole):
            if to.path == by.path or id(files[i]) in used or (link := _link(to, by, answers)) is None:
                continue
            whole[i] = _with(to, link)
            links = [replace(other, to=whole[i]) if other.to is to else other for other in (*links, link)]
            used.add(id(by))
    return [new for old, new in zip(files, whole, strict=True) if id(old) not in used], links


def _link(to: Loaded, by: Loaded, answers: Answers) -> Other | None:
    """How `by` says what an id of `to` means: an id of its own that stands there once, with a name beside it.

    A file about the very prospects of `to` is no file of labels.
    """
    who = roles.prospect(to, answers)
    label = next(
        (n for word in _NAMES for n, c in by.columns.items() if plain(n) == word and c.filled_share > 0.5), None
    )
    if label is None or not readable(to, by) or to.table.num_rows <= by.table.num_rows:
        return None
    for their, column in by.columns.items():
        if (
            not column.is_unique
            or column.kind not in roles.IDS
            or their == label
            or plain(their).split()[-1:] != ["id"]
        ):
            continue
        for ours, mine in to.columns.items():
            prefix = ours[: -len("id")] if plain(ours).endswith(" id") else ""
            if (
                not prefix
                or ours == who
                or mine.is_unique
                or prefix + label in to.columns
                or not _means(ours, their, by.stem)
            ):
                continue
            if _holds(to, by, mine, their):
                why = f"{by.path.name} says what each of the {mine.n_values:,} values of {ours} is called"
                return Other(to, by, ours, their, (label,), why, prefix)
        if (link := _of_stages(to, by, (their, label), history.coded(to, who, answers))) is not None:
            return link
    return None


def _of_stages(
    to: Loaded, by: Loaded, names: tuple[str, str], coded: tuple[str, str, Sequence[str]] | None
) -> Other | None:
    """How `by` says what the stages are called that a log of changes moves to; other fields have other numbers."""
    if coded is None or not any("stage" in plain(word) for word in (by.stem, *by.columns)):
        return None
    ours, field, values = coded
    if overlap(pa.array(values, pa.string()), keys_of(by, names[0])) < ENOUGH:
        return None
    why = f"{by.path.name} says what each of the {len(values):,} values of {field} is called"
    return Other(to, by, ours, names[0], (names[1],), why, changes.label_of(field))


def _holds(to: Loaded, by: Loaded, mine: Profile, their: str) -> bool:
    return mine.kind in roles.IDS and overlap(keys_of(to, mine.name), keys_of(by, their)) >= ENOUGH


def _means(ours: str, their: str, stem: str) -> bool:
    """Whether an id is one of that file: its words are those of the file's name or of the other id."""
    own, others = set(plain(ours).split()) - {"id"}, set(plain(their).split()) - {"id"}
    file = {word for name in plain(stem).split() for word in (name, name.removesuffix("s"), name.removesuffix("es"))}
    return bool(others and others <= own) or bool(own & file) or bool(own & _PEOPLE and (file | others) & _PEOPLE)


def _with(to: Loaded, link: Other) -> Loaded:
    """The file with the labels as further columns."""
    lookup = Lookup(link.key, link.fields, their_key=link.their_key, prefix=link.prefix)
    table: Any = looked_up(to.table, lookup, link.by.table)
    new = [link.prefix + name for name in link.fields]
    columns = {**to.columns, **{name: profile(name, table.column(name)) for name in new}}
    return replace(to, table=table, columns=columns, added=(*to.added, *new))
