"""Hostile and broken files: one clear sentence each, no crash, no wait, nothing written."""

import gzip
import os
import random
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyrometer.errors import SensorError
from pyrometer.sensors._guess import guess
from tests.sensors.workbooks import sheet, workbook

ROW = "1,2026-01-05,2026-02-01,Won\n2,2026-01-06,2026-02-03,Lost\n3,2026-01-07,,Open\n"
GOOD = "id,created,closed,stage\n" + ROW
LOG = '<log><trace><string key="concept:name" value="1"/><event/></trace></log>'


def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = packer.compress(b"id,created,closed,stage\n")
    return head + b"".join(packer.compress(b"0" * (1 << 24)) for _ in range(24)) + packer.flush()


CORPUS: dict[str, tuple[str, bytes, str]] = {
    # name: (file name, content, what the sentence says)
    "binary": ("deals.csv", bytes(random.Random(1).randbytes(5000)), "is not text|NUL|not text in any encoding"),
    "binary without NUL": ("deals.csv", bytes(1 + b % 31 for b in random.Random(2).randbytes(5000)), "not text"),
    "a zip": ("deals.csv", b"PK\x03\x04" + bytes(99), "is a zip archive"),
    "a picture": ("deals.csv", b"\x89PNG\r\n\x1a\n" + bytes(99), "is a picture"),
    "a parquet file": ("deals.csv", b"PAR1" + bytes(99), "is a Parquet file"),
    "a database": ("deals.csv", b"SQLite format 3\0" + bytes(99), "is an SQLite database"),
    "an old workbook": ("deals.csv", b"\xd0\xcf\x11\xe0" + bytes(99), "is an old Excel file"),
    "NUL bytes": ("deals.csv", GOOD.replace("Open", "O\0pen").encode(), r"NUL bytes \(the first in line 4\)"),
    "NUL bytes far away": ("deals.csv", GOOD.encode() + ROW.encode() * 50_000 + b"4,\0\n", "holds NUL bytes"),
    "empty": ("deals.csv", b"", "is empty"),
    "only blanks": ("deals.csv", b" \n\n \n", "is empty"),
    "only a mark": ("deals.csv", b"\xef\xbb\xbf", "is empty"),
    "header only": ("deals.csv", b"id,created,closed,stage\n", "has a header and no rows"),
    "half a line": ("deals.csv", b"id,created,clo", "has a header and no rows"),
    "no header": ("deals.csv", ROW.encode(), "has no header: its first line holds values"),
    "two headers": ("deals.csv", b"id,created,closed,stage\n" + GOOD.encode(), "its header stands twice"),
    "two columns of one name": (
        "deals.csv",
        GOOD.replace("closed", "created").encode(),
        "columns 2 and 3 are both named",
    ),
    "mixed delimiters": ("deals.csv", (GOOD + ROW.replace(",", ";") * 2).encode(), "do not agree on a delimiter"),
    "10,000 columns": ("deals.csv", (",".join(f"c{i}" for i in range(10_000)) + "\n").encode(), "has 10,000 columns"),
    "a line of 10 MB": ("deals.csv", b"id,created" + b"x" * (10 << 20), "first line is longer than a megabyte"),
    "an open quotation": (
        "deals.csv",
        (GOOD + '4,"2026-01-08,,Open\n' + ROW).encode(),
        "opened in line 5 and never closed",
    ),
    "a bomb": ("deals.csv.gz", _bomb(), "unpacks to more than"),
    "half an archive": (
        "deals.csv.gz",
        gzip.compress(GOOD.encode() * 500)[:100],
        "ends in the middle",
    ),
    "a broken archive": ("deals.csv.gz", gzip.compress(GOOD.encode())[:-6] + b"abcdef", "is a broken gzip archive"),
    "JSON": ("deals.json", b'{"id": 1}', "is JSON, which no sensor reads"),
    "JSON by the name of a table": ("deals.csv", b'{"id": 1}\n{"id": 2}\n', "is JSON, which no sensor reads"),
    "HTML by the name of a table": ("deals.csv", b"<!DOCTYPE html><table></table>", "is XML or HTML"),
    "another delimiter": ("deals.csv", GOOD.replace(",", "^").encode(), "has a single column, 'id.created.closed"),
    "days as Excel counts them": (
        "deals.csv",
        b"id,created,closed,stage\n1,46024,46040,Won\n2,46025.5,46050,Lost\n",
        "created holds numbers like 46024.*, as Excel counts days",
    ),
    "days before our time": (
        "deals.csv",
        GOOD.replace("2026", "1926").encode(),
        "created holds no day between 1971 and 2100",
    ),
    "HTML": ("deals.html", b"<html><table></table></html>", "is XML or HTML"),
    "an unknown ending": ("deals.docx2", b"hello", "No sensor reads deals.docx2"),
    "formulas as ids": (
        "deals.csv",
        GOOD.replace("\n1,", "\n=cmd|' /C calc'!A0,").replace("\n2,", "\n=HYPERLINK(A1),").encode(),
        "column 'id' holds formulas, not values",
    ),
    "billion laughs": (
        "log.xes",
        b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + LOG.encode(),
        "declares a document type or entities",
    ),
    "a file from outside": (
        "log.xes",
        b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + LOG.encode(),
        "declares a document type or entities",
    ),
    "half a log": ("log.xes", LOG[:-20].encode(), "without a single trace|is cut off"),
    "no workbook": ("deals.xlsx", GOOD.encode(), "is no Excel workbook"),
    "a plain zip": ("deals.xlsx", b"PK\x05\x06" + bytes(18), "no Excel workbook"),
}


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_is_one_clear_sentence(tmp_path: Path, name: str) -> None:
    file, content, sentence = CORPUS[name]
    (tmp_path / file).write_bytes(content)
    began = time.perf_counter()
    with pytest.raises(SensorError, match=sentence) as caught:
        guess([tmp_path / file], folder=tmp_path / "plant")
    text = str(caught.value)
    assert "\n" not in text
    assert text.endswith((".", ")", "..."))
    assert len(text) < 400
    assert [path.name for path in tmp_path.iterdir()] == [file]
    assert time.perf_counter() - began < 60


