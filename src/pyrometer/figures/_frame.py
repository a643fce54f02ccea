"""The frame of every figure: its title and meta line above, and the whole picture around them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyrometer.figures import _svg as svg
from pyrometer.figures._say import day, number
from pyrometer.figures._style import INK, META, TITLE, Letters
from pyrometer.figures._text import wrap
from pyrometer.model.figure import Figure

SAYS = Letters(15, 400, INK, is_serif=True)
NARROW = 560  # below this width a picture is laid out for a phone
READABLE = 860  # no line of words is longer


@dataclass(frozen=True, slots=True)
class Head:
    """The words above a picture, drawn, and where they end."""

    parts: tuple[str, ...]
    bottom: float


def counted(n: float, of: str) -> str:
    """'1 customer', '2,140 customers', '1,427 won or lost'."""
    one = of[:-1] if of.endswith("s") and not of.endswith("ss") else of
    return f"{number(n, 'count')} {one if n == 1 else of}"


def meta_line(data: Mapping[str, Any]) -> str:
    """n, period and definition version, as far as they are given."""
    parts = []
    if data.get("n") is not None:
        parts.append(counted(data["n"], str(data.get("n_of", "cases"))))
    if data.get("since") and data.get("until"):
        parts.append(f"{day(data['since'])} to {day(data['until'])}")
    if data.get("definition"):
        parts.append(f"definition {data['definition']}")
    if data.get("note"):
        parts.append(str(data["note"]))
    return "; ".join(parts)


def head(figure: Figure, width: float) -> Head:
    """Title, sentence (`says`, where a figure has its own) and meta line, wrapped to the width."""
    y, parts = 0.0, []
    lines = ((figure.title, TITLE), (str(figure.data.get("says") or ""), SAYS), (meta_line(figure.data), META))
    for words, letters in lines:
        for written in wrap(svg.clean(words), min(width, READABLE) - 4, letters):
            y += letters.size * 1.4
            parts.append(svg.text(0, y, written, letters))
    return Head(tuple(parts), y + 8 if parts else 0.0)


def picture(figure: Figure, width: float, height: float, body: Iterable[str]) -> str:
    """The whole <svg> of a figure: what it says is its `alt`, or its title where there is none."""
    return svg.document(width, height, figure.alt or figure.title, body)


def blank(figure: Figure, width: int) -> str:
    """An empty picture: title and meta line, and a sentence instead of a drawing."""
    top = head(figure, width)
    words = svg.text(0, top.bottom + 14, "Nothing to draw.", META)
    return picture(figure, width, top.bottom + 28, [*top.parts, words])
