"""start asks whoever sits there, offers what is likely, asks again after a slip; unattended it names the flags."""

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pyrometer.apps.cli import root
from pyrometer.apps.commands import start
from pyrometer.errors import SensorError
from pyrometer.plant import Plant, _start

LOG = "id,step,at\n" + "".join(f"p{i},{s},2026-01-{d:02d}\n" for i in range(9) for s, d in (("ask", 3), ("go", 9)))
EITHER = "id,stage,created,closed\n" + "".join(f"{i},Won,0{1 + i}/02/2026,0{1 + i}/04/2026\n" for i in range(6))


def call(folder: Path, text: str, *words: str, said: str = "") -> Result:
    (folder / "deals.csv").write_text(text)
    start_ = ["start", str(folder / "deals.csv"), "--folder", str(folder / "plant"), "--no-report", *words]
    return CliRunner().invoke(root, start_, input=said)


@pytest.fixture
def attended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "is_attended", lambda: True)


@pytest.mark.usefixtures("attended")
def test_a_slip_is_told_and_asked_again(tmp_path: Path) -> None:
    done = call(tmp_path, LOG, said="goo\ngo\n\n")
    assert done.exit_code == 0, done.output
    assert "No row says 'goo'. Did you mean 'go'?" in done.output
    assert done.output.count("Which action means won?") == 2
    assert tomllib.loads((tmp_path / "plant" / "pyrometer.toml").read_text())["process"]["won"] == "go"


@pytest.mark.usefixtures("attended")
@pytest.mark.parametrize(("said", "order"), [("y", "day-first"), ("n", "month-first")])
def test_day_or_month_first_is_asked_for(tmp_path: Path, said: str, order: str) -> None:
    done = call(tmp_path, EITHER, said=f"{said}\n")
    assert done.exit_code == 0, done.output
    assert "may be day first or month first, and no value decides.\nDoes the day come first? [y/N]" in done.output
    assert f'created = "date {order}"' in (tmp_path / "plant" / "sensors" / "deals.toml").read_text()


@pytest.mark.usefixtures("attended")
def test_the_day_of_the_file_is_offered(tmp_path: Path) -> None:
    done = call(tmp_path, "seller,status\nAda,Won\nBen,Lost\nAda,Won\n", said="\n")
    assert done.exit_code == 0, done.output
    assert "Of which day are these records?" in done.output
    assert "3 rows, 6 events, 0 refused" in done.output


def test_where_nobody_sits_the_flags_are_named(tmp_path: Path) -> None:
    for text, flag in ((LOG, "Answer with --won."), (EITHER, "--day-first or --no-day-first")):
        done = call(tmp_path, text)
        assert flag in str(done.exception)
        assert not (tmp_path / "plant").exists()


@pytest.mark.usefixtures("attended")
def test_what_no_answer_mends_is_an_error_at_once(tmp_path: Path) -> None:
    done = call(tmp_path, LOG, "--stage", "stp", said="go\n")
    assert "no file has such a column" in str(done.exception)


def test_steps_in_any_script_and_alike_but_for_a_sign_get_names_of_their_own() -> None:
    steps = ("Angebot geprüft", "Offer?", "Offer!", "заявка", "договор", "lost", "契約")
    assert list(_start.names(steps).values()) == [
        "angebot-gepruft",
        "offer",
        "offer-1",
        "step-4",
        "step-5",
        "lost-1",
        "step-7",
    ]


def test_a_log_in_cyrillic_gives_a_plant(tmp_path: Path) -> None:
    rows = "".join(
        f"p{i},{s},2026-01-{d:02d}\n"
        for i in range(9)
        for s, d in (("заявка", 3), ("договор", 9), ("оплата", 12))[: 1 + i % 3]
    )
    done = call(tmp_path, "id,step,at\n" + rows, "--won", "оплата")
    assert done.exit_code == 0, str(done.exception)
    process = tomllib.loads((tmp_path / "plant" / "pyrometer.toml").read_text())["process"]
    assert (process["milestones"], process["won"]) == (["step-1", "step-2", "step-3"], "step-3")


