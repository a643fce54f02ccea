"""SVG by plain Python: tags, text and shapes; every word is escaped, every number short, nothing asks the network."""

import re
from collections.abc import Iterable, Sequence

from pyrometer.figures._style import PAPER, SANS, SERIF, Letters

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"  # Hebrew, Arabic ...
_LEFTWARD = re.compile(f"([{_RTL}](?:[^A-Za-z,;:()']*[{_RTL}])?)")
RIM = {"stroke_width": 3, "stroke_linejoin": "round", "paint_order": "stroke"}


def clean(words: object) -> str:
    """The words without signs that XML forbids or that turn the direction of writing; white space becomes one space."""
    return " ".join(_FORBIDDEN.sub("", str(words)).split())


def parted(words: object) -> list[tuple[str, bool]]:
    """The cleaned words in pieces, each with whether it is written from right to left.

    A name in Arabic or Hebrew takes the numbers beside it to its other side, unless it is set apart.
    """
    return [(piece, i % 2 == 1) for i, piece in enumerate(_LEFTWARD.split(clean(words))) if piece]


def apart(words: object) -> str:
    """The words with signs around what is written from right to left, so that our numbers stay where they are said."""
    return "".join(f"\u2068{piece}\u2069" if is_leftward else piece for piece, is_leftward in parted(words))


def escape(words: object) -> str:
    """The words, safe inside an element or an attribute."""
    return clean(words).translate(_MARKUP)


def short(value: float) -> str:
    """A coordinate with one decimal, without a needless zero."""
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def tag(name: str, content: str | None = None, /, **attributes: object) -> str:
    """One element; attribute names take a hyphen for each underscore, None leaves one out."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{short(value) if isinstance(value, int | float) else escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{pairs}/>" if content is None else f"<{name}{pairs}>{content}</{name}>"


def text(x: float, y: float, words: object, letters: Letters, anchor: str = "start") -> str:
    """Words on a base line at y; `anchor` is start, middle or end."""
    return tag(
        "text",
        apart(words).translate(_MARKUP),
        x=x,
        y=y,
        font_size=letters.size,
        font_weight=None if letters.weight == 400 else letters.weight,
        fill=letters.fill,
        text_anchor=None if anchor == "start" else anchor,
        font_family=SERIF if letters.is_serif else None,
        **(RIM | {"stroke": letters.rim} if letters.rim else {}),
    )


def rect(x: float, y: float, width: float, height: float, **paint: object) -> str:
    """A rectangle."""
    return tag("rect", x=x, y=y, width=max(0.0, width), height=max(0.0, height), **paint)


def line(x1: float, y1: float, x2: float, y2: float, **paint: object) -> str:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, **paint)


def dot(x: float, y: float, r: float, **paint: object) -> str:
    """A round dot."""
    return tag("circle", cx=x, cy=y, r=r, **paint)


def path(d: str, **paint: object) -> str:
    """A path; say fill='none' for a line."""
    return tag("path", d=d, **paint)


def points(places: Iterable[tuple[float, float]]) -> str:
    """The path data of a broken line through these places."""
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in places)


def steps(xs: Sequence[float], ys: Sequence[float], end: float) -> str:
    """The path data of a step line: each y holds from its x to the next x, the last one to `end`."""
    if not xs:
        return ""
    parts = [f"M{short(xs[0])} {short(ys[0])}"]
    for x, y in zip(xs[1:], ys[1:], strict=True):
        parts.append(f"H{short(x)}V{short(y)}")
    return "".join(parts) + f"H{short(end)}"


def triangle(x: float, y: float, direction: str, **paint: object) -> str:
    """The sign of a value beyond a limit: a triangle that points up or down."""
    tip = -6.5 if direction == "up" else 6.5
    return path(f"M{short(x - 6)} {short(y - tip * 0.6)}H{short(x + 6)}L{short(x)} {short(y + tip)}Z", **paint)


def document(width: float, height: float, says: str, body: Iterable[str]) -> str:
    """A whole picture on white paper; `says` is read out by a screen reader."""
    inside = rect(0, 0, width, height, fill=PAPER) + "".join(body)
    return tag(
        "svg",
        inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {short(width)} {short(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=says,
        font_family=SANS,
    )
