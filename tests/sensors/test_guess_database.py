"""A table of a database is guessed like a file; no password is printed or written."""

import sqlite3
import tomllib
from pathlib import Path

import pytest

from pyrometer.errors import SensorError
from pyrometer.plant import _start
from pyrometer.sensors import sql
from pyrometer.sensors._guess import Answers, Guess, guess

DEALS = [
    (1, "2026-01-05", "2026-02-01", "Won", 1200.5, "Ada"),
    (2, "2026-01-06", "2026-02-03", "Lost", 300, "Ben"),
    (3, "2026-01-07", None, "Open", None, "Ada"),
    (4, "2026-01-09", "2026-02-13", "Won", 75, "Ben"),
]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "crm.db"
    with sqlite3.connect(path) as link:
        link.execute("create table deals (id int, created text, closed text, stage text, value numeric, owner text)")
        link.executemany("insert into deals values (?, ?, ?, ?, ?, ?)", DEALS)
        link.execute("create table empty (id int, created text)")
    link.close()
    return path


def guessed(url: str, table: str | None = "deals") -> Guess:
    return guess([url], Answers(table=(table,) if table else ()))


def test_a_table_is_guessed_like_a_file(database: Path) -> None:
    found = guessed(f"sqlite:///{database}")
    assert (found.name, found.milestones, found.lost) == ("deals", ("entered", "ordered"), ("declined",))
    sensor = tomllib.loads(found.sensors["deals.toml"])
    assert (sensor["sensor"], sensor["url"], sensor["table"]) == ("sql", f"sqlite:///{database}", "deals")
    assert "path" not in sensor


def test_started_and_read_again_a_table_brings_nothing_new(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(database.parent)
    plant = _start.start("sqlite:///crm.db", table="deals")
    assert plant.folder == Path("crm-plant")
    monkeypatch.chdir(plant.folder)  # the address in the sensor file is true from here too
    assert [(r.n_rows, r.n_new, r.n_same) for r in _start.Plant(Path()).read()] == [(4, 0, 8)]


def test_a_name_in_the_address_is_taken_from_the_environment_and_only_the_name_is_written(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_NAME", database.name)
    monkeypatch.setenv("CRM_URL", f"sqlite:///{database}")
    for url in ("$CRM_URL", "${CRM_URL}", f"sqlite:///{database.parent}/${{CRM_NAME}}"):
        assert f'url = "{url}"' in guessed(url).sensors["deals.toml"]


@pytest.mark.parametrize(
    "url", ["postgresql://u:geheim@127.0.0.1:1/d", "oracle://u@h/d?password=geheim", "mysql://u:${A}geheim@h/d"]
)
def test_a_password_in_the_address_is_refused_unseen(url: str) -> None:
    with pytest.raises(SensorError, match=r"Write \$\{NAME\} in its place") as caught:
        guessed(url)
    assert "geheim" not in str(caught.value)
    assert "geheim" not in str(_start.place([url], None))


@pytest.mark.parametrize(
    ("url", "table", "sentence"),
    [
        ("sqlite:///{db}", None, "Which table of the database. There is: deals, empty. Say it with --table"),
        ("sqlite:///{db}", "deal", "no table 'deal'. Did you mean 'deals'"),
        ("sqlite:///{db}", "empty", "empty has a header and no rows"),
        ("sqlite:///{db}x", "deals", "There is no file .*crm.dbx"),
        ("sqlite:///{text}", "deals", "file is not a database"),
        ("postgresql+nodriver://u@h/d", "deals", "no kind of database is called 'postgresql.nodriver'"),
        ("mysql+pyrometer_none://u@h/d", "deals", "no kind of database is called"),
        ("mssql://u@h/d", "deals", "its driver is not installed. Install it: pip install pyodbc"),
        ("postgresql://u:${NO_SUCH_NAME}@h/d", "deals", "The environment has no NO_SUCH_NAME"),
    ],
)
def test_what_cannot_be_reached_is_one_sentence(database: Path, url: str, table: str | None, sentence: str) -> None:
    text = database.with_name("notes.db")
    text.write_text("no database at all, " * 90)
    with pytest.raises(SensorError, match=sentence) as caught:
        guessed(url.replace("{db}", str(database)).replace("{text}", str(text)), table)
    assert "\n" not in str(caught.value)
    assert sorted(p.name for p in database.parent.iterdir()) == ["crm.db", "notes.db"]


def test_a_table_is_named_only_for_a_database(tmp_path: Path) -> None:
    with pytest.raises(SensorError, match="--table deals: no address of a database is given"):
        guess([tmp_path / "deals.csv"], Answers(table=("deals",)))


def test_a_column_empty_in_the_first_stretch_is_read(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "STRETCH", 1)
    with sqlite3.connect(database) as link:
        link.execute("update deals set value = null where id = 1")
    link.close()
    assert guessed(f"sqlite:///{database}").milestones == ("entered", "ordered")
