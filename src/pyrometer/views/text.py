"""Text: a finding or a list of findings for the terminal, 92 letters wide."""

from collections.abc import Sequence
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from pyrometer.figures._say import day, plural
from pyrometer.model.finding import Caution, Finding, Provenance
from pyrometer.views import View
from pyrometer.views._terminal import HOT, QUIET, STYLES, WIDTH, Col, Face, columns, grid
from pyrometer.views._terminal_figures import drawn
from pyrometer.views._words import VERDICTS, agreed, coded, definition, name, overview, ranked

MOST_ROWS = 14


def text(findings: Sequence[Finding], *, width: int = WIDTH, colour: bool = False, plain: bool = False) -> str:
    """One finding in full, or several as a list, as a string.

    `colour` adds the codes of a colour terminal, `plain` keeps to ASCII letters. An app with a console of its own
    (which honours NO_COLOR and pipes) prints `parts(findings, ...)` instead.
    """
    out = StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False, emoji=False)
    for part in parts(findings, width=width, plain=plain):
        console.print(part)
    lines = (line.rstrip() for line in out.getvalue().splitlines())
    written = "\n".join(lines).rstrip() + "\n"
    return ascii_only(written) if plain else written


def parts(findings: Sequence[Finding], *, width: int = WIDTH, plain: bool = False) -> list[RenderableType]:
    """What to print, part by part, for a rich console of at most that width."""
    face = Face(min(width, WIDTH), plain)
    if len(findings) == 1:
        return one(findings[0], face)
    return summary(findings, face)


def summary(findings: Sequence[Finding], face: Face) -> list[RenderableType]:
    """The sentence over all, the flow if there is one, and a line for each finding, signals first."""
    if not findings:
        return [Text("No finding.")]
    first, dot, rest = overview(findings).partition(".")
    found: list[RenderableType] = [Text.assemble((first + dot, "bold"), rest), Text()]
    flows = [f for finding in findings for f in finding.figures if f.kind == "flow"]
    found += drawn(flows[0], face) if flows else []
    listed = ranked(findings)
    cols = [
        Col("Finding", False, tuple(Text(name(f), "bold" if f.verdict == "signal" else "") for f in listed)),
        Col("", True, tuple(sign(f, face) for f in listed)),
        Col("What it says", False, tuple(Text(_clean(f.headline), _loud(f)) for f in listed)),
    ]
    return [*found, grid([cols[1], cols[0], cols[2]], face)[0]]


def _loud(finding: Finding) -> str:
    return "bold" if finding.verdict == "signal" else ""


def sign(finding: Finding, face: Face) -> Text:
    """The sign of a verdict."""
    word = VERDICTS[finding.verdict]
    return Text(word.letter if face.plain else word.sign, STYLES["hot"] if finding.verdict == "signal" else QUIET)


def one(finding: Finding, face: Face) -> list[RenderableType]:
    """A finding: question, verdict, sentence, figure or table, reading, cautions, next step, source."""
    word = VERDICTS[finding.verdict]
    loud = STYLES["hot"] if finding.verdict == "signal" else QUIET
    found: list[RenderableType] = [Text(_clean(finding.question), QUIET), Text()]
    found += [Text.assemble((_clean(finding.headline), "bold")), Text(word.says, loud), Text()]
    said = any(f.kind == "strip" for f in finding.figures)  # its lines hold those of the charts
    kept = [f for f in finding.figures if not (said and f.kind in ("control_chart", "run"))]
    shown = [part for figure in kept for part in drawn(figure, face)]
    found += shown or tables(finding, face)
    found += [Group(Text(_clean(line)), Text()) for line in finding.reading]
    found += cautions(finding.cautions, face)
    if finding.next_step:
        found += [Text.assemble(("Next: ", "bold"), _clean(finding.next_step)), Text()]
    return found + source(finding.provenance)


def tables(finding: Finding, face: Face) -> list[RenderableType]:
    """The finding's tables; rows and columns that do not fit are counted, never silently cut."""
    found: list[RenderableType] = []
    for title, table in finding.tables.items():
        cols = columns(table)
        if not len(table) or not cols:
            continue
        shown = [Col(c.head, c.is_number, c.cells[:MOST_ROWS]) for c in cols]
        made, left_out = grid(shown, face)
        found += [Text(f" {title.replace('_', ' ')}", QUIET), made]
        rest = [plural(len(table) - MOST_ROWS, "more row")] if len(table) > MOST_ROWS else []
        rest += [f"columns left out: {', '.join(c.head for c in left_out)}"] if left_out else []
        found += [Padding(Text("; ".join(rest), QUIET), (0, 0, 1, 1))] if rest else []
    return found


def cautions(found: Sequence[Caution], face: Face) -> list[RenderableType]:
    """What to know before leaning on the numbers."""
    if not found:
        return []
    dash = "-" if face.plain else "–"
    lines = []
    for c in found:
        lines.append(Text.assemble(f"{dash} {_clean(c.text)} ", (coded(c), QUIET)))
    return [Text("Before you lean on it", HOT), *lines, Text()]


def source(of: Provenance) -> list[RenderableType]:
    """Definitions, period and ledger mark in quiet letters."""
    lines = [f"{definition(ref)}, {agreed(ref)}" for ref in of.definitions]
    place = []
    if of.period is not None:
        place.append(" to ".join(day(at.isoformat()) for at in of.period) + f" ({of.zone})")
    if of.ledger_mark is not None:
        place.append(f"ledger mark {of.ledger_mark}, as known {of.as_known}")
    lines += ["; ".join(place)] if place else []
    return [Text(_clean(line), QUIET) for line in lines]


PLAIN = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "×": "x", "≥": ">=", "≤": "<=", "“": '"', "”": '"', "‘": "'", "’": "'", "→": "->"}
    | {"…": "...", "·": ".", "▲": "^", "▼": "v", "►": ">", "✓": "+", "█": "=", "─": "-", "€": "EUR ", "£": "GBP "}
)


def ascii_only(written: str) -> str:
    """The same text in ASCII letters; what has none becomes a question mark."""
    return written.translate(PLAIN).encode("ascii", "replace").decode("ascii")


def _clean(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def render(findings: Sequence[Finding]) -> str:
    """The plain document: no colour codes."""
    return text(findings)


VIEW = View("text/plain; charset=utf-8", ".txt", render)
