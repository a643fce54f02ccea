"""Figures: parts of a finding drawn as SVG by plain functions; one string serves web, report, terminal and print."""

from collections.abc import Callable
from dataclasses import dataclass

from pyrometer.model.figure import Figure


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A kind of picture: `draw(figure, width)` gives a whole <svg> element of that width in pixels."""

    draw: Callable[[Figure, int], str]
