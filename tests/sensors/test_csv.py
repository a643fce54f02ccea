"""CSV: however a table is written, the same rows come out, and lines that do not fit are kept."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from pyrometer.errors import SensorError
from pyrometer.sensors.csv import Settings, rows

ROWS = [{"id": "1", "Name": "Müller, Söhne"}, {"id": "2", "Name": 'Café "Blau"'}]
TEXT = 'id,Name\n1,"Müller, Söhne"\n2,"Café ""Blau"""\n'


def table(path: Path, **settings: Any) -> list[dict[str, Any]]:
    return [row for part in rows(path, Settings(**settings)) for row in part.table.to_pylist()]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.rstrip("\n").encode(),
        ("\n\n" + TEXT).encode(),
        ("Deals of May\nprinted 2026-06-01\n\n" + TEXT).encode(),
        ("sep=,\n" + TEXT).encode(),
        gzip.compress(TEXT.encode(), mtime=0),
    ],
)
def test_encoding_line_ends_and_titles_do_not_change_the_rows(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(content)
    assert table(path) == ROWS


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_where_others_stand_in_the_text(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(f'id{mark}note\n1{mark}"a,b;c|d\te"\n2{mark}plain\n', encoding="utf-8")
    assert table(path) == [{"id": "1", "note": "a,b;c|d\te"}, {"id": "2", "note": "plain"}]


def test_a_cell_may_hold_a_line_break_and_spaces_after_the_delimiter_are_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text('id, note\n1, "x"\n', encoding="utf-8")
    assert list(table(path)[0]) == ["id", "note"]
    path.write_text('id,note\n1,"two\nlines"\n2,x\n', encoding="utf-8")
    assert table(path)[0]["note"] == "two\nlines"


def test_lines_that_do_not_fit_are_kept_with_their_number_and_the_others_keep_theirs(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("id,a,b\n1,2,3\n4,5\n\n6,7,8\n9,10,11,12\n13,14,15\n16,17", encoding="utf-8")
    parts = list(rows(path, Settings()))
    numbers = [n for part in parts if part.numbers is not None for n in part.numbers.tolist()]
    refused = [r for part in parts for r in part.refused]
    assert numbers == [1, 3, 5]
    assert [(n, raw) for n, _, raw in refused] == [(2, "4,5"), (4, "9,10,11,12"), (6, "16,17")]
    assert refused[0][1] == "The line has 2 cells where the header names 3."


def test_a_large_file_is_read_in_stretches_and_numbers_go_on(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    line = "x" * 90
    path.write_text("id,note\n" + "".join(f"{i},{line}\n" for i in range(1, 400_001)), encoding="utf-8")
    parts = [p for p in rows(path, Settings()) if p.table.num_rows]
    assert len(parts) > 1
    assert [p.first for p in parts[1:]] == [int(p.numbers[-1]) + 1 for p in parts[:-1]]
    assert sum(p.table.num_rows for p in parts) == 400_000


def test_what_is_said_is_not_found_out(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes("1;Müller\n2;Café\n".encode("cp1250"))
    settings = {"names": ("id", "name"), "delimiter": ";", "encoding": "cp1250"}
    assert table(path, **settings) == [{"id": "1", "name": "Müller"}, {"id": "2", "name": "Café"}]
    path.write_text("junk\nmore junk\nid;name\n1;a\n", encoding="utf-8")
    assert table(path, skip=2) == [{"id": "1", "name": "a"}]


def test_an_inch_mark_is_no_open_quotation(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text('id,size\n1,5" pipe\n2,x\n', encoding="utf-8")
    assert table(path)[0]["size"] == '5" pipe'


def test_a_column_without_a_name_is_named_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(",id\n0,a\n1,b\n", encoding="utf-8")
    assert list(table(path)[0]) == ["column 1", "id"]


def test_a_wrong_encoding_that_was_said_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes("id,name\n1,Müller\n".encode("cp1252"))
    with pytest.raises(SensorError, match="not text in utf-8"):
        table(path, encoding="utf-8")


def test_a_few_stray_bytes_in_utf8_cost_their_rows_not_the_others_their_letters(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    good = "".join(f"{i},Müller\n" for i in range(1, 9)).encode()
    path.write_bytes(b"id,name\n" + good + "9,Köhler\n".encode("cp1252") + "10,Jäger\n".encode())
    parts = list(rows(path, Settings()))
    assert {row["name"] for part in parts for row in part.table.to_pylist()} == {"Müller", "Jäger"}
    assert [int(n) for part in parts if part.numbers is not None for n in part.numbers] == [1, 2, 3, 4, 5, 6, 7, 8, 10]
    assert [(n, raw) for part in parts for n, _, raw in part.refused] == [(9, "9,K\ufffdhler")]


def test_a_header_alone_in_the_first_stretch_costs_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyrometer.sensors import csv

    path = tmp_path / "deals.csv"
    path.write_text("id,note\n" + "".join(f"{i},{'x' * 40}\n" for i in range(1000)), encoding="utf-8")
    for block in (60, 64, 100, 1000):
        monkeypatch.setattr(csv, "BLOCK", block)
        assert [row["id"] for row in table(path)] == [str(i) for i in range(1000)]


def test_a_header_that_comes_again_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("id,name\n1,Ada\nid,name\nid,2\n3,Ben\nid,name\n", encoding="utf-8")
    parts = list(rows(path, Settings()))
    assert [row["id"] for part in parts for row in part.table.to_pylist()] == ["1", "id", "3"]
    assert [int(n) for part in parts if part.numbers is not None for n in part.numbers] == [1, 3, 4]
    assert [refused for part in parts for refused in part.refused] == [
        (2, "The line says the header again.", "id,name"),
        (5, "The line says the header again.", "id,name"),
    ]
