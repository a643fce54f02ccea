"""Chart notes: a chart kept, a cause, a phase, a point set aside, a held baseline, added to charts/<measure>.toml."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pyrometer import writing
from pyrometer.errors import BadSetting
from pyrometer.model.chart_plan import NO_PLAN
from pyrometer.plant import _charts

Kind = Literal["chart", "baseline", "phase", "set_aside", "cause"]
HEAD = (
    "What people know about this chart. Limits are anew only from a [[phase]] with its cause; [[cause]] says what was",
    "behind a point, [[set_aside]] why no limit rests on one. Read it aloud, correct it, keep it in version control.",
)
ONCE = ("chart", "baseline")
DAY_OF = {"baseline": "until", "phase": "starts_on", "set_aside": "on", "cause": "on"}
TEXT_OF = {"phase": "cause", "set_aside": "reason", "cause": "text"}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to write down: of which kind, about which day, in which words, when and by whom it was written.

    Of a chart to keep there is no day, and the words are its period ('' leaves that to what can be read).
    """

    kind: Kind
    day: date | None
    text: str
    recorded_on: date
    by: str = ""


def add(folder: Path, measure: str, note: Note) -> Path:
    """Adds the note to the measure's file and gives its place; what stands there stays as it was written.

    Raises BadSetting for a note without words, a phase that is there already, a baseline that is held already, a chart
    that is kept already, or a file that cannot be read.
    """
    import tomlkit

    path = _charts.place(folder, measure)
    _check(path, note)
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.is_file() else tomlkit.document()
    if not path.is_file():
        for line in HEAD:
            document.add(tomlkit.comment(line))
    _put(document, note)
    with writing.beside(path) as private:
        private.write_text(tomlkit.dumps(document), encoding="utf-8")
        _charts.read(private)
    return path


def _check(path: Path, note: Note) -> None:
    if note.kind not in ONCE and not note.text.strip():
        raise BadSetting(f"Say what happened on {note.day}, in a few words; a {note.kind} without words helps nobody.")
    known = _charts.read(path) if path.is_file() else NO_PLAN
    if note.kind == "chart" and known.kept is not None:
        raise BadSetting(f"{path} is kept already. Correct its [chart] there.")
    if note.kind == "baseline" and known.held is not None:
        raise BadSetting(f"{path} holds a baseline until {known.held.until} already. Correct it there.")
    if note.kind == "phase" and any(p.starts_on == note.day for p in known.phases):
        raise BadSetting(f"{path} has a phase from {note.day} already. Correct it there.")


def _put(document: "tomlkit.TOMLDocument", note: Note) -> None:  # type: ignore[name-defined]  # noqa: F821
    import tomlkit

    entry = tomlkit.table()
    if note.kind == "chart" and note.text:
        entry.add("period", note.text)
    if note.day is not None:
        entry.add(DAY_OF[note.kind], note.day)
    if note.kind in TEXT_OF:
        entry.add(TEXT_OF[note.kind], " ".join(note.text.split()))
    entry.add("recorded_on", note.recorded_on)
    if note.by.strip():
        entry.add("by", note.by.strip())
    if note.kind in ONCE:
        document.add(tomlkit.nl())
        document.add(note.kind, entry)
        return
    if note.kind not in document:
        document.add(tomlkit.nl())
        document.add(note.kind, tomlkit.aot())
    document[note.kind].append(entry)
