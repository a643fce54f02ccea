"""Printing: the report or a single study as a PDF, where the plant keeps reports or where it was asked for."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("typst", reason="the extra [pdf] is not installed")

from tests.apps._called import call, plant


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(tmp_path_factory.mktemp("print"))


def test_without_a_name_it_goes_to_the_plants_reports(deals: Path) -> None:
    done = call("report", "--plant", str(deals), "--study", "yield", "--pdf")
    assert done.exit_code == 0, done.output
    place = deals / "reports" / "report-mark-1.pdf"
    assert f"Report: {place}" in done.output
    assert place.read_bytes().startswith(b"%PDF")
    assert b'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">deals</rdf:li>' in place.read_bytes()
    assert not list(deals.glob("reports/*.html"))


def test_a_name_and_both_forms_at_once(deals: Path, tmp_path: Path) -> None:
    pdf, html = tmp_path / "board.pdf", tmp_path / "board.html"
    done = call("report", "--plant", str(deals), "--study", "yield", "--pdf", str(pdf), "--html", str(html))
    assert done.exit_code == 0, done.output
    assert pdf.read_bytes().startswith(b"%PDF")
    assert html.read_text().startswith("<!doctype html>")


def test_a_single_study_is_printed_too(deals: Path, tmp_path: Path) -> None:
    done = call("study", "yield", "--plant", str(deals), "--pdf", str(tmp_path / "yield.pdf"))
    assert done.output == f"Wrote {tmp_path / 'yield.pdf'}\n"
    assert (tmp_path / "yield.pdf").read_bytes().startswith(b"%PDF")


def test_without_the_extra_it_is_said_before_anything_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    done = call("report", "--plant", "nowhere", "--pdf")
    assert "pip install 'pyrometer[pdf]'" in str(done.exception)
