"""Nothing to go by: what files lack to be read at all - a time, an id, an end - each said with the nearest way out."""

from collections.abc import Sequence
from datetime import date

from pyrometer.sensors._guess import persons, roles
from pyrometer.sensors._guess.ends import ends
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers, Guess, Question
from pyrometer.sensors._guess.words import rank
from pyrometer.sensors._rule import is_day
from pyrometer.sensors._times import FIRST_YEAR, LAST_YEAR

MOST_OFFERED = 3  # columns that a sentence offers
OFTEN = 1.2  # rows a value, from which on a column may say whose rows they are
COUNTS = 3  # columns of numbers, which must be half of all: then rows count what many did


def nothing(files: Sequence[Loaded], answers: Answers) -> str:
    """Why nobody can be followed in these files, and what would help."""
    names = ", ".join(str(one.path) for one in files)
    if not (answers.time and is_day(answers.time)) and not any(one.names("time") for one in files):
        return next((hint for one in files if (hint := _unreadable(one))), "") or (
            f"{names}: no column holds times, so it cannot be told who went on and how soon. "
            "Name one with --time COLUMN, or one day for all rows with --time 2026-01-31."
        )
    if not any(roles.times(one) for one in files) and (absurd := _absurd(files)):
        return (
            f"{absurd} holds no day between {FIRST_YEAR} and {LAST_YEAR}. Days outside stand for 'unknown' or 'never' "
            "in exports and are not read; correct them in the file."
        )
    if (counted := _counted(files[0])) and len(files) == 1:
        day, *numbers = counted
        return (
            f"{names}: each row counts what many did ({', '.join(numbers[:MOST_OFFERED])}), so nobody can be followed "
            f"in it. Put one such number on a chart: pyrometer chart {names} --columns '{day},{numbers[-1]}'"
        )
    offered = [column for one in files for column in _recurring(one)][:MOST_OFFERED]
    likely = "; ".join(f"{c.name} has {c.n_values:,} different values in {c.n_filled:,} rows" for c in offered)
    return (
        f"{names}: no column tells whose row it is. Name one with --prospect COLUMN (--prospect @row: each row is one)"
        f"{f'. Perhaps: {likely}' if likely else ''}."
    )


def _absurd(files: Sequence[Loaded]) -> str:
    """The first column of times none of which is of our days, and its file."""
    found = (f"{one.path}: {c.name}" for one in files for c in one.columns.values() if c.kind == "time" and not c.span)
    return next(found, "")


def undated(files: Sequence[Loaded], answers: Answers) -> Guess | None:
    """A guess that asks for the one day of records that tell who was won, never when; None where it is no help."""
    if answers.time or any(one.names("time") for one in files) or any(_unreadable(one) for one in files):
        return None
    one = outcomes(files)
    if one is None:
        return None
    text = (
        f"{one.path} says who was won and holds no times. Of which day are these records? How many are won can then be "
        "told, not how soon."
    )
    proposed = "" if one.is_table else date.fromtimestamp(one.path.stat().st_mtime).isoformat()
    return only_asking(one, Question("time", text, "--time", proposed), answers)


def outcomes(files: Sequence[Loaded]) -> Loaded | None:
    """The first file that tells who was won, though never when; None where none does."""
    return next((one for one in files if ends(one, Answers()) is not None), None)


def only_asking(one: Loaded, question: Question, answers: Answers) -> Guess:
    """A guess that holds nothing but a question."""
    return Guess(one.stem, "", {}, (), (), (), (), answers.zone or "UTC", answers.currency, 0, questions=(question,))


def _counted(one: Loaded) -> list[str]:
    """The day and the numbers of a table whose rows count what many did; empty where it is none."""
    days = [name for name, column in one.columns.items() if column.span is not None and column.span.is_day]
    numbers = [c.name for c in one.columns.values() if c.kind == "number" and rank(c.name, "prospect") is None]
    is_one = days and len(numbers) >= COUNTS and len(numbers) * 2 >= len(one.columns)
    return [days[0], *numbers] if is_one else []


def _recurring(one: Loaded) -> list[Profile]:
    """Columns whose values come again, addresses of persons first: one of them may say whose rows they are."""
    fit = [
        column
        for column in one.columns.values()
        if column.kind in roles.IDS
        and column.filled_share > 0.9
        and 2 < column.n_values <= column.n_filled / OFTEN
        and not roles.is_truth(column)
    ]
    fit = [c for c in fit if not all(":" in value for value in c.values)]  # how long a call took is nobody's name
    return sorted(fit, key=lambda c: (not persons.looks(one, c), -c.n_values))


def _unreadable(one: Loaded) -> str:
    """Why a file without times may have some after all: cells that were not parted, days that Excel counts."""
    names = list(one.columns)
    if len(names) == 1 and any(not c.isalnum() and c not in " _-" for c in names[0]):
        return (
            f"{one.path} has a single column, '{names[0][:60]}'. If a sign stands between its cells, make it a comma, "
            "a semicolon or a tab."
        )
    for name, column in one.columns.items():
        named = any(rank(name, role) is not None for role in ("entered", "ended", "time"))
        if named and column.kind == "number" and column.values and all(_is_serial(v) for v in list(column.values)[:50]):
            return (
                f"{one.path}: {name} holds numbers like {next(iter(column.values))}, as Excel counts days inside. "
                "Format the column as a date and export it again; from which year the count runs cannot be known."
            )
    return ""


def _is_serial(text: str) -> bool:
    try:
        return 20_000 <= float(text) < 80_000  # 1954 to 2118
    except ValueError:
        return False
