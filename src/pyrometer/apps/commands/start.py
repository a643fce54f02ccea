"""start: from a file of records to a first report - guesses the mapping, writes it down with its evidence."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from pyrometer import config
from pyrometer.apps import _options, _progress, _report, _show
from pyrometer.errors import PyrometerError, SensorError
from pyrometer.sensors._guess.records import Answers


def run(files: tuple[str, ...], folder: Path | None, no_report: bool, as_json: bool, **answers: Any) -> None:  # noqa: FBT001
    """Make a plant from FILE... and print its first report.

    FILE is a CSV, TSV, Excel, Parquet or XES file, a journal, a folder of them, or the address of a database (then with
    --table). What cannot be known from the records is asked; with the flags below nothing is asked.
    """
    from pyrometer.plant import _start

    given = _options.given(answers)
    place = _start.place(files, folder)
    guess = answered([name for file in files for name in those_of(file)], place, given)
    if len(files) == 1 and config.place(files[0]).is_dir():
        guess = replace(guess, name=config.place(files[0]).resolve().name)
    with _progress.shown(quiet=as_json) as progress:
        plant = _start.make(guess, place, progress=progress)
    if as_json:
        _show.told(record(plant, guess, () if no_report else plant.findings()), "", as_json=True)
        return
    told(plant, guess)
    if not no_report:
        findings = plant.findings()
        _show.terminal(findings)
        click.echo(f"\nReport: {_report.write(plant, findings)}")
    click.echo(f"Correct a wrong guess in {place / 'sensors'} or {place / 'pyrometer.toml'}, then: pyrometer read")


def record(plant: Any, guess: Any, findings: Sequence[Any]) -> dict[str, Any]:
    """What was made and found, for JSON; the report is written where there are findings."""
    from pyrometer.views import _plain

    return {
        "folder": str(plant.folder),
        "mark": plant.mark,
        "unused": {str(path): why for path, why in guess.unused.items()},
        "readings": _plain.table(plant.measure("reading")),
        "kept": plant.kept(),
        "findings": [_plain.finding(finding) for finding in findings],
        "report": str(_report.write(plant, findings)) if findings else None,
    }


def those_of(file: str) -> list[str]:
    """The files in a folder whose names a sensor claims, in the order of their names; else the file itself."""
    folder = config.place(file)
    if not folder.is_dir():
        return [file]
    from pyrometer.sensors._read import kind_of

    found = []
    for one in sorted(folder.iterdir()):
        with suppress(SensorError):
            if one.is_file() and not one.name.startswith((".", "~$")) and kind_of(one):
                found.append(str(one))
    if not found:
        raise SensorError(f"{file} holds no file that a sensor reads: CSV, TSV, Excel, Parquet, XES or a journal.")
    return found


def answered(files: Sequence[str], folder: Path | None, given: dict[str, Any]) -> Any:
    """The guess, with its open questions answered by whoever sits there; else PlantError names the flags."""
    from pyrometer.plant import _start

    asked: dict[str, Any] = {}
    for _ in range(MOST_QUESTIONS):
        try:
            guess = _start.guessed(files, folder, given | asked)
        except PyrometerError as error:
            asked = put_right(error, asked)
            continue
        if not guess.questions:
            if asked.get("won", (NONE,)) == (NONE,) or guess.lost or "lost" in given | asked or not is_attended():
                return guess
            asked["lost"] = lost_of(guess)
            continue
        if not is_attended():
            raise _start.unanswered(guess)
        question = guess.questions[0]
        said = click.prompt(f"{question.text}\n{question.flag}", default=question.proposed or None, err=True)
        asked |= parsed(question, said)
    raise _start.unanswered(guess)


def lost_of(guess: Any) -> tuple[str, ...]:
    """Which acts or stages mean lost, from whoever has just said what means won; none where they know of none."""
    from pyrometer.model.event import FIELD_CHANGE

    known = (*guess.won, *guess.milestones, FIELD_CHANGE)
    words = [fact.action for fact in guess.actions if fact.action not in known]
    there = f" There is: {', '.join(words[:MOST_NAMED])}{' ...' if len(words) > MOST_NAMED else ''}." if words else ""
    said = click.prompt(
        f"And which means lost, if any? Several with commas between.{there}\n--lost", default=NONE, err=True
    )
    return () if said.strip() == NONE else tuple(v.strip() for v in said.split(",") if v.strip())


def put_right(error: PyrometerError, asked: dict[str, Any]) -> dict[str, Any]:
    """What was answered, once whoever sits there has decided between two readings; else without the last answer.

    Raises the error again where nobody sits there, or nothing was answered that could be at fault.
    """
    decides = getattr(error, "decides", "")
    if not is_attended() or not (decides or asked):
        raise error
    if decides:
        return asked | {decides: click.confirm(f"{str(error).split(' Decide with')[0]}\n{DECIDES[decides]}", err=True)}
    click.echo(str(error), err=True)
    return dict(list(asked.items())[:-1])


def is_attended() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty()


def parsed(question: Any, said: str) -> Mapping[str, Any]:
    """The answer as the guess takes it: several values may be given with commas between."""
    name = question.flag.split()[0].lstrip("-").replace("-", "_")
    values = tuple(v.strip() for v in said.split(",") if v.strip())
    return {name: values if name in ("won", "lost") else said.strip()}


def told(plant: Any, guess: Any) -> None:
    """What was understood, in a few lines."""
    from pyrometer.studies._parts.say import plural

    for path, why in guess.unused.items():
        click.echo(f"Not used: {Path(path).name}: {why}")
    kept = plant.kept()
    for run_ in plant.measure("reading"):
        n_kept = kept.get(run_["source"], 0)
        rows, events = plural(run_["n_rows"], "row"), plural(run_["n_events"], "event")
        if n_kept != run_["n_events"]:
            events += f" told, {n_kept:,} of them kept (the others are told again, contradicted or taken back)"
        click.echo(f"{run_['source']}: {rows}, {events}, {run_['n_refused']:,} refused.")
        for line in reasons(plant, run_["source"]) if run_["n_refused"] else ():
            click.echo(f"  {line}")
    click.echo()


def reasons(plant: Any, source: str) -> list[str]:
    """Why rows of a source were refused: the most frequent kinds, each with how many and its first row."""
    kinds: dict[str, list[Any]] = {}
    for row in plant.ledger.refused().select(["source", "code", "file", "row", "reason"]).to_pylist():
        if row["source"] == source:
            kinds.setdefault(row["code"], []).append(row)
    most = sorted(kinds.values(), key=lambda rows: (-len(rows), rows[0]["code"]))[:MOST_REASONS]
    firsts = [(len(rows), min(rows, key=lambda r: (r["file"], r["row"]))) for rows in most]
    return [f"{n:,} refused, the first in row {first['row']:,}: {first['reason']}" for n, first in firsts]


MOST_QUESTIONS = 12
MOST_NAMED = 8  # words that a question lists
NONE = "none"
MOST_REASONS = 3  # for which rows were refused, that start tells; the study trust lists them all
DECIDES = {"day_first": "Does the day come first?", "decimal_comma": "Is the comma the decimal mark?"}
COMMAND = click.Command(
    "start",
    callback=run,
    params=[
        click.Argument(["files"], nargs=-1, required=True, metavar="FILE..."),
        click.Option(["--folder"], type=click.Path(path_type=Path), help="The plant to make. [named after the file]"),
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON."),
        click.Option(["--no-report"], is_flag=True, help="Only make the plant."),
        *_options.options(Answers),
    ],
    help=run.__doc__,
)
