"""The events of a plant go out in every format, packed or not, and nothing half-written is left behind."""

import gzip
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pyrometer import config
from pyrometer.errors import BadSetting, PlantError
from pyrometer.plant import Plant, _start
from tests.apps._called import call

TRACE = "{http://www.xes-standard.org/}trace"
DEALS = "id,stage,created,closed\n" + "".join(
    f"d{i},{('Won', 'Lost', 'Open')[i % 3]},2025-0{1 + i % 8}-13,{'' if i % 3 == 2 else f'2025-0{2 + i % 8}-14'}\n"
    for i in range(90)
)


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory) -> Plant:
    folder = tmp_path_factory.mktemp("export")
    (folder / "deals.csv").write_text(DEALS)
    return _start.start(folder / "deals.csv", folder=folder / "plant")


@pytest.mark.parametrize("ending", ["csv", "parquet", "xes", "json", "csv.gz", "xes.gz", "json.gz"])
def test_events_go_out_in_the_format_of_the_ending(deals: Plant, tmp_path: Path, ending: str) -> None:
    place = tmp_path / "out" / f"events.{ending}"
    done = call("export", str(place), "--plant", str(deals.folder))
    assert f"Wrote {deals.facts.n_events} events" in done.output, done.output + str(done.exception)
    assert [p.name for p in place.parent.iterdir()] == [place.name]
    packed = place.read_bytes()[:2] == b"\x1f\x8b"
    assert packed == ending.endswith(".gz")


@pytest.mark.parametrize("ending", ["csv", "xes", "json"])
def test_a_packed_file_holds_the_same_and_is_the_same_each_time(deals: Plant, tmp_path: Path, ending: str) -> None:
    plain, packed, again = (tmp_path / name for name in (f"a.{ending}", f"b.{ending}.gz", f"c.{ending}.gz"))
    for place in (plain, packed, again):
        deals.export(place)
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    assert packed.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("ending", ["xes", "xes.gz"])
def test_what_went_out_as_xes_comes_back(deals: Plant, tmp_path: Path, ending: str) -> None:
    deals.export(tmp_path / f"events.{ending}")
    again = _start.start(tmp_path / f"events.{ending}", folder=tmp_path / "again")
    assert again.facts.n_events == deals.facts.n_events > 100


def test_what_xml_forbids_does_not_break_the_file(tmp_path: Path) -> None:
    bad = 'Ap\x0bril \x1b[1m\uffff & "co"\tend'
    rows = DEALS.replace("d2,", f'"{bad.replace(chr(34), chr(34) * 2)}",').replace(",Lost,", ",Lost \x02,", 1)
    (tmp_path / "deals.csv").write_text(rows)
    plant = _start.start(tmp_path / "deals.csv", folder=tmp_path / "plant")
    plant.export(tmp_path / "events.xes")
    names = {
        trace[0].get("value") for trace in ElementTree.parse(tmp_path / "events.xes").getroot() if trace.tag == TRACE
    }
    assert 'Ap\ufffdril \ufffd[1m\ufffd & "co"\tend' in names
    assert len(names) == 90


def test_ocel_names_every_prospect_once(deals: Plant, tmp_path: Path) -> None:
    deals.export(tmp_path / "events.jsonocel")
    document = json.loads((tmp_path / "events.jsonocel").read_text())
    assert len([o for o in document["objects"] if o["type"] == "prospect"]) == 90


def test_an_unknown_ending_packed_parquet_and_an_empty_ledger_are_refused(deals: Plant, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="No export format named 'docx'. There is: csv, ocel, parquet, xes"):
        deals.export(tmp_path / "events.docx")
    with pytest.raises(BadSetting, match=r"Parquet is packed already\. Write to .*events\.parquet"):
        deals.export(tmp_path / "events.parquet.gz")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / config.FILE).write_text('[plant]\nname = "New"\n')
    with pytest.raises(PlantError, match="is empty. Read its sensors first"):
        Plant(tmp_path / "new").export(tmp_path / "events.parquet")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new"]
