"""The printed report: tagged, the same findings as on the screen, and words of the records can do nothing to it."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pyrometer.errors import NotInstalled
from pyrometer.model.finding import Caution, Finding
from pyrometer.model.table import Column, Table
from pyrometer.views import pdf
from pyrometer.views._pdf_parts import MOST_ROWS, document, mark, wordy
from pyrometer.views._words import VERDICTS
from tests.views.findings import ALL, CHART, FLOW, REFUSED

MADE = datetime(2026, 11, 2, 7, 30, 0, 123456)
HOSTILE = '#panic("x") #read("/etc/passwd") *b* _i_ $x$ `r` ] } ) \\ // <lab> @ref = H\n- l " \u202e\x00 https://x.y'

typst = pytest.importorskip("typst", reason="the extra [pdf] is not installed")


@pytest.fixture(scope="module")
def paper() -> bytes:
    return pdf.report(ALL, "Nordlicht Maschinen", MADE)


def headings(findings: tuple[Finding, ...], title: str = "x") -> list[str]:
    """What the typesetter takes for headings, as plain words."""
    given = {"report": json.dumps(document(findings, title, MADE, ()))}
    found = json.loads(typst.query(pdf.sheet(), "heading", sys_inputs=given, font_paths=pdf.fonts(False)))
    return [plain(h["body"]) for h in found]


def plain(body: Any) -> str:
    """The words of a piece of content."""
    if isinstance(body, dict):
        if body.get("func") == "space":
            return " "
        return str(body.get("text", "")) + "".join(plain(part) for part in body.get("children", ()))
    return str(body)


def words(paper: bytes, tmp_path: Path) -> str:
    """All words of a PDF, as another program reads them."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (tmp_path / "x.pdf").write_bytes(paper)
    done = subprocess.run(["pdftotext", "-raw", str(tmp_path / "x.pdf"), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def pages(paper: bytes) -> int:
    found = re.search(rb"<xmpTPg:NPages>(\d+)<", paper)
    assert found is not None
    return int(found[1])


def test_it_is_a_tagged_pdf_with_title_and_language(paper: bytes) -> None:
    assert paper.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in paper
    assert b"Nordlicht Maschinen" in paper
    assert b"<rdf:li>en</rdf:li>" in paper


def test_every_finding_has_its_place_and_the_back_its_tables_and_definitions() -> None:
    found = headings(ALL, "Nordlicht Maschinen")
    assert found[0] == "Nordlicht Maschinen"
    assert [h for h in found if h in {f.question for f in ALL}] == [f.question for f in ALL]
    assert "Behind it: Flow" in found
    assert found[-1] == "Definitions and records"
    assert pages(pdf.report(ALL, "x")) > len(ALL)


def test_paper_says_what_the_screen_says(paper: bytes, tmp_path: Path) -> None:
    said = words(paper, tmp_path)
    for finding in ALL:
        for told in (finding.question, finding.headline, finding.next_step, *finding.reading):
            assert " ".join(told.split()) in said
        for caution in finding.cautions:
            assert caution.text in said
            assert caution.code in said
        assert VERDICTS[finding.verdict].says in said
    for told in (
        "32.0%",
        "go on within 90 days",
        "gave-time v4 (9f2c1a7b)",
        "signed by nobody yet",
        "Scand. J. Stat. 5",
    ):
        assert told in said


def test_the_foot_of_each_page_names_ledger_mark_definitions_and_page(paper: bytes, tmp_path: Path) -> None:
    said, n = words(paper, tmp_path), pages(paper)
    together = mark(FLOW.provenance.definitions)
    assert said.count(f"Nordlicht Maschinen · ledger mark 12 · 2 definitions, together {together}") == n
    assert f"1 of {n}" in said
    assert f"{n} of {n}" in said


def test_another_version_of_a_definition_gives_another_mark_and_their_order_none() -> None:
    first, second = FLOW.provenance.definitions
    assert mark((first, second)) == mark((second, first))
    assert mark((replace(first, version=5), second)) != mark((first, second))
    assert mark((replace(first, hash="000000000000"), second)) != mark((first, second))
    assert mark(()) == ""


def test_every_picture_has_words_in_its_place() -> None:
    figures = [f for part in document(ALL, "x", None, ())["findings"] for f in part["figures"]]
    assert len(figures) == sum(len(f.figures) for f in ALL)
    assert all(f["svg"].startswith("<svg") and f["alt"] for f in figures)


def test_hostile_words_are_printed_as_they_are(tmp_path: Path) -> None:
    table = Table((Column(HOSTILE, "", HOSTILE),), ((HOSTILE,),))
    bad = Finding(HOSTILE, HOSTILE, "signal", HOSTILE, (HOSTILE,), (), {HOSTILE: table}, (Caution(HOSTILE, HOSTILE),))
    bad = replace(bad, next_step=HOSTILE, provenance=replace(FLOW.provenance, queries=(HOSTILE,), zone=HOSTILE))
    paper = pdf.report([bad], HOSTILE, notes=(HOSTILE,))
    assert b"pdfuaid" in paper
    said = words(paper, tmp_path)
    assert said.count('#panic("x") #read("/etc/passwd") *b* _i_ $x$ `r` ] }') >= 6
    assert "root:" not in said


def test_letters_that_no_font_here_has_do_not_stop_the_report() -> None:
    for letters in ("日本語の顧客", "😀", "\U00012000"):
        assert pdf.report([replace(REFUSED, headline=letters)], letters).startswith(b"%PDF")


def test_the_same_findings_give_the_same_file() -> None:
    assert pdf.report([CHART], "x", MADE) == pdf.report([CHART], "x", MADE)


def test_the_sheet_asks_for_no_package_and_no_file() -> None:
    sheet = pdf.sheet().decode()
    assert not re.search(r"#(import|include)|\bread\(\"|image\(\"|@preview|https?://(?!www\.w3\.org)", sheet)


def test_a_long_table_is_cut_and_says_so() -> None:
    long = Table((Column("n", "count", "how many"),), tuple((i,) for i in range(MOST_ROWS + 7)))
    made = document([replace(CHART, tables={"many": long})], "x", None, ())["findings"][0]["tables"][0]
    assert len(made["rows"]) == MOST_ROWS
    assert made["rest"] == "7 more rows not printed: pyrometer study stability --csv stability.csv"
    short = Table(long.columns, long.rows[:MOST_ROWS])
    assert document([replace(CHART, tables={"many": short})], "x", None, ())["findings"][0]["tables"][0]["rest"] == ""


def test_sentences_in_a_table_share_the_room_that_numbers_leave() -> None:
    short, long = "12", "a sentence of more than forty letters, say this one"
    assert wordy([["n", "why"], [short, long]]) == [False, True]
    assert wordy([["n", "m"], [short, short]]) == [False, False]
    assert wordy([[*"abcdefghijklmnopqrst", "why"], [*["some twelve."] * 20, long]]) == [False] * 21


def test_what_most_findings_share_is_said_once() -> None:
    word = Caution("sellers-word", "Milestones are what sellers typed.")
    made = document([replace(f, cautions=(word,)) for f in ALL], "x", None, ())
    assert made["shared"] == [[word.text, word.code]]
    assert all(f["cautions"] == [] and "sellers-word" in f["shared"] for f in made["findings"])


def test_no_findings_is_said(tmp_path: Path) -> None:
    assert "Nothing was asked." in words(pdf.report([], "x"), tmp_path)


def test_without_the_extra_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NotInstalled, match=r"^A PDF needs typst\. .* pip install 'pyrometer\[pdf\]'$"):
        pdf.report(ALL)


def test_numbers_on_paper_stay_beside_names_written_from_right_to_left() -> None:
    made = document([replace(FLOW, headline="The most after 'עולם' (3).")], "Plant", None, ())
    assert "'\u2068עולם\u2069' (3)" in json.dumps(made, ensure_ascii=False)
