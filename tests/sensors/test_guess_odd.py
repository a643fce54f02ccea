"""The guess on odd files, as sellers have them: each question sensible, each refusal with the nearest way out."""

import os
from pathlib import Path

import pytest

from pyrometer.errors import PlantError, SensorError
from pyrometer.plant import start
from pyrometer.sensors._guess import Answers, alike, guess
from tests.sensors.test_guess import DEALS, counts, guessed
from tests.sensors.workbooks import sheet, workbook

NO_DAYS = "recency,segment,conversion\n" + "".join(f"{i % 3},{'ab'[i % 2]},{i % 2}\n" for i in range(9))


def test_where_no_row_tells_a_day_that_of_the_file_is_proposed(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(NO_DAYS)
    os.utime(tmp_path / "deals.csv", (1205978400, 1205978400))  # noon of 20 March 2008, wherever this runs
    (question,) = guess([tmp_path / "deals.csv"]).questions
    assert (question.code, question.flag, question.proposed) == ("time", "--time", "2008-03-20")
    assert "says who was won and holds no times" in question.text
    with pytest.raises(PlantError, match=r"not how soon\. Answer with --time 2008-03-20\.$"):
        start(tmp_path / "deals.csv", folder=tmp_path / "plant")


def test_where_no_column_tells_rows_apart_each_is_one_if_it_says_who_was_won(tmp_path: Path) -> None:
    found = guessed(tmp_path, NO_DAYS, time="2008-03-20")
    assert counts(found)["entered"] == (9, 9)
    assert (
        'prospect = "@row"  # each row is taken as one prospect: no column tells them apart'
        in found.sensors["deals.toml"]
    )
    with pytest.raises(SensorError, match="no column tells whose row it is. Name one with --prospect COLUMN"):
        guessed(tmp_path, NO_DAYS.replace("conversion", "channel"), time="2008-03-20")


def test_columns_are_offered_that_may_say_whose_row_it_is(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-{1 + i},{'Demo' if i % 2 else 'Call'},p{i % 4}@b.de,Room {i % 5}\n" for i in range(20))
    with pytest.raises(SensorError, match=r"Perhaps: guest has 4 different values in 20 rows; place has 5"):
        guessed(tmp_path, "day,subject,guest,place\n" + rows)


def test_rows_that_count_what_many_did_are_charted_not_followed(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-{d:02d},Brand,{d * 9},{d},{d % 3}\n" for d in range(1, 29))
    with pytest.raises(
        SensorError, match=r"counts what many did .* pyrometer chart .*deals\.csv --columns 'Day,Sales'"
    ):
        guessed(tmp_path, "Day,Campaign,Views,Clicks,Sales\n" + rows)


def test_the_states_of_a_country_are_no_stages(tmp_path: Path) -> None:
    places = ("Texas", "OH", "New York", "Bayern")
    rows = "".join(f"{i},2026-01-{1 + i:02d},{'2026-02-20' if i % 2 else ''},{places[i % 4]}\n" for i in range(20))
    found = guessed(tmp_path, "lead_id,created,converted date,State\n" + rows)
    assert found.segments == ("state",)
    log = "".join(f"{i % 7},{places[i % 4]},2026-01-{1 + i:02d} 10:00\n" for i in range(20))
    with pytest.raises(SensorError, match="no columns say what happened"):
        guessed(tmp_path, "customer_id,state,visited_at\n" + log)
    both = "".join(f"{i % 7},{('new', 'paid')[i > 9]},2026-01-{1 + i:02d} 10:00\n" for i in range(20))
    assert guessed(tmp_path, "customer_id,state,changed at\n" + both).won == ("paid",)


def test_of_many_files_those_lead_that_tell_who_was_won(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text(
        "opportunity_id,product,created_date\n" + "".join(f"x{i},P,2026-01-05\n" for i in range(30))
    )
    (tmp_path / "leads.csv").write_text(
        "id,created_date,is_converted,converted_date\n"
        + "".join(f"l{i},2026-01-05,{('true', 'false')[i % 2]},{('2026-02-05', '')[i % 2]}\n" for i in range(30))
    )
    (tmp_path / "deals.csv").write_text(DEALS)
    found = guess([tmp_path / f"{name}.csv" for name in ("items", "leads", "deals")], Answers(), tmp_path / "plant")
    assert list(found.sensors) == ["deals.toml"]
    assert {Path(path).name for path in found.unused} == {"items.csv", "leads.csv"}


def test_what_is_told_of_a_won_deal_in_german_yes_and_no(tmp_path: Path) -> None:
    rows = "".join(
        f"F{i};0{1 + i}.03.26;{'ja;1' if i % 2 else 'nein;'}{f'{i}.04.26' if i % 2 else ''}\n" for i in range(9)
    )
    found = guessed(tmp_path, "Firma;Erstkontakt;Auftrag;Auftrag vom\n" + rows, day_first=True)
    assert found.won == ("ordered",)
    assert counts(found)["ordered"] == (4, 4)


def test_the_currency_may_stand_in_a_column_of_its_own(tmp_path: Path) -> None:
    rows = "".join(f"{i},2026-01-0{i},2026-02-0{i},Won,{i}00,EUR\n" for i in range(1, 9))
    head = "Deal - ID,Deal - Deal created,Deal - Won time,Deal - Status,Deal - Value,Deal - Currency of Value\n"
    assert guessed(tmp_path, head + rows).currency == "EUR"
    assert guessed(tmp_path, head + rows.replace("3,2026", "3,2026").replace("800,EUR", "800,USD")).currency is None


def test_sellers_and_ends_stand_beside_their_evidence(tmp_path: Path) -> None:
    found = guessed(tmp_path, DEALS)
    assert 'actor = "owner"  # 2 different values in 4 rows, never empty' in found.sensors["deals.toml"]
    assert found.evidence == (
        "Won: stage, by its name: 'Won' in 2 rows.",
        "Lost: stage, by its name: 'Lost' in 1 row.",
    )


@pytest.mark.parametrize(
    ("name", "sentence"), [("my.ics", "is a calendar. Export it as CSV"), ("in.mbox", "is a mailbox. Export it as CSV")]
)
def test_what_is_no_table_is_told_by_its_name(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / name).write_text("BEGIN:VCALENDAR\n")
    with pytest.raises(SensorError, match=sentence):
        guess([tmp_path / name])


def test_a_database_file_is_told_how_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "crm.csv").write_bytes(b"SQLite format 3\0" + bytes(200))
    with pytest.raises(SensorError, match=rf"pyrometer start sqlite:///{tmp_path}/crm\.csv --table NAME"):
        guess([tmp_path / "crm.csv"])


def parted(tmp_path: Path, *names: str) -> list[Path]:
    """The deals in as many files, each with its share of the rows."""
    head, *rows = DEALS.splitlines()
    paths = [tmp_path / "exports" / name for name in names]
    for i, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([head, *rows[i :: len(names)]]) + "\n")
    return paths


def test_exports_of_the_same_columns_are_one_source(tmp_path: Path) -> None:
    found = guess(parted(tmp_path, "deals-2025.csv", "deals-2026.csv"), Answers(), tmp_path / "plant")
    assert list(found.sensors) == ["deals.toml"]
    assert 'path = "../exports/deals-*.csv"' in found.sensors["deals.toml"]
    assert counts(found) == {"entered": (4, 4), "ordered": (2, 2), "declined": (1, 1), "set": (1, 1)}
    assert found.unused == {}
    plant = start(*parted(tmp_path, "deals-2025.csv", "deals-2026.csv"), folder=tmp_path / "plant")
    assert plant.facts.n_prospects == 4


def test_a_record_that_comes_in_a_later_export_too_is_judged_once(tmp_path: Path) -> None:
    first, second = parted(tmp_path, "deals-1.csv", "deals-2.csv")
    second.write_text(DEALS.replace("3,2026-01-07,,Open", "3,2026-01-07,2026-02-20,Won"))
    assert counts(guess([second, first], Answers(), tmp_path / "plant"))["ordered"] == (3, 3)


def test_a_pattern_never_takes_in_a_file_that_was_not_named(tmp_path: Path) -> None:
    files = parted(tmp_path, "deals-2024.csv", "deals-2025.csv", "deals-2026.csv")
    assert alike.pattern(files) == tmp_path / "exports" / "deals-*.csv"
    assert alike.pattern(files[1:]) is None
    (tmp_path / "exports" / "deals-old.csv").write_text(DEALS)
    assert alike.pattern(files) == tmp_path / "exports" / "deals-202*.csv"
    assert alike.pattern([tmp_path / "a" / "deals.csv", tmp_path / "b" / "deals.csv"]) is None
    assert alike.pattern(parted(tmp_path, "a/deals.csv", "b/deals.csv")) == tmp_path / "exports" / "*" / "deals.csv"


def test_files_that_no_pattern_joins_are_told_how_they_would_be(tmp_path: Path) -> None:
    one, two = parted(tmp_path, "ours.csv", "theirs.csv")
    (tmp_path / "exports" / "my.csv").write_text(DEALS)
    found = guess([one, two], Answers(), tmp_path / "plant")
    assert "like deals-1.csv and deals-2.csv" in found.unused[str(two)]


def test_sheets_of_the_same_columns_are_all_read_but_no_copy_of_one(tmp_path: Path) -> None:
    head: list[object] = ["id", "created", "closed", "stage"]
    body: list[list[object]] = [[i, ("day", 46030 + i), ("day", 46060 + i), ("Won", "Lost")[i % 2]] for i in range(8)]
    sheets = {
        "2025": [head, *body[:5]],
        "2026": [head, *body[5:]],
        "copy": [head, *body[:4]],
        "notes": [["who"], ["I"]],
    }
    book = workbook(tmp_path / "deals.xlsx", {name: sheet(rows) for name, rows in sheets.items()})
    found = guess([book], Answers(), tmp_path / "plant")
    assert sorted(found.sensors) == ["deals-2026.toml", "deals.toml"]
    assert 'sheet = "2026"' in found.sensors["deals-2026.toml"]
    assert {path.rpartition(" ")[2] for path in found.unused} == {"copy", "notes"}
    assert start(book, folder=tmp_path / "plant").facts.n_prospects == 8


def test_three_deals_may_have_three_sellers(tmp_path: Path) -> None:
    found = guessed(
        tmp_path, DEALS.replace("4,2026-01-09,2026-02-13,Won,75.00,Ben,Steel\n", "").replace(",Ada,Glass", ",Cem,Glass")
    )
    assert 'actor = "owner"' in found.sensors["deals.toml"]
