"""Excel: one sheet, its own dates and numbers; what is no honest workbook is refused."""

from datetime import date
from pathlib import Path

import pytest

from pyrometer.errors import SensorError
from pyrometer.sensors.excel import Settings, rows
from tests.sensors.workbooks import sheet, workbook

ROWS = [["id", "opened", "value", "won"], [1, ("day", 46027), 12.5, True], [2, ("day", 46028), 7, False]]


def test_a_sheet_keeps_its_types(tmp_path: Path) -> None:
    path = workbook(tmp_path / "deals.xlsx", {"Deals": sheet(ROWS)})
    (found,) = rows(path, Settings())
    assert found.table.to_pylist() == [
        {"id": 1, "opened": date(2026, 1, 5), "value": 12.5, "won": True},
        {"id": 2, "opened": date(2026, 1, 6), "value": 7.0, "won": False},
    ]


def test_titles_above_and_empty_rows_between_are_no_records(tmp_path: Path) -> None:
    path = workbook(tmp_path / "deals.xlsx", {"Deals": sheet([["Deals of May"], [], ROWS[0], ROWS[1], [], ROWS[2]])})
    (found,) = rows(path, Settings())
    assert found.table.column("id").to_pylist() == [1, 2]


def test_a_name_merged_down_its_rows_stands_in_each_a_number_does_not(tmp_path: Path) -> None:
    body = [["owner", "id", "value"], ["Ada", 1, 30], [None, 2, None], ["Ben", 3, 5]]
    merged = '<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="C2:C3"/></mergeCells></worksheet>'
    xml = sheet(body).replace("</worksheet>", merged)
    (found,) = rows(workbook(tmp_path / "deals.xlsx", {"Deals": xml}), Settings())
    assert found.table.column("owner").to_pylist() == ["Ada", "Ada", "Ben"]
    assert found.table.column("value").to_pylist() == [30, None, 5]


def test_a_header_that_comes_again_is_no_record(tmp_path: Path) -> None:
    (found,) = rows(workbook(tmp_path / "d.xlsx", {"D": sheet([ROWS[0], ROWS[1], ROWS[0], ROWS[2]])}), Settings())
    assert found.table.column("id").to_pylist() == [1, 2]


def test_the_first_sheet_that_holds_something_is_read_unless_one_is_named(tmp_path: Path) -> None:
    other = sheet([["id"], ["x"]])
    path = workbook(tmp_path / "deals.xlsx", {"Empty": sheet([]), "Deals": sheet(ROWS), "Other": other})
    assert next(iter(rows(path, Settings()))).table.num_rows == 2
    assert next(iter(rows(path, Settings(sheet="Other")))).table.to_pylist() == [{"id": "x"}]
    with pytest.raises(SensorError, match="no sheet 'Deal'. Did you mean 'Deals'"):
        list(rows(path, Settings(sheet="Deal")))


def test_a_column_of_mixed_cells_is_text_and_a_formula_gives_its_saved_value(tmp_path: Path) -> None:
    body = [["id", "note"], [1, ("formula", "1+1", 2)], ["x", "plain"]]
    (found,) = rows(workbook(tmp_path / "d.xlsx", {"S": sheet(body)}), Settings())
    assert found.table.to_pylist() == [{"id": "1", "note": "2"}, {"id": "x", "note": "plain"}]


@pytest.mark.parametrize(
    ("rows_of", "sentence"),
    [
        ([["id", "n"], [1, ("formula", "1+1", None)]], "formulas whose results were never saved"),
        ([["id", "id"], [1, 2]], "columns 1 and 2 are both named 'id'"),
        ([["id", "n"], ["id", "n"], [1, 2]], "its header stands twice"),
        ([[1, 2], [3, 4]], "has no header"),
    ],
)
def test_a_sheet_that_is_no_table_is_one_sentence(tmp_path: Path, rows_of: list[list[object]], sentence: str) -> None:
    path = workbook(tmp_path / "d.xlsx", {"S": sheet(rows_of)})
    with pytest.raises(SensorError, match=sentence):
        list(rows(path, Settings()))


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bomb.xlsx", {"S": "<worksheet>" + " " * (200 << 20)})
    assert path.stat().st_size < 1 << 20
    with pytest.raises(SensorError, match="unpacks to more than"):
        list(rows(path, Settings()))


def test_two_cells_far_apart_do_not_become_a_grid_of_billions(tmp_path: Path) -> None:
    from tests.sensors.workbooks import MAIN

    def far(ref: str) -> str:
        cells = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="{ref}1048576"><v>2</v></c></row>'
        return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'

    with pytest.raises(SensorError, match="16,384 columns"):
        list(rows(workbook(tmp_path / "wide.xlsx", {"S": far("XFD")}), Settings()))
    with pytest.raises(SensorError, match="spans 1,048,576 rows and 702 columns"):
        list(rows(workbook(tmp_path / "deep.xlsx", {"S": far("ZZ")}), Settings()))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"id,name\n1,a\n", "is no Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "protected by a password or an old Excel file"),
        (b"PK\x03\x04" + b"\0" * 100, "is no whole Excel workbook"),
        (b"", "is empty"),
    ],
)
def test_what_is_no_workbook_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "deals.xlsx"
    path.write_bytes(content)
    with pytest.raises(SensorError, match=sentence):
        list(rows(path, Settings()))


def test_half_a_workbook_is_one_sentence(tmp_path: Path) -> None:
    path = workbook(tmp_path / "deals.xlsx", {"Deals": sheet(ROWS)})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(SensorError, match="no whole Excel workbook"):
        list(rows(path, Settings()))
