"""The report: all findings as one HTML or PDF file, named by the ledger's mark it was made from."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyrometer.model.finding import Finding


def write(plant: Any, findings: Sequence["Finding"], path: Path | None = None, *, kind: str = "html") -> Path:
    """Writes the report as 'html' or 'pdf' into the plant's reports/ (or to `path`) and gives its place."""
    from pyrometer import writing

    place = path or plant.folder / "reports" / f"report-mark-{plant.mark}.{kind}"
    writing.put(place, made(plant, findings, kind))
    return place


def made(plant: Any, findings: Sequence["Finding"], kind: str) -> str | bytes:
    """The report under the plant's name, made now."""
    document: str | bytes = import_module(f"pyrometer.views.{kind}").report(
        findings, plant.config.plant.name, datetime.now(UTC)
    )
    return document
