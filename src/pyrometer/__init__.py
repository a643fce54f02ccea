"""Pyrometer: the measuring instrument for sales and marketing run as a production system."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pyrometer.errors import unknown

if TYPE_CHECKING:
    from pyrometer.model.definition import Definition
    from pyrometer.model.event import Event
    from pyrometer.model.finding import Finding
    from pyrometer.model.table import Table
    from pyrometer.plant import Plant, start

__version__ = "0.1.0"
__all__ = ["Definition", "Event", "Finding", "Plant", "Table", "open", "start"]

WHERE = {
    "Definition": "pyrometer.model.definition",
    "Event": "pyrometer.model.event",
    "Finding": "pyrometer.model.finding",
    "Table": "pyrometer.model.table",
    "Plant": "pyrometer.plant",
    "start": "pyrometer.plant",
}


def open(folder: str = ".") -> "Plant":  # noqa: A001 - reads as pyrometer.open("my-plant")
    """The plant in `folder`; raises PlantError with the way out where there is none."""
    from pyrometer.plant import Plant

    return Plant(folder)


def __getattr__(name: str) -> Any:
    """Public names, imported when first used, so that `pyrometer --help` stays fast."""
    if name not in WHERE:
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(str(unknown("public name", name, __all__)))
    return getattr(import_module(WHERE[name]), name)
