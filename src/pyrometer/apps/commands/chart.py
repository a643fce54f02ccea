"""chart: one measure on the chart that fits it, its phases and causes; or a bare CSV of dates and values."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrometer.apps import _options, _show
from pyrometer.errors import BadSetting
from pyrometer.studies.chart import Settings

if TYPE_CHECKING:
    from pyrometer.model.finding import Finding
    from pyrometer.plant._chart_notes import Kind

WRITES = ("keep", "note", "phase", "set_aside", "hold")
KIND_OF: Mapping[str, "Kind"] = {
    "keep": "chart",
    "note": "cause",
    "phase": "phase",
    "set_aside": "set_aside",
    "hold": "baseline",
}
BARE = ("columns", "day_first", "decimal_comma")


def _writes(command: Any) -> Any:
    """The options that write something down about the chart."""
    said = (
        ("note", (_options.DAY, str), "Write down the cause behind the period that holds this day."),
        ("phase", (_options.DAY, str), "New limits from this day on, with the cause of the change."),
        ("set-aside", (_options.DAY, str), "No limit rests on the period that holds this day; with the reason."),
        ("hold", _options.DAY, "Hold the limits of the periods that begin before this day."),
    )
    command = click.option("--by", default="", help="Who writes it down.")(command)
    for name, kind, text in reversed(said):
        command = click.option(f"--{name}", type=kind, default=None, help=text)(command)
    kept = "Keep this chart: it stands in every report (with --period, by that period)."
    return click.option("--keep", is_flag=True, default=None, help=kept)(command)


def _studied(command: Any) -> Any:
    """The settings of the study as options; the measure is the argument."""
    for option in reversed(_options.options(Settings)):
        if option.name != "measure":
            command.params.append(option)
    return command


@click.command("chart")
@click.argument("measure", metavar="MEASURE|FILE.csv")
@_show.shown
@_options.in_plant
@_writes
@click.option("--columns", default="", help="Of a FILE: its columns, like week,orders,visitors.")
@click.option("--day-first/--no-day-first", default=None, help="Of a FILE: 03/04 is 3 April.")
@click.option("--decimal-comma/--no-decimal-comma", default=None, help="Of a FILE: 1,5 is one and a half.")
@click.option("--as-known", type=_options.DAY, help="Judge with what was known on that day.")
@click.pass_context
def COMMAND(ctx: click.Context, /, measure: str, folder: Path | None, **rest: Any) -> None:  # noqa: N802
    """Show MEASURE (a milestone, entered, won, lost or won-share) with its limits, or FILE.csv (dates and values, or
    dates, numerator, denominator) without any plant. Exit 1 when there is a signal without a known cause.

    --keep puts the chart into every report. What is known is written down with --note, --phase, --set-aside or
    --hold. Both go into charts/ of the plant.
    """
    from pyrometer.apps import _bare

    shown = {key: rest.pop(key) for key in _show.KEYS}
    writes = {key: rest.pop(key) for key in WRITES}
    by, said, as_known = rest.pop("by"), {key: rest.pop(key) for key in BARE}, rest.pop("as_known")
    if folder is None and _bare.looks_like_file(measure):
        _refuse_writes(writes)
        finding = _of_file(Path(measure), said, rest)
    elif any(v is not None for v in writes.values()):
        _write(_options.plant_folder(folder), measure, writes, (by, _period(writes, rest)), as_json=shown["as_json"])
        return
    else:
        finding = _of_plant(_options.plant_folder(folder), measure, as_known, rest)
    _show.findings([finding], **shown)
    ctx.exit(1 if finding.verdict == "signal" else 0)


def _of_plant(folder: Path, measure: str, as_known: date | None, rest: dict[str, Any]) -> "Finding":
    from pyrometer.plant import Plant

    plant = Plant(folder)
    _known(plant)
    return plant.study("chart", measure=measure, as_known=as_known, **_options.given(rest))


def _of_file(path: Path, said: dict[str, Any], rest: dict[str, Any]) -> "Finding":
    from dataclasses import replace

    from pyrometer.apps import _bare
    from pyrometer.model.chart_plan import NO_PLAN
    from pyrometer.model.finding import Caution
    from pyrometer.studies import chart
    from pyrometer.studies._parts import charted

    if rest.get("period") is not None:
        raise BadSetting(f"The periods of {path} are its own rows: leave --period away.")
    columns = tuple(c.strip() for c in str(said["columns"]).split(",") if c.strip())
    track, left_out = _bare.read(path, _bare.Said(columns, said["day_first"], said["decimal_comma"]))
    wanted = charted.Wanted(rest.get("kind") or "", rest.get("rules") or "", rest.get("baseline"))
    found = chart.finding(track, NO_PLAN, wanted)
    if not left_out:
        return found
    rows = "row holds no value and is" if left_out == 1 else "rows hold no value and are"
    return replace(found, cautions=(*found.cautions, Caution("dropped-rows", f"{left_out} {rows} left out.", left_out)))


def _refuse_writes(writes: dict[str, Any]) -> None:
    given = [name for name, value in writes.items() if value is not None]
    if given:
        option = given[0].replace("_", "-")
        raise BadSetting(f"--{option} is kept in a plant; a bare file has none. Hold limits for once with --baseline.")


def _known(plant: Any) -> None:
    """Raises BadSetting for a chart file about no measure: what is written there would be honoured nowhere."""
    from pyrometer.plant import _charts
    from pyrometer.studies._parts import path, tracks

    if path.unset(plant.facts) is None:
        _charts.strays(_charts.Charts(plant.folder), tracks.names(plant.facts))


def _period(writes: dict[str, Any], rest: dict[str, Any]) -> str:
    """The period that a chart is kept by; raises BadSetting where it is given with something else to write."""
    period = rest.get("period") or ""
    if period and not writes["keep"]:
        raise BadSetting("A note is about a day, whatever the period: leave --period away, or keep the chart by it.")
    return "" if period == "auto" else period


def _write(folder: Path, measure: str, writes: dict[str, Any], said: tuple[str, str], *, as_json: bool) -> None:
    """Writes what was said into the plant's chart file; nothing is written unless all of it can be."""
    from pyrometer.plant import Plant, _chart_notes
    from pyrometer.studies._parts import tracks

    plant = Plant(folder)
    _known(plant)
    name = tracks.named(plant.facts, measure)
    today = date.today()  # noqa: DTZ011 - the writer's own day
    (by, period), lines, wrote = said, [], []
    for key, value in writes.items():
        if value is None:
            continue
        day, text = (None, period) if key == "keep" else value if isinstance(value, tuple) else (value, "")
        path = _chart_notes.add(folder, name, _chart_notes.Note(KIND_OF[key], day, text, today, by))
        about = ", ".join(str(part) for part in (key.replace("_", " "), day) if part)
        lines.append(f"Wrote {path}: {about}{': ' + text if text else ''}")
        wrote.append({"kind": KIND_OF[key], "day": day, "text": text, "by": by})
    record = {"measure": name, "file": str(path), "wrote": wrote}
    _show.told(record, "\n".join((*lines, f"See it: pyrometer chart {name}")), as_json=as_json)


COMMAND = _studied(COMMAND)
