"""The command line answers in sentences: 0 fine, 1 a signal or a failed check, 2 a wrong call."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pyrometer.errors import PyrometerError
from tests.apps._called import call

DEALS = "id,owner,stage,created,closed,amount\n" + "".join(
    f"d{i},{'ann' if i % 2 else 'bob'},{('Won', 'Lost', 'Open')[i % 3]},2025-{1 + i % 9:02d}-{13 + i % 9:02d},"
    f"{'' if i % 3 == 2 else f'2025-{2 + i % 9:02d}-{14 + i % 9:02d}'},{100 + i}\n"
    for i in range(90)
)


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deals")
    (folder / "deals.csv").write_text(DEALS)
    made = call("start", str(folder / "deals.csv"), "--folder", str(folder / "plant"), "--no-report")
    assert made.exit_code == 0, made.output + str(made.exception)
    return folder / "plant"


def test_help_is_there_within_a_blink() -> None:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "pyrometer", "--help"], capture_output=True, check=True)
        times.append(time.perf_counter() - started)
    assert b"start" in done.stdout
    heavy = (
        "import sys, pyrometer.apps.cli, pyrometer.studies.trust; print({'numpy', 'ibis', 'pyarrow'} & {*sys.modules})"
    )
    loaded = subprocess.run([sys.executable, "-c", heavy], capture_output=True, check=True, text=True)
    assert loaded.stdout.strip() == "set()"


def test_a_first_report_comes_from_one_file(deals: Path) -> None:
    done = call("report", "--plant", str(deals))
    assert done.exit_code == 0, done.output
    page = next((deals / "reports").glob("*.html")).read_text()
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "<script" not in page


def test_every_study_speaks_json(deals: Path) -> None:
    listed = json.loads(call("studies", "--json").output)
    for name in (row["name"] for row in listed if row["name"] != "chart"):
        done = call("study", name, "--plant", str(deals), "--json")
        assert done.exit_code in (0, 1), (name, done.output, done.exception)
        (finding,) = json.loads(done.output) if done.output.startswith("[") else (json.loads(done.output),)
        assert finding["study"] == name
        assert finding["provenance"]["ledger_mark"] == 1
        assert finding["headline"]


def test_reading_again_says_that_nothing_is_new(deals: Path) -> None:
    done = call("read", "--plant", str(deals))
    assert done.exit_code == 0
    assert "0 new events" in done.output
    assert "mark 1" in done.output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("study", "yeild"), "Did you mean 'yield'"),
        (("strat",), "Did you mean 'start'"),
        (("report",), "pyrometer start FILE"),
        (("start", "no-such-file.csv"), "no-such-file.csv"),
    ],
)
def test_a_wrong_call_is_one_sentence(words: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pyrometer", *words], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("pyrometer: ")
    assert list(tmp_path.iterdir()) == []


def test_a_plant_is_never_overwritten(deals: Path) -> None:
    again = call("start", str(deals.parent / "deals.csv"), "--folder", str(deals))
    assert isinstance(again.exception, PyrometerError)
    assert "there already" in str(again.exception)


def test_a_failed_check_is_exit_one(deals: Path, tmp_path: Path) -> None:
    assert call("check", "--plant", str(deals)).exit_code == 0
    path = deals / "definitions" / "ordered.toml"
    good = path.read_text()
    try:
        path.write_text(good.replace('owner = "to be named"\n', ""))
        done = call("check", "--plant", str(deals))
    finally:
        path.write_text(good)
    assert done.exit_code == 1
    assert "owner" in done.output


def test_a_signature_stands_in_the_file(deals: Path) -> None:
    assert (
        call("define", "sign", "ordered", "--by", "sales lead", "--on", "2026-01-02", "--plant", str(deals)).exit_code
        == 0
    )
    assert "sales lead, 2026-01-02" in call("definitions", "--plant", str(deals)).output


def test_tidying_what_is_young_does_nothing_and_says_so(deals: Path) -> None:
    done = call("tidy", "--plant", str(deals))
    assert done.output == "Nothing to tidy: no mark was superseded more than 90 days ago.\n", done.output
    assert call("tidy", "--older-than", "0", "--plant", str(deals)).exit_code == 2


def test_a_day_of_which_nobody_can_know_is_refused(deals: Path) -> None:
    for day, why in (("2099-01-01", "has not come yet: the records end on 2025-"), ("1990-01-01", "Nothing was known")):
        done = call("study", "yield", "--as-known", day, "--plant", str(deals))
        assert why in str(done.exception), done.output
        assert day in str(done.exception)
    then = call("study", "yield", "--as-known", "2025-06-30", "--plant", str(deals), "--json")
    assert json.loads(then.output)["provenance"]["as_known"] == "2025-06-30"


def test_a_name_that_is_like_none_is_answered_with_what_there_is(deals: Path) -> None:
    said = str(call("define", "new", "nosuch", "--plant", str(deals)).exception)
    assert "vouched'?" not in said
    assert "There is: asked-for-terms" in said
    assert "Did you mean 'vouched'?" in str(call("define", "new", "vouch", "--plant", str(deals)).exception)


def test_a_kind_of_business_brings_its_definitions(deals: Path) -> None:
    listed = call("define", "template").output
    kinds = {line.split()[0] for line in listed.splitlines()}
    assert {"b2b-inside-sales", "e-commerce", "lending", "crm-export"} <= kinds
    done = call("define", "template", "lending", "--plant", str(deals))
    assert done.exit_code == 0, done.output + str(done.exception)
    assert "milestones = [" in done.output
    checked = call("check", "--plant", str(deals), "--json")
    errors = {p["code"] for p in json.loads(checked.output) if p["level"] == "error"}
    assert errors <= {"unknown-action"}  # this plant's records know no loans
    again = call("define", "template", "lending", "--plant", str(deals))
    assert "There already" in again.output
