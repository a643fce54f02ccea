"""The report: all findings as one HTML file, named by the ledger's mark it was made from."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyrometer.model.finding import Finding


def write(plant: Any, findings: Sequence["Finding"], path: Path | None = None) -> Path:
    """Writes the report into the plant's reports/ (or to `path`) and gives its place."""
    from pyrometer import writing
    from pyrometer.views import html

    place = path or plant.folder / "reports" / f"report-mark-{plant.mark}.html"
    page = html.report(findings, plant.config.plant.name, datetime.now(UTC))
    writing.put(place, page)
    return place
