"""JSON: every command has --json, and what it then prints on standard output is JSON alone."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pyrometer.apps.cli import root
from pyrometer.plant import Plant, start

DEALS = "id,stage,created,closed\n" + "".join(
    f"d{i},{'Won' if i % 2 else 'Lost'},2026-0{1 + i % 6}-{1 + i % 27:02},2026-0{7 + i % 3}-{1 + i % 27:02}\n"
    for i in range(60)
)


@pytest.fixture
def plant(tmp_path: Path) -> Path:
    """A plant of sixty deals."""
    file = tmp_path / "deals.csv"
    file.write_text(DEALS)
    start(file, folder=tmp_path / "p", zone="UTC")
    return tmp_path / "p"


def leaves(command: click.Command, name: str) -> list[tuple[str, click.Command]]:
    """Every command that does something."""
    if not isinstance(command, click.Group):
        return [(name, command)]
    ctx = click.Context(command)
    each = ((sub, command.get_command(ctx, sub)) for sub in command.list_commands(ctx))
    return [leaf for sub, found in each if found for leaf in leaves(found, f"{name} {sub}".strip())]


@pytest.mark.parametrize(("name", "command"), leaves(root, ""))
def test_every_command_has_json(name: str, command: click.Command) -> None:
    assert any("--json" in option.opts for option in command.params), name


@pytest.mark.parametrize(
    "words",
    [
        ("define", "show", "ordered"),
        ("define", "sign", "ordered", "--by", "Ann"),
        ("define", "new", "asked-for-terms"),
        ("define", "template"),
        ("define", "template", "b2b-enterprise"),
        ("export", "events.csv"),
        ("erase", "nobody", "--yes"),
        ("tidy",),
        ("chart", "entered", "--keep"),
        ("report", "--html", "r.html"),
        ("study", "yield", "--csv", "y.csv"),
    ],
)
def test_with_json_nothing_else_stands_on_standard_output(
    plant: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(plant)
    done = CliRunner().invoke(root, [*words, "--json"])
    assert done.exit_code in (0, 1), done.output
    assert json.loads(done.stdout)


def test_a_page_asked_for_is_written_with_json_too(plant: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plant)
    CliRunner().invoke(root, ["report", "--html", "r.html", "--json"])
    assert (plant / "r.html").exists()


def test_start_tells_what_it_made_as_json(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(DEALS)
    words = ["start", str(tmp_path / "deals.csv"), "--folder", str(tmp_path / "p"), "--zone", "UTC", "--json"]
    told = json.loads(CliRunner().invoke(root, words).stdout)
    assert told["mark"] == 1
    assert told["kept"] == {"deals": 120}
    assert Path(told["report"]).exists()
    assert {finding["study"] for finding in told["findings"]} >= {"trust", "yield", "flow"}


def test_refused_rows_are_counted_without_reading_them(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(DEALS + "d98,Won,,\nd99,Lost,,\n")
    start(tmp_path / "deals.csv", folder=tmp_path / "p", zone="UTC")
    ledger = Plant(tmp_path / "p").ledger
    assert ledger.n_refused() == ledger.refused().num_rows == 2


@pytest.mark.parametrize(
    "words", [("flow", "--plant", "~nosuch/x"), ("start", "~nosuch/x.csv"), ("start", "x.csv", "--folder", "~nosuch/x")]
)
def test_a_home_of_nobody_is_one_sentence(words: tuple[str, ...]) -> None:
    from pyrometer.errors import PlantError

    done = CliRunner().invoke(root, list(words), standalone_mode=False)
    assert isinstance(done.exception, PlantError)
    assert "nobody of that name has a home" in str(done.exception)


def test_start_tells_how_many_of_the_events_told_are_kept(tmp_path: Path) -> None:
    for month in ("10", "11"):
        (tmp_path / f"deals 2026-{month}-01.csv").write_text(DEALS)
    files = [str(path) for path in sorted(tmp_path.glob("*.csv"))]
    done = CliRunner().invoke(root, ["start", *files, "--folder", str(tmp_path / "p"), "--zone", "UTC", "--no-report"])
    assert "240 events told, 120 of them kept" in done.output


def test_an_sqlite_file_is_refused_with_the_names_of_its_tables(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "crm.db")) as base:
        base.execute("CREATE TABLE deals (id)")
    (tmp_path / "broken.db").write_bytes(b"SQLite format 3\0broken")
    held, broken = (
        str(CliRunner().invoke(root, ["start", str(tmp_path / name)], standalone_mode=False).exception)
        for name in ("crm.db", "broken.db")
    )
    assert held.endswith("--table NAME. There is: deals.")
    assert broken.endswith("--table NAME.")
