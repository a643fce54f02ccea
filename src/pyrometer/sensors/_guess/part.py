"""What one file gives to the plant: its sensor file in the making, and what the others must know of it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from pyrometer.model.event import FIELD_CHANGE
from pyrometer.sensors._guess.draft import Draft, Line
from pyrometer.sensors._guess.load import Loaded, whole_column
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.styles import is_readable, of_money, of_time

Shape = Literal["wide", "log", "page", "later"]


@dataclass(slots=True)
class Part:
    """One file's sensor in the making."""

    shape: Shape
    loaded: Loaded
    draft: Draft
    prospect: str
    zone: str
    times: list[Profile]
    amount: Profile | None = None
    currency: str | None = None
    segments: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    has_end: bool = False
    has_start: bool = True
    expects: tuple[str, ...] = ()  # ends that a person has named and no row says yet
    steps: tuple[str, ...] = ()  # actions on the way from entering to winning, where a list has a date for each

    def add_segments(self, columns: list[str]) -> None:
        """Tell more of the prospect: with its entry, in a log with each event."""
        known = [c for c in self.segments if c not in columns]
        self.segments = [*known, *columns]
        acts = [i for i, b in enumerate(self.draft.blocks) if all(n.value != FIELD_CHANGE for n in b.lines)]
        for i in acts[:1] if self.shape == "wide" else acts:
            block = self.draft.blocks[i]
            if block.is_off:
                continue
            kept = [line for line in block.lines if line.key != "about"]
            told = next((dict(line.value) for line in block.lines if line.key == "about"), {})  # type: ignore[arg-type]
            told |= own_names(columns)
            lines = (*kept, Line("about", told, "studies may split by these"))
            self.draft.blocks[i] = replace(block, lines=lines)


def drafts(part: Part) -> list[Draft]:
    """Its sensor file, and one for each further sheet of the same columns."""
    found = [part.draft]
    for sheet in part.loaded.same_sheets:
        name = "-".join("".join(c if c.isalnum() else " " for c in sheet.lower()).split()) or "sheet"
        lines = [replace(line, value=sheet, why="") if line.key == "sheet" else line for line in part.draft.lines]
        taken = {draft.name for draft in found}
        free = next(
            n for n in (f"{part.draft.name}-{name}{'-again' * i}" for i in range(len(found) + 1)) if n not in taken
        )
        found.append(replace(part.draft, name=free, lines=lines))
    return found


def begin(loaded: Loaded, folder: Path | None) -> Draft:
    """The first lines of a sensor file: what it is and where it lies."""
    draft = Draft(loaded.stem)
    refused = f", and {loaded.n_refused:,} lines that do not fit its header" if loaded.n_refused else ""
    judged = "rows" if loaded.is_whole else "rows judged; there are more"
    draft.remarks += [
        f"Guessed from {loaded.path.name}: {loaded.table.num_rows:,} {judged}{refused}.",
        "Each line may be corrected; then: pyrometer read",
    ]
    draft.say("sensor", loaded.kind)
    if loaded.is_table:
        draft.say("url", loaded.settings.url, "read only; ${NAME} is taken from the environment")
        draft.say("table", loaded.settings.table)
        return draft
    draft.say("path", written(loaded.path, folder))
    if loaded.sheet:
        others = ", ".join(loaded.other_sheets)
        draft.say("sheet", loaded.sheet, f"others that hold something: {others}" if others else "")
    return draft


def written(path: Path, folder: Path | None) -> str:
    """A file's path as a plant writes it: relative to the plant's folder, absolute where there is none."""
    whole = path.resolve()
    if folder is None:
        return whole.as_posix()
    try:
        return Path(os.path.relpath(whole, folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return whole.as_posix()


def declare(part: Part, answers: Answers) -> None:
    """The section of fields: how times and amounts are written, with the evidence of each."""
    fields = part.draft.sections.setdefault("fields", [])
    for column in part.times:
        if column.name not in part.loaded.columns or column.kind == "empty":  # a day that was said; not known yet
            continue
        sure = column if is_readable(column, answers) else whole_column(part.loaded, column)
        fields.append(Line(column.name, *of_time(sure, answers)))
    if part.amount is not None:
        fields.append(Line(part.amount.name, *of_money(part.amount, answers, part.currency)))
    used = [c for c in (*part.times, part.amount) if c is not None and c.codes]
    if used:
        lines = [Line(c.name, list(c.codes), "stands for none, by its look") for c in used]
        part.draft.sections["missing"] = lines
    if not fields:
        part.draft.sections.pop("fields")


def own_names(columns: list[str]) -> Mapping[str, str]:
    """Columns as fields of `about`: each under a short name, taken from the column."""
    names: dict[str, str] = {}
    for column in columns:
        short = column.removeprefix("case:").lower()
        clean = "_".join("".join(c if c.isalnum() else " " for c in short).split()) or "field"
        names[clean if clean not in names else f"{clean}_{len(names)}"] = "{" + column + "}"
    return names
