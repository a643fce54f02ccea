"""All figures of some findings as one drawing, under each other."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pyrometer import registry
from pyrometer.figures import _svg as svg
from pyrometer.figures._style import INK, Letters
from pyrometer.figures._text import wrap
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Finding
from pyrometer.views._plain import plain

WIDTH, EDGE, GAP = 1080, 24, 36
SAYS = Letters(19, 400, INK, is_serif=True)
SIZE = re.compile(r'<svg [^>]*?height="([0-9.]+)"')


def drawn(figure: Figure, width: int) -> str:
    """A figure drawn by its kind; what is no number (NaN, infinity) is taken as not known."""
    draw = registry.find("pyrometer.figures", figure.kind).draw
    return str(draw(replace(figure, data=plain(figure.data)), width))


def drawing(findings: Sequence[Finding], width: int = WIDTH) -> str:
    """One SVG: the sentence of each finding and its figures; a finding without figures is its sentence."""
    body: list[str] = []
    y = float(EDGE)
    for finding in findings:
        for words in wrap(svg.clean(finding.headline), min(width, 860), SAYS):
            y += 26
            body.append(svg.text(EDGE, y, words, SAYS))
        y += 22
        for figure in finding.figures:
            picture = drawn(figure, width)
            body.append(picture.replace("<svg ", f'<svg x="{EDGE}" y="{svg.short(y)}" ', 1))
            found = SIZE.search(picture)
            y += (float(found[1]) if found else 0.0) + GAP
    says = " ".join(finding.headline for finding in findings)
    return svg.document(width + 2 * EDGE, y + EDGE / 2, says, body)
