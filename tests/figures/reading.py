"""Reading a drawn picture back: its words, where they lie, and its shapes."""

from dataclasses import dataclass
from xml.etree import ElementTree

from pyrometer import registry
from pyrometer.figures._style import Letters
from pyrometer.figures._text import width
from pyrometer.model.figure import Figure

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Words:
    """Words on a picture and the rectangle they cover."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    fill: str
    weight: int


def draw(figure: Figure, wide: int = 1080) -> str:
    """The figure as its kind draws it."""
    drawn: str = registry.find("pyrometer.figures", figure.kind).draw(figure, wide)
    return drawn


def root(drawn: str) -> ElementTree.Element:
    """The picture as a tree; fails on anything that is not XML."""
    return ElementTree.fromstring(drawn)


def words(drawn: str) -> list[Words]:
    """All words with the rectangles they cover, by the widths of the vendored letters."""
    found = []
    for node in root(drawn).iter(f"{SVG}text"):
        size, weight = float(node.get("font-size", "11.5")), int(node.get("font-weight", "400"))
        is_serif = "Serif" in node.get("font-family", "")
        wide = width(node.text or "", Letters(size, weight, "", is_serif))
        x, y = float(node.get("x", "0")), float(node.get("y", "0"))
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[node.get("text-anchor", "start")]
        box = (left, left + wide, y - size * 0.74, y + size * 0.2)
        found.append(Words(node.text or "", *box, node.get("fill", ""), weight))
    return found


def said(drawn: str) -> list[str]:
    """All words, without their places."""
    return [w.text for w in words(drawn)]


def count(drawn: str, tag: str, **attributes: str) -> int:
    """How many elements there are with these attributes (an underscore stands for a hyphen)."""
    wanted = {key.replace("_", "-"): value for key, value in attributes.items()}
    return sum(all(e.get(k) == v for k, v in wanted.items()) for e in root(drawn).iter(f"{SVG}{tag}"))


def clashes(drawn: str) -> list[tuple[str, str]]:
    """Pairs of words that lie on each other by more than half a pixel both ways."""
    found, every = [], words(drawn)
    for i, a in enumerate(every):
        for b in every[i + 1 :]:
            wide = min(a.right, b.right) - max(a.left, b.left)
            high = min(a.bottom, b.bottom) - max(a.top, b.top)
            if wide > 0.5 and high > 0.5:
                found.append((a.text, b.text))
    return found


def outside(drawn: str) -> list[str]:
    """Words that leave the paper by more than a pixel."""
    paper = root(drawn)
    wide, high = float(paper.get("width", "0")), float(paper.get("height", "0"))
    return [w.text for w in words(drawn) if w.left < -1 or w.right > wide + 1 or w.top < -1 or w.bottom > high + 1]
