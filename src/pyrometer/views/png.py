"""PNG: the sentence and the figures of findings as one picture, at twice the size of a screen."""

from collections.abc import Sequence
from importlib import import_module

from pyrometer.figures._text import is_foreign
from pyrometer.model.finding import Finding
from pyrometer.views import View
from pyrometer.views._drawing import drawing
from pyrometer.views._fonts import png_files

ZOOM = 2


def render(findings: Sequence[Finding]) -> bytes:
    """The picture, drawn with the vendored letters: it looks the same on every machine.

    Letters that they do not have (say Chinese or Arabic ones) are taken from the fonts of the machine.
    """
    return rasterise(drawing(findings))


def rasterise(drawn: str, zoom: int = ZOOM) -> bytes:
    """An SVG as PNG bytes."""
    made: bytes = import_module("resvg_py").svg_to_bytes(
        svg_string=drawn,
        zoom=zoom,
        skip_system_fonts=not is_foreign(drawn),
        font_files=png_files(),
        font_family="Inter",
        sans_serif_family="Inter",
        serif_family="Source Serif 4",
    )
    return bytes(made)


VIEW = View("image/png", ".png", render)
