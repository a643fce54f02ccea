"""PDF: the report on paper, tagged so that it can be read out; one finding a page, tables and sources at the back."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from pyrometer.errors import NotInstalled
from pyrometer.model.finding import Finding
from pyrometer.views import View
from pyrometer.views._fonts import FOLDER
from pyrometer.views._pdf_parts import document

TAGGED = ("ua-1",)  # PDF/UA-1, ISO 14289-1: headings, tables and pictures that a screen reader can tell


def report(
    findings: Sequence[Finding], title: str = "Report", made_at: datetime | None = None, *, notes: Sequence[str] = ()
) -> bytes:
    """The report as one PDF, A4 on its side; `made_at` is UTC. Raises NotInstalled without the extra [pdf].

    The words go in as values, never as markup: nothing in the records can change how the page is set. Letters that
    the vendored fonts lack are looked for among the machine's; where no font has one, the file is not PDF/UA.
    """
    typst = loaded()
    given = {"report": json.dumps(document(findings, title, made_at, notes))}
    moment = None if made_at is None else made_at.replace(tzinfo=UTC, microsecond=0)

    def made(*, system: bool, standards: Sequence[str]) -> bytes:
        built = typst.compile(
            sheet(), font_paths=fonts(system), sys_inputs=given, pdf_standards=list(standards), timestamp=moment
        )
        return bytes(built)

    for system in (False, True):
        try:
            return made(system=system, standards=TAGGED)
        except typst.TypstError:  # a letter that no font has
            continue
    return made(system=True, standards=())


def loaded() -> Any:
    """The typesetter."""
    try:
        return import_module("typst")
    except ModuleNotFoundError as error:
        raise NotInstalled("A PDF needs typst. Install it: pip install 'pyrometer[pdf]'") from error


@cache
def fonts(system: bool) -> Any:  # noqa: FBT001 - a cache has no keywords to tell apart
    """The vendored fonts first, then the typesetter's own, then the machine's if wanted."""
    return loaded().Fonts(include_system_fonts=system, font_paths=[str(FOLDER)])


@cache
def sheet() -> bytes:
    """How the pages are set."""
    return (files("pyrometer.views") / "_pdf.typ").read_bytes()


VIEW = View("application/pdf", ".pdf", report)