def test_one_day_said_for_all_is_no_heap_of_dates(tmp_path: Path) -> None:
    rows = "".join(f"{('Ada', 'Ben')[i % 2]},{('Won', 'Lost')[i % 3 > 1]}\n" for i in range(300))
    done = call(tmp_path, "seller,status\n" + rows, "--time", "2026-01-31")
    assert done.exit_code == 0, str(done.exception)
    checks = Plant(tmp_path / "plant").study("trust").tables["checks"]
    assert not [row for row in checks if row["verdict"] == "look"]


def test_a_folder_of_files_is_read_and_gives_the_plant_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Export June"
    folder.mkdir()
    for name in ("README.md", "~$deals.xlsx", ".hidden.csv"):
        (folder / name).write_text("no records")
    (folder / "deals.csv").write_text(EITHER.replace("/02/", "/13/").replace("/04/", "/14/"))
    (folder / "zones.csv").write_text("zone,land\nA,B\nC,D\n")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(root, ["start", str(folder), "--no-report"])
    assert done.exit_code == 0, done.output
    assert "Not used: zones.csv: it has no times" in done.output
    assert (tmp_path / "export-june-plant" / "sensors" / "deals.toml").exists()


def test_a_folder_without_records_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("no records")
    done = CliRunner().invoke(root, ["start", str(tmp_path)])
    assert isinstance(done.exception, SensorError)
    assert "holds no file that a sensor reads" in str(done.exception)


def test_why_rows_were_refused_is_told_at_once(tmp_path: Path) -> None:
    text = "id,stage,created,closed\n" + "".join(f"{i},Won,2026-01-{10 + i},2026-02-{10 + i}\n" for i in range(12))
    done = call(tmp_path, text + "12,Won,no show,\n13,Won,,\n")
    assert done.exit_code == 0, done.output
    assert "14 rows, 24 events, 3 refused." in done.output
    assert "2 refused, the first in row 13: closed is empty, so it cannot be told when" in done.output
    assert "'no show'" in done.output


def test_of_many_refused_rows_the_first_of_the_file_is_told(tmp_path: Path) -> None:
    told = [f"D{i},2026-01-{i % 28 + 1:02d},2026-03-{i % 28 + 1:02d},Closed Won" for i in range(500)]
    silent = [f"E{i},,,Prospecting" for i in range(200)]
    done = call(tmp_path, "\n".join(["id,created,closed,stage", *told, *silent]) + "\n")
    assert "200 refused, the first in row 501:" in done.output


def test_in_a_log_that_nobody_act_begins_everybody_enters_with_the_first(tmp_path: Path) -> None:
    first = ("rang out", "talked", "booked")
    rows = [f"p{i},{first[i % 3]},2026-{1 + i // 25:02d}-{1 + i % 25:02d}\n" for i in range(120)]
    rows += [f"p{i},booked,2026-{1 + i // 25:02d}-{2 + i % 25:02d}\n" for i in range(0, 120, 6)]
    done = call(tmp_path, "number,result,at\n" + "".join(rows), "--won", "booked", "--prospect", "number")
    assert done.exit_code == 0, done.output
    plant = Plant(tmp_path / "plant")
    whole = plant.measure("risk-table")
    assert sum(sum(whole[n]) for n in ("n_gone_on", "n_stopped", "n_open", "n_unseen", "n_undated")) == 120
    assert sum(whole["n_gone_on"]) == 60
    assert "# Entered: with the first act of any kind; " in (tmp_path / "plant" / "pyrometer.toml").read_text()


@pytest.mark.usefixtures("attended")
def test_who_says_what_is_won_is_asked_what_is_lost_and_may_know_of_none(tmp_path: Path) -> None:
    log = LOG + "".join(f"q{i},{s},2026-02-{d:02d}\n" for i in range(9) for s, d in (("ask", 3), ("quiet", 9)))
    done = call(tmp_path, log, said="go\nquite\nquiet\n")
    assert done.exit_code == 0, done.output
    assert "And which means lost, if any? Several with commas between. There is: quiet." in done.output
    assert "No row says 'quite'. Did you mean 'quiet'?" in done.output
    assert tomllib.loads((tmp_path / "plant" / "pyrometer.toml").read_text())["process"]["lost"] == "lost"
