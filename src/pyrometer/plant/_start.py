"""Starting: from files that are there to a plant folder that can be read, corrected and asked."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from pyrometer import config
from pyrometer.errors import PlantError, unknown
from pyrometer.plant import _robots
from pyrometer.plant._open import Plant
from pyrometer.plant._opened import Progress

IGNORED = "# The data of the plant; written by pyrometer read, never edited by hand.\n/ledger/\n/reports/\n"


def start(
    *files: str | Path,
    folder: str | Path | None = None,
    progress: Progress | None = None,
    now: datetime | None = None,
    **answers: Any,
) -> Plant:
    """A plant made from those files in `folder` (default: named after the first file, in the current one), and read.

    `answers` decide what would otherwise be guessed (prospect, time, stage, won, lost, owner, amount, zone ...). What
    cannot be known is asked for by raising PlantError with the name of each answer. Nothing is left behind when
    anything fails.
    """
    guess = guessed(files, folder, answers)
    if guess.questions:
        raise unanswered(guess)
    return make(guess, place(files, folder), progress=progress, now=now)


def unanswered(guess: Any) -> PlantError:
    """What only a person can know of these files, each with the flag that answers it; raise what it returns."""
    return PlantError(" ".join(f"{q.text} Answer with {_flag(q)}." for q in guess.questions))


def _flag(question: Any) -> str:
    return f"{question.flag} {question.proposed}".rstrip()


def guessed(files: Sequence[str | Path], folder: str | Path | None, answers: Mapping[str, Any]) -> Any:
    """The guess about those files; raises PlantError or SensorError with the way out."""
    from pyrometer.sensors import _guess
    from pyrometer.sensors.sql import is_address

    if not files:
        raise PlantError("Name a file of records: pyrometer start deals.csv")
    known = _guess.Answers.__dataclass_fields__
    for name in answers:
        if name not in known:
            raise unknown("answer", name, known)
    several = ("won", "lost", "table")
    whole: dict[str, Any] = {n: (v,) if n in several and isinstance(v, str) else v for n, v in answers.items()}
    to_be = place(files, folder)
    if (to_be / config.FILE).exists() or (to_be.exists() and (not to_be.is_dir() or any(to_be.iterdir()))):
        raise PlantError(f"{to_be} is there already. Read it again with pyrometer read, or name another --folder.")
    given = [str(f) if is_address(f) else config.place(f) for f in files]
    return _guess.guess(given, _guess.Answers(**whole), to_be)


def place(files: Sequence[str | Path], folder: str | Path | None) -> Path:
    """Where the plant will be."""
    if folder is not None:
        return config.place(folder)
    stem = _last(str(files[0])).split(".")[0]
    return Path(f"{_slug(stem) or 'my'}-plant")


def _last(source: str) -> str:
    """The name of a file, or of a database in its address."""
    from pyrometer.sensors.sql import is_address

    if not is_address(source):
        return Path(source).name
    _, _, rest = source.split("?")[0].rpartition("://")
    return rest.rpartition("/")[2] if "/" in rest or source.startswith("$") else "database"


def make(guess: Any, folder: Path, *, progress: Progress | None = None, now: datetime | None = None) -> Plant:
    """Writes the plant beside its place, reads it there, and puts it in place in one step."""
    with beside(folder) as private:
        write(guess, private)
        plant = Plant(private)
        readings = plant.read(progress=progress, now=now)
        if not any(reading.n_new for reading in readings):
            raise PlantError(_nothing(plant))
        _robots.note(plant)
        Plant(private).known()  # journeys are cut now: a plant that cannot be measured is not left behind
    return Plant(folder)


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A private folder at the same depth (paths in sensor files are relative), renamed to `folder` at the end."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    private = folder.with_name(f".{folder.name}-{uuid4().hex[:8]}")
    private.mkdir()
    try:
        yield private
        if folder.is_dir():
            folder.rmdir()  # an empty one is taken
        private.rename(folder)
    finally:
        shutil.rmtree(private, ignore_errors=True)


def _nothing(plant: Plant) -> str:
    refused = plant.ledger.refused().slice(0, 1).to_pylist()
    why = f" The first: {refused[0]['file']}, row {refused[0]['row']}: {refused[0]['reason']}" if refused else ""
    return f"Not one event could be read from these files.{why}"


def write(guess: Any, folder: Path) -> None:
    """The guess as a plant folder: settings, sensors and definitions, each with its evidence."""
    for part in ("sensors", "definitions", "reports"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / config.FILE).write_text(settings(guess), encoding="utf-8")
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    for name, text in guess.sensors.items():
        (folder / "sensors" / name).write_text(text, encoding="utf-8")
    for name, text in definitions(guess).items():
        (folder / "definitions" / f"{name}.toml").write_text(text, encoding="utf-8")


def settings(guess: Any) -> str:
    """pyrometer.toml of a guess, with the evidence as comments."""
    from pyrometer.sensors._guess.draft import remark

    path = list(names(guess.milestones).values())
    won = path[-1] if path else ""
    lines = [
        "# A first guess. Correct what is wrong, then: pyrometer read",
        "[plant]",
        f"name = {_quoted(guess.name)}",
        f"zone = {_quoted(guess.zone)}",
        *([f"currency = {_quoted(guess.currency)}"] if guess.currency else []),
        "",
        "[process]",
        *(remark(sentence) for sentence in guess.evidence),
        f"milestones = [{', '.join(_quoted(m) for m in path)}]",
        f"won = {_quoted(won)}",
        *(
            [f"lost = {_quoted(LOST)}"]
            if guess.lost
            else ["# lost: nothing in these records says that a prospect is lost"]
        ),
        f"grade = {guess.grade}  # evidence that moves a milestone: {GRADES[guess.grade]}",
        f"segments = [{', '.join(_quoted(s) for s in guess.segments)}]",
    ]
    return "\n".join(lines) + "\n"


def definitions(guess: Any) -> dict[str, str]:
    """A definition for each milestone and one for lost, by name."""
    from pyrometer.definitions import starter

    found = {}
    for action, name in names(guess.milestones).items():
        wins = action == guess.milestones[-1]
        actions = tuple(guess.won) if wins and action in guess.won else (action,)
        if action == guess.milestones[0] and guess.enters_with:
            actions = guess.enters_with
        side = _side(guess, actions[0])
        found[name] = starter.milestone_from_actions(
            name, _title(guess, action), side, actions, guess.grade, taken_back=_taken_back(guess) if wins else None
        )
    if guess.lost:
        side = _side(guess, guess.lost[0])
        found[LOST] = starter.lost_from_actions(LOST, side, tuple(guess.lost), guess.grade, taken_up=guess.taken_up)
    return found


def _taken_back(guess: Any) -> dict[Any, list[str]]:
    """What takes a win back, by who does it."""
    found: dict[Any, list[str]] = {}
    for action in guess.taken_back:
        found.setdefault(_side(guess, action), []).append(action)
    return found


def _side(guess: Any, action: str) -> Any:
    """Who does it; of an end that no row says yet: the customer, but a seller who moves stages."""
    sides = {fact.action: fact.side for fact in guess.actions}
    by_stage = guess.template == CRM and action not in OWN_WORDS
    return sides.get(action, "seller" if by_stage else "customer")


def _title(guess: Any, action: str) -> str:
    """Stages of a CRM are reached; the rest as people say it."""
    return f"reached {action}" if guess.template == CRM and action not in (*OWN_WORDS, "won", "lost") else title(action)


CRM, OWN_WORDS = "crm-export", ("entered", "ordered", "declined")  # a template, and what the guess itself calls things
LOST = "lost"
GRADES = (
    "0, the seller says so",
    "1, a machine saw something",
    "2, a deliberate act of an identified person",
    "3, a two-sided record",
    "4, money",
)


def names(actions: Sequence[str]) -> dict[str, str]:
    """The name of the definition for each action, no two alike; a step without a latin letter is named by its place."""
    found: dict[str, str] = {}
    for place, action in enumerate(actions, 1):
        name = _slug(action) or f"step-{place}"
        taken = {LOST, *found.values()}
        found[action] = next(n for n in (name, *(f"{name}-{i}" for i in range(1, len(taken) + 2))) if n not in taken)
    return found


def title(action: str) -> str:
    """How people say it: 'gave time' for gave_time; a code of some system stays as it is, and is reached."""
    words = action.replace("_", " ").strip()
    return words if words.islower() and "_" in action or words.isalpha() and words.islower() else f"reached {action}"


def _slug(text: str) -> str:
    from pyrometer.sensors._guess.words import bare

    return re.sub(r"[^a-z0-9]+", "-", bare(text)).strip("-")


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
