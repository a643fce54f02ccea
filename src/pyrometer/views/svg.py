"""SVG: the sentence and the figures of findings as one drawing."""

from collections.abc import Sequence

from pyrometer.model.finding import Finding
from pyrometer.views import View
from pyrometer.views._drawing import drawing


def render(findings: Sequence[Finding]) -> str:
    """One drawing; its letters are named, not held (a browser takes its own where Inter is not installed)."""
    return drawing(findings)


VIEW = View("image/svg+xml", ".svg", render)
