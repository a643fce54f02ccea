"""Figures: parts of a finding drawn as SVG by plain functions; one string serves web, report, terminal and print.

The shape of a figure's `data` stands in the docstring of the module of its kind; all of it is JSON-able, dates are ISO
strings, shares 0-1, lengths in days. Every kind also takes these optional keys, which make the meta line under the
title: `n` (count) with `n_of` ("customers"), `since` and `until` (ISO dates), `definition` ("gave-time v4"), `note`.
`title` is the measure, `alt` the reading sentence (it becomes the aria-label).
"""

from collections.abc import Callable
from dataclasses import dataclass

from pyrometer.model.figure import Figure


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A kind of picture: `draw(figure, width)` gives a whole <svg> element of that width in pixels."""

    draw: Callable[[Figure, int], str]
