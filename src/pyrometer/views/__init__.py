"""Views: a finding as text, HTML, JSON, CSV or PNG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyrometer.model.finding import Finding


@dataclass(frozen=True, slots=True)
class View:
    """A view: `render(findings)` gives the whole document in `media_type`."""

    media_type: str
    suffix: str
    render: Callable[[Sequence[Finding]], str | bytes]
