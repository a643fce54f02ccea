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

    then = "" if known(findings) == "now" else f"-as-known-{known(findings)}"
    place = path or plant.folder / "reports" / f"report-mark-{plant.mark}{then}.{kind}"
    writing.put(place, made(plant, findings, kind))
    return place


def known(findings: Sequence["Finding"]) -> str:
    """As of when the findings are known: 'now', or the day they were asked for."""
    return findings[0].provenance.as_known if findings else "now"


def made(plant: Any, findings: Sequence["Finding"], kind: str) -> str | bytes:
    """The report in that form of view; as a document under the plant's name, made now, where the form has that."""
    view = import_module(f"pyrometer.views.{kind}")
    whole = getattr(view, "report", None)
    if whole is None:
        return view.VIEW.render(findings)  # type: ignore[no-any-return]
    return whole(findings, plant.config.plant.name, datetime.now(UTC))  # type: ignore[no-any-return]