def test_a_folder_and_a_missing_file_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SensorError, match="is a folder. Name the files in it"):
        guess([tmp_path])
    with pytest.raises(SensorError, match="There is no file"):
        guess([tmp_path / "deals.csv"])
    with pytest.raises(SensorError, match="is not a file that can be read"):
        guess([Path(os.devnull)])
    with pytest.raises(SensorError, match="Name at least one file"):
        guess([])


def test_a_file_that_must_not_be_read_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(SensorError, match="cannot be opened: Permission denied"):
        guess([path])


def test_a_workbook_bomb_and_formulas_without_results_are_refused(tmp_path: Path) -> None:
    bomb = workbook(tmp_path / "bomb.xlsx", {"S": "<worksheet>" + " " * (100 << 20)})
    with pytest.raises(SensorError, match="unpacks to more than"):
        guess([bomb])
    rows: list[list[object]] = [["id", "created"], [1, ("formula", "TODAY()", None)]]
    with pytest.raises(SensorError, match="formulas whose results were never saved"):
        guess([workbook(tmp_path / "formulas.xlsx", {"S": sheet(rows)})])


@given(st.binary(max_size=600), st.sampled_from(["deals.csv", "deals.xlsx", "deals.parquet", "log.xes", "x.journal"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_whatever_make_it_crash(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SensorError):
        guess([path])


@given(st.integers(0, len(GOOD) - 1), st.sampled_from(["", '"', ";", ",", "\n", "\t", "é", "=", "\ufeff", "9" * 30]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_wrong_character_anywhere_never_makes_it_crash(tmp_path: Path, at: int, wrong: str) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(GOOD[:at] + wrong + GOOD[at + 1 :], encoding="utf-8")
    try:
        found = guess([path])
    except SensorError:
        return
    assert found.sensors or found.questions


def test_one_endless_cell_is_a_refused_row(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(GOOD.encode() + b'4,"' + b"x" * (20 << 20) + b'"\n')
    assert "and 1 lines that do not fit its header" in guess([path]).sensors["deals.toml"]


def test_the_good_file_itself_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(GOOD, encoding="utf-8")
    found = guess([path])
    assert (found.milestones, found.won, found.lost) == (("entered", "ordered"), ("ordered",), ("declined",))
