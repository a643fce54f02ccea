"""The way down: from a finding to its definitions, to who met them, to the record and its row; and it stays true."""

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra [web] is not installed")

from starlette.testclient import TestClient

from pyrometer import registry
from pyrometer.apps.web import desk, pages
from pyrometer.model.table import Column, Table
from tests.apps._called import call, grown, plant
from tests.apps._served import inside
from tests.pages import read


def test_a_finding_opens_down_to_definition_prospect_and_row(browser: TestClient) -> None:
    study = read(browser.get("/study/yield").text)
    down = [str(a["href"]) for tag, a in study.tags if tag == "a" and str(a.get("href")).startswith("/definition/")]
    assert down
    won = next(place for place in down if place.endswith("ordered"))
    page = browser.get(won)
    assert page.status_code == 200
    assert "It is met when" in page.text
    assert "nobody yet" in page.text
    assert "30 prospects met it" in page.text
    who = [
        str(a["href"]) for tag, a in read(page.text).tags if tag == "a" and str(a.get("href")).startswith("/prospect/")
    ]
    assert len(who) == 30
    record = browser.get(who[0]).text
    assert "deals.csv" in record
    row = int(who[0].rpartition("d")[2]) + 1
    assert f"<td>{row}</td></tr>" in record


def test_the_waiting_behind_a_number_are_listed_longest_first(browser: TestClient) -> None:
    study = browser.get("/study/work-in-process.json").json()
    waits = {row["milestone"]: row["n_waiting"] for row in study["tables"]["by_milestone"]["rows"]}
    assert waits == {"entered": 30}
    page = browser.get("/definition/entered").text
    assert "30 prospects wait after it, the longest first." in page
    listed = page[page.index("Who waits after it") : page.index("Who met it")]
    assert re.findall(r"/prospect/(d\d+)", listed)[0] == "d11"  # open since 15 March, with d2, d20 and others
    assert "Who waits" not in browser.get("/definition/ordered").text
    assert "Who waits" not in browser.get("/definition/lost").text


def test_definitions_say_version_and_who_signed(browser: TestClient, deals: Path) -> None:
    unsigned = browser.get("/definitions").text
    assert unsigned.count("nobody yet") == len(list((deals / "definitions").glob("*.toml")))
    name = sorted(p.stem for p in (deals / "definitions").glob("*.toml"))[0]
    signed = call("define", "sign", name, "--by", "Ann <b>", "--on", "2026-01-02", "--plant", str(deals))
    assert signed.exit_code == 0
    after = browser.get("/definitions").text
    assert "Ann &lt;b&gt;, 2026-01-02" in after
    assert after.count("nobody yet") == unsigned.count("nobody yet") - 1


def test_measures_are_tables_with_their_settings(browser: TestClient) -> None:
    assert browser.get("/measures").text.count("/measure/") == len(registry.names("pyrometer.measures"))
    page = browser.get("/measure/groups?by=seller")
    assert page.status_code == 200
    assert "bob" in page.text
    table = browser.get("/measure/groups.json").json()
    assert {row["group"] for row in table["rows"]} == {"ann", "bob"}
    assert browser.get("/measure/groups.csv").text.startswith("group,n_entered,")
    wrong = browser.get("/measure/series?of=entered&period=fortnight")
    assert wrong.status_code == 422
    assert "fortnight" in wrong.text


def test_a_long_measure_shows_its_first_rows_and_says_so() -> None:
    columns = (Column("n", "count", "how many"),)
    few, many = (Table(columns, tuple((i,) for i in range(n))) for n in (200, 201))
    assert "The first 200 are shown" in pages.measure("x", "How many?", many, "", "")
    assert pages.measure("x", "How many?", many, "", "").count("<tr>") == 201
    assert "are shown" not in pages.measure("x", "How many?", few, "", "")


def test_prospects_are_found_by_the_beginning_of_their_name(browser: TestClient) -> None:
    every = browser.get("/prospects").text
    assert every.count("/prospect/") == 90
    some = browser.get("/prospects?name=D8").text
    assert some.count("/prospect/") == 11
    assert "0 prospects" in browser.get("/prospects?name=zzz").text
    assert browser.get("/prospects", params={"name": "%_'; drop"}).status_code == 200


def test_a_second_look_computes_nothing(deals: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyrometer.plant import Plant

    asked: list[str] = []
    study = Plant.study

    def counted(self: Plant, name: str, /, **given: Any) -> Any:
        asked.append(name)
        return study(self, name, **given)

    monkeypatch.setattr(Plant, "study", counted)
    browser = inside(deals)
    first = browser.get("/").text
    assert sorted(asked) == sorted(desk.reported())
    assert browser.get("/").text == first
    assert browser.get("/study/yield").status_code == 200
    assert len(asked) == len(desk.reported())


def test_what_grew_and_what_was_corrected_shows_on_the_next_request(tmp_path: Path) -> None:
    folder = plant(tmp_path)
    browser = inside(folder)
    first = browser.get("/study/yield.json").json()
    assert first["provenance"]["ledger_mark"] == 1
    assert "none was refused" in browser.get("/refused").text
    grown(folder)
    after = browser.get("/study/yield.json").json()
    assert after["provenance"]["ledger_mark"] == 2
    assert after["headline"] != first["headline"]
    assert browser.get("/prospect/d900").status_code == 200
    refused = browser.get("/refused").text
    assert "1 row could not be read" in refused
    assert "deals.csv" in refused
    assert "<td>92</td>" in refused
    config = folder / "pyrometer.toml"
    config.write_text(config.read_text().replace('name = "deals"', 'name = "Corrected <name>"'))
    assert "Corrected &lt;name&gt;" in browser.get("/").text
    config.write_text("[plant\n")
    broken = browser.get("/")
    assert broken.status_code == 422
    assert "is not valid TOML" in broken.text
    config.unlink()
    gone = browser.get("/study/yield")
    assert gone.status_code == 409
    assert "is not a plant" in gone.text


def test_a_broken_definition_is_said_and_its_correction_seen(tmp_path: Path) -> None:
    folder = plant(tmp_path)
    browser = inside(folder)
    file = folder / "definitions" / "ordered.toml"
    good = file.read_text()
    file.write_text("nonsense = [")
    for place in ("/definitions", "/"):
        page = browser.get(place)
        assert page.status_code == 409
        assert "definitions/ordered.toml" in page.text
        read(page.text)
    file.write_text(good)
    assert browser.get("/definitions").status_code == 200
