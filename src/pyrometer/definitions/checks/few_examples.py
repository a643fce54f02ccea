"""Fewer than 3 examples that are met, 3 that are not, and 2 at the borderline.

Where people part ways is at the edge. Without limit samples there each reader draws the line elsewhere, and agrees to
something else.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place
from pyrometer.model.definition import Definition

ENOUGH = 3  # of each clear kind
ENOUGH_AT_THE_EDGE = 2


def find(subject: Subject) -> Iterator[Found]:
    """Definitions with too few limit samples, and how many are wanting."""
    for definition in subject.definitions:
        missing = _missing(definition)
        if missing:
            yield place(definition), f"limit samples are wanting: {', '.join(missing)}. Add [[examples]]."


def _missing(definition: Definition) -> list[str]:
    if definition.kind == "measure":
        short = ENOUGH - len(definition.examples)
        return [f"{short} with their number"] if short > 0 else []
    met = sum(e.verdict == "met" for e in definition.examples)
    unmet = sum(e.verdict == "not_met" for e in definition.examples)
    edge = sum(e.borderline for e in definition.examples)
    wanting = ((ENOUGH - met, "met"), (ENOUGH - unmet, "not met"), (ENOUGH_AT_THE_EDGE - edge, "at the borderline"))
    return [f"{short} {kind}" for short, kind in wanting if short > 0]


CHECK = Check("warning", find)
