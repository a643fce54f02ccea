"""Nasty but whole files: the same deals in every clothing that exports put them into are read as the same deals."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest

from pyrometer.plant import start
from tests.sensors.workbooks import sheet, workbook

FIRST = datetime(2026, 1, 1, 9)
NAMES = ("id", "created", "closed", "stage", "value")
DEALS = [
    (
        i,
        FIRST + timedelta(days=i, hours=i % 5),
        FIRST + timedelta(days=12 + 2 * i),
        ("Won", "Lost", "Open")[i % 3],
        i * 1e3 + 0.5,
    )
    for i in range(1, 31)
]
WON = sum(value for _, _, _, stage, value in DEALS if stage == "Won")


def table(
    day: Callable[[datetime], str] = lambda t: t.strftime("%Y-%m-%d %H:%M"),
    money: Callable[[float], str] = lambda v: f"{v:.2f}",
    *,
    mark: str = ",",
    names: tuple[str, ...] = NAMES,
) -> str:
    lines = [mark.join(names)]
    for i, created, closed, stage, value in DEALS:
        cells = [str(i), day(created), "" if stage == "Open" else day(closed), stage, money(value)]
        lines.append(mark.join(f'"{c}"' if mark in c else c for c in cells))
    return "\n".join(lines) + "\n"


def offsets() -> Callable[[datetime], str]:
    hours = cycle([-8, 0, 2, 5])

    def written(moment: datetime) -> str:
        east = next(hours)
        return f"{moment + timedelta(hours=east):%Y-%m-%dT%H:%M:%S}{east:+03d}:00"

    return written


def german(value: float) -> str:
    return f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


CLOTHING: dict[str, tuple[str, bytes]] = {
    "UTF-16 with its mark": ("deals.csv", table().encode("utf-16")),
    "UTF-16 without": ("deals.csv", table().encode("utf-16-le")),
    "semicolons and decimal commas": (
        "deals.csv",
        table(lambda t: t.strftime("%d.%m.%Y %H:%M"), german, mark=";").encode("utf-8-sig"),
    ),
    "quoted line breaks": ("deals.csv", table().replace("Open", "\"Open\nsince ''then''\"").encode()),
    "signs and thousands": ("deals.csv", table(money=lambda v: f"€ {v:,.2f}").encode()),
    "dollars": ("deals.csv", table(money=lambda v: f"${v:,.2f}").encode()),
    "a code behind": ("deals.csv", table(money=lambda v: f"{v:.2f} EUR").encode()),
    "am and pm": ("deals.csv", table(lambda t: t.strftime("%m/%d/%y %I:%M %p")).encode()),
    "milliseconds since 1970": (
        "deals.csv",
        table(lambda t: str(int((t - datetime(1970, 1, 1)).total_seconds() * 1000))).encode(),
    ),
    "seconds since 1970 with decimals": (
        "deals.csv",
        table(lambda t: str((t - datetime(1970, 1, 1)).total_seconds())).encode(),
    ),
    "many offsets": ("deals.csv", table(offsets()).encode()),
    "a row of totals": ("deals.csv", (table() + "Total,,,,999999.00\n").encode()),
    "a footer": ("deals.csv", (table() + '\n"Copyright (c) 2026 somebody"\n"Confidential"\n').encode()),
    "two rows of headers": ("deals.csv", ("Deal,,,Pipeline,\n" + table()).encode()),
    "empty columns": ("deals.csv", table().replace("\n", ",,,\n").encode()),
    "emoji": ("deals.csv", table(names=("id", "created 📅", "closed ✅", "stage 🚀", "value 💶")).encode()),
    "notes of 40,000 letters": (
        "deals.csv",
        table().replace("value\n", "value,note\n").replace(".50\n", f".50,{'x' * 40_000}\n").encode(),
    ),
    "carriage returns": ("deals.csv", table().replace("\n", "\r").encode()),
    "tabs by the name of commas": ("deals.csv", table(mark="\t").encode()),
    "the year 9999": ("deals.csv", table().replace(",,Open", ",9999-12-31 00:00,Open").encode()),
}


@pytest.mark.parametrize("name", CLOTHING)
def test_the_same_deals_are_read_whatever_they_wear(tmp_path: Path, name: str) -> None:
    file, content = CLOTHING[name]
    (tmp_path / file).write_bytes(content)
    assert_read(tmp_path / file)


def test_a_workbook_with_a_cover_is_read_where_its_table_is(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(NAMES)]
    for i, created, closed, stage, value in DEALS:
        days = [("day", (t - datetime(1899, 12, 30)) / timedelta(days=1)) for t in (created, closed)]
        rows.append([i, days[0], None if stage == "Open" else days[1], stage, value])
    sheets = {"Cover": sheet([["Deals of", "2026"], ["made by", "Ada"]]), "Deals": sheet([["Deals"], *rows])}
    assert_read(workbook(tmp_path / "deals.xlsx", sheets))


def assert_read(file: Path) -> None:
    plant = start(file, folder=file.parent / "plant")
    found = plant.backend.to_pyarrow(plant.journeys()).to_pylist()
    assert {j["name"]: j["outcome"] for j in found} == {
        str(i): {"Won": 1, "Lost": 2, "Open": 0}[stage] for i, _, _, stage, _ in DEALS
    }
    assert {j["name"]: j["entered_at"] for j in found} == {str(i): created for i, created, *_ in DEALS}
    ends = {str(i): None if stage == "Open" else closed for i, _, closed, stage, _ in DEALS}
    assert {j["name"]: j["ended_at"] for j in found} == ends
    assert sum(j["amount"] or 0 for j in found) == WON
