"""What disks and people do to a plant is told in one sentence; a finding shows itself in a notebook."""

import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pyrometer.apps import cli
from pyrometer.plant import Plant, _start

DEALS = "id,stage,created,closed\n" + "".join(
    f"d{i},{('Won', 'Lost', 'Open')[i % 3]},2025-0{1 + i % 8}-13,{'' if i % 3 == 2 else f'2025-0{2 + i % 8}-14'}\n"
    for i in range(90)
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rim")
    (folder / "deals.csv").write_text(DEALS)
    return _start.start(folder / "deals.csv", folder=folder / "plant").folder


@pytest.fixture
def plant(made: Path, tmp_path: Path) -> Path:
    shutil.copy(made.parent / "deals.csv", tmp_path)
    return Path(shutil.copytree(made, tmp_path / "plant"))


def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str]:
    monkeypatch.setattr(sys, "argv", ["pyrometer", *words])
    with pytest.raises(SystemExit) as done:
        cli.main()
    return done.value.code, capsys.readouterr().err


def test_a_damaged_ledger_is_one_sentence_with_the_way_out(
    plant: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (plant / "ledger").rglob("*.parquet"):
        file.write_bytes(file.read_bytes()[:100])
    code, sentence = said(monkeypatch, capsys, "study", "yield", "--plant", str(plant))
    assert code == 2
    assert sentence.count("\n") == 1
    assert ".parquet is missing or damaged" in sentence
    assert "pyrometer read" in sentence


def test_a_folder_that_cannot_be_written_is_one_sentence(
    plant: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    deals, folder = str(plant.parent / "deals.csv"), str(plant.parent / "deals.csv" / "plant")
    code, sentence = said(monkeypatch, capsys, "start", deals, "--folder", folder)
    assert (code, sentence.count("\n")) == (2, 1)
    assert "deals.csv: " in sentence


def without_privilege() -> None:
    """Before a command runs: even the one who administers the machine may then do only what folders allow."""
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(24, 1, 0, 0, 0) != 0:  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
        raise OSError("this machine lets its administrator write everywhere")


@pytest.mark.skipif(sys.platform != "linux", reason="folders are closed to their owner in another way there")
def test_a_folder_that_can_only_be_read_answers_every_question(plant: Path) -> None:
    shutil.rmtree(plant / "ledger" / "built")
    (plant / "ledger" / "staging" / "cut-short").mkdir()
    folders = [plant, *(place for place in plant.rglob("*") if place.is_dir())]
    for place in folders:
        place.chmod(0o555)
    words = [sys.executable, "-m", "pyrometer", "study", "yield", "--json", "--plant", str(plant)]
    done = subprocess.run(words, capture_output=True, text=True, preexec_fn=without_privilege)
    for place in folders:
        place.chmod(0o755)
    assert done.returncode in (0, 1), done.stderr
    assert json.loads(done.stdout)["study"] == "yield"
    assert done.stderr.count("\n") == 1
    assert "ledger/built cannot be written to" in done.stderr
    (elsewhere,) = re.findall(r"built in (\S+) for now", done.stderr)
    assert not Path(elsewhere).exists()
    assert not (plant / "ledger" / "built").exists()


def test_a_stop_in_the_middle_of_a_query_is_a_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(**_: object) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(cli.root, "main", stopped)
    code, sentence = said(monkeypatch, capsys)
    assert (code, sentence) == (130, "Stopped; nothing is half-written.\n")


def test_one_row_is_spoken_of_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.csv").write_text("id,stage,created,closed\n7,Won,2025-01-13,2025-02-14\n")
    words = ["start", str(tmp_path / "one.csv"), "--folder", str(tmp_path / "plant"), "--no-report"]
    monkeypatch.setattr(sys, "argv", ["pyrometer", *words])
    with pytest.raises(SystemExit):
        cli.main()
    assert capsys.readouterr().out.startswith("one: 1 row, 2 events, 0 refused.")
    with (tmp_path / "one.csv").open("a") as file:
        file.write("8,Open,soon,\n")
    plant = Plant(tmp_path / "plant")
    plant.read()
    told = [c.text for c in plant.study("yield").cautions]
    assert "1 row could not be read; it is kept aside with the reason (study trust)." in told


def test_a_path_without_definitions_fails_the_check(plant: Path) -> None:
    assert not [p for p in Plant(plant).check() if p.level == "error"]
    (plant / "definitions" / "ordered.toml").unlink()
    (problem,) = [p for p in Plant(plant).check() if p.level == "error"]
    assert (problem.code, problem.where) == ("path-undefined", "pyrometer.toml")
    assert problem.text.startswith("No definition named 'ordered'.")
    for file in (plant / "definitions").iterdir():
        file.unlink()
    told = [problem.text for problem in Plant(plant).check()]
    assert "No definition named 'entered'. Make one: pyrometer define new entered" in told
    assert len(told) == 3  # entered, ordered, lost


def test_a_moved_plant_says_which_path_to_correct(plant: Path) -> None:
    (plant.parent / "deals.csv").unlink()
    with pytest.raises(
        Exception, match=r"There is no file .*deals.csv. If it has moved, correct path in .*deals.toml."
    ):
        Plant(plant).read()


def test_a_finding_is_a_picture_in_a_notebook_and_words_in_a_terminal(plant: Path) -> None:
    found = Plant(plant).study("yield")
    shown = found._repr_html_()
    assert "<svg" in shown
    assert found.headline.split(";")[0][:30] in shown
    assert found.headline[:30] in str(found)
    assert repr(found) == f"<Finding 'yield', {found.verdict}: {found.headline}>"


def test_a_sensor_that_was_never_connected_is_a_caution_of_every_finding(plant: Path) -> None:
    path = plant / "definitions" / "lost.toml"
    path.write_text(path.read_text().replace("\n[test]", '\nneeds = ["mail"]\n[test]', 1))
    found = Plant(plant)
    warned = [p.text for p in found.check() if p.code == "sensor-missing"]
    lacking = "it needs the sensor 'mail', which this plant does not have"
    assert warned == [f"{lacking}: who has not met it cannot be told. There is: deals."]
    (told,) = [c for c in found.study("yield").cautions if c.code == "cannot-tell"]
    assert told.n == 60  # of 90, those who were not lost for certain
    assert told.text == "Of 60 prospects nobody can tell whether they are lost: the sensor 'mail' was never connected."
    for finding in found.findings():  # nobody was ever watched: no question meets an empty risk table unprepared
        warned = {c.code for c in finding.cautions}
        assert finding.study in ("words", "charts") or "cannot-tell" in warned, finding.study
