"""Figure: what a picture shows, as data; the drawing is made by the figure module of the same kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as data: `kind` names the module in figures/ that draws it, `alt` is its reading sentence."""

    kind: str
    title: str
    alt: str
    data: Mapping[str, Any]
