"""Figures in the terminal: the flow as a table with bars, series as dots, ordered bars; tables say the rest."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from pyrometer.figures._chart_notes import of_data, says, signed
from pyrometer.figures._say import NOTHING, between, briefs, day, number, plural
from pyrometer.figures._strip import is_signal
from pyrometer.model.figure import Figure
from pyrometer.views._dots import cells, row_of
from pyrometer.views._terminal import HOT, QUIET, STYLES, Col, Face, grid

BAR = 15
CAME_BACK = (
    ("Again", "n_taken_up", "stopped there and taken up again"),
    ("Back", "n_back", "came back there from a later milestone"),
)
Data = Mapping[str, Any]


def drawn(figure: Figure, face: Face) -> list[RenderableType]:
    """What the terminal shows of a figure; nothing where a table says it better."""
    draw = DRAWERS.get(figure.kind)
    return draw(figure, face) if draw else []


def flow(figure: Figure, face: Face) -> list[RenderableType]:
    """Milestone | In | On | 95% | Waiting | Days | 85% | Hours | Again | Back; the constraint has an arrow."""
    steps: Sequence[Data] = figure.data.get("steps") or []
    if not steps:
        return []
    held = figure.data.get("constraint")
    arrow = ">" if face.plain else "►"
    names = [
        Text(f"{arrow if s['name'] == held else ' '} {s['name']}", STYLES["hot"] if s["name"] == held else "bold")
        for s in steps
    ]
    days = [s.get(name) for name in ("median_days", "p85_days") for s in steps]
    lengths = ["same day" if d == 0 else said for d, said in zip(days, briefs(days), strict=True)]
    cols = [Col("Milestone", False, tuple(names))]
    cols += [numbers("In", [number(s.get("n_in"), "count") for s in steps])]
    cols += [numbers("On", [number(s.get("share"), "share") for s in steps])]
    cols += [numbers("95%", [between(s.get("low"), s.get("high"), "share") for s in steps])]
    cols += [Col("Waiting", False, tuple(waiting(s, steps, face) for s in steps), is_drawn=True)]
    cols += [numbers("Days", lengths[: len(steps)])]
    cols += [numbers("85%", lengths[len(steps) :])]
    if any(s.get("hours") is not None for s in steps):
        cols += [numbers("Hours", [number(s.get("hours"), "hours") for s in steps])]
    came = [(head, name) for head, name, _ in CAME_BACK if any(s.get(name) for s in steps)]
    cols += [numbers(head, [number(s.get(name), "count") for s in steps]) for head, name in came]
    made, left_out = grid(cols, face)
    shown = [col.head for col in cols if col not in left_out]
    return [made, *flow_keys(figure, shown, face)]


def flow_keys(figure: Figure, shown: Sequence[str], face: Face) -> list[Text]:
    """What the marks and the columns shown of a flow mean."""
    key = Text()
    if figure.data.get("constraint"):
        key.append(f" {'>' if face.plain else '►'} constraint    ", HOT)
    if any(s.get("n_too_long") for s in figure.data["steps"]) and "Waiting" in shown:
        key.append("! " if face.plain else "█ ", HOT)
        key.append(f"too long: {figure.data['too_long']}" if figure.data.get("too_long") else "waiting too long", HOT)
    came = [Text(f" {head}: {what}", QUIET) for head, _, what in CAME_BACK if head in shown]
    return [key, *came] if key else came


def numbers(head: str, written: Sequence[str]) -> Col:
    """A column of numbers."""
    return Col(head, True, tuple(Text(w, QUIET if w == NOTHING else "") for w in written))


def waiting(step: Data, steps: Sequence[Data], face: Face) -> Text:
    """How many wait, as a bar whose too-long part is hot, and the number."""
    most = max(s.get("n_waiting") or 0 for s in steps) or 1
    n, late = step.get("n_waiting") or 0, step.get("n_too_long") or 0
    long = max(1, round(BAR * n / most)) if n else 0
    hot = min(long, round(long * late / n)) if n else 0
    full, part = ("=", "!") if face.plain else ("█", "█")
    text = Text(full * (long - hot), QUIET)
    text.append(part * hot, HOT)
    return text.append((" " if long else "") + number(step.get("n_waiting"), "count"), QUIET)


def strip(figure: Figure, face: Face) -> list[RenderableType]:
    """Measure | dots | Latest | Routine | Reading."""
    return series_table(figure.data.get("rows") or [], str(figure.data.get("every") or "week"), face)


def chart(figure: Figure, face: Face) -> list[RenderableType]:
    """A control or run chart as one line of dots."""
    if not figure.data.get("points"):
        return []
    early = figure.data.get("too_early")
    row = row_of(figure.data, figure.title, f"too early for limits: {early}" if early else "")
    return [*series_table([row], str(figure.data.get("every") or "week"), face), *notes(figure.data)]


def notes(data: Data) -> list[RenderableType]:
    """What people wrote on the chart, by number, with who signed."""
    lines = [
        Text.assemble(f"  {n['number']}  {day(str(n['on']))}  {says(n)} ", (f"({signed(n)})", QUIET))
        for n in of_data(data)
    ]
    return [Padding(Text("\n").join(lines), (0, 0, 1, 0))] if lines else []


def series_table(rows: Sequence[Data], every: str, face: Face) -> list[RenderableType]:
    """Many measures, one line each."""
    if not rows:
        return []
    n = min(28, max(len(r.get("values") or []) for r in rows))
    cols = [
        Col("Measure", False, tuple(Text(str(r["label"]), "bold" if is_signal(r) else "") for r in rows)),
        Col(plural(n, every), False, tuple(dots(r, face) for r in rows), is_drawn=True),
        numbers("Latest", [number(_last(r), str(r.get("unit") or "")) for r in rows]),
        numbers("Routine", [_routine(r) for r in rows]),
        Col("Reading", False, tuple(Text(_reading(r), STYLES["hot"] if is_signal(r) else QUIET) for r in rows)),
    ]
    return [grid(cols, face)[0]]


def dots(row: Data, face: Face) -> Text:
    """The strip of one measure."""
    text = Text()
    for cell in cells(row, plain=face.plain):
        text.append(cell.letter, STYLES[cell.meaning])
    return text


def _last(row: Data) -> float | None:
    known = [v for v in row.get("values") or [] if v is not None]
    return known[-1] if known else None


def _routine(row: Data) -> str:
    unit = str(row.get("unit") or "")
    if row.get("upper") is None:
        return NOTHING
    return (
        between(row["lower"], row["upper"], unit)
        if row.get("lower") is not None
        else f"to {number(row['upper'], unit)}"
    )


def _reading(row: Data) -> str:
    if row.get("says"):
        return str(row["says"])
    if row.get("upper") is None:
        return "too early for limits"
    return "look: a signal" if is_signal(row) else "routine; leave it alone"


def bars(figure: Figure, face: Face) -> list[RenderableType]:
    """Bars of blocks with their numbers."""
    rows: Sequence[Data] = figure.data.get("bars") or []
    if not rows:
        return []
    unit = str(figure.data.get("unit") or "")
    most = max(abs(r.get("value") or 0) for r in rows) or 1
    block = "=" if face.plain else "█"
    blocks = [Text(block * round(24 * abs(r.get("value") or 0) / most), HOT if r.get("hot") else QUIET) for r in rows]
    cols = [
        Col("", False, tuple(Text(str(r["label"])) for r in rows)),
        Col("", False, tuple(blocks), is_drawn=True),
        numbers(str(figure.data.get("value_name") or unit), [number(r.get("value"), unit) for r in rows]),
    ]
    return [grid([cols[0], cols[2], cols[1]], face)[0]]


DRAWERS: Mapping[str, Callable[[Figure, Face], list[RenderableType]]] = {
    "flow": flow,
    "strip": strip,
    "control_chart": chart,
    "run": chart,
    "bars": bars,
    "pareto": bars,
}
