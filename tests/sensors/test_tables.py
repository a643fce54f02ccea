"""Parquet and SQL: typed rows, bounded stretches, no password in any sentence."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest
from pyarrow import parquet

from pyrometer.errors import SensorError
from pyrometer.plant import start
from pyrometer.sensors import parquet as parquet_sensor
from pyrometer.sensors import sql
from pyrometer.sensors._columns import text

TYPED = pa.table(
    {
        "id": pa.array([7, 8]),
        "opened": pa.array([date(2026, 1, 5), date(2026, 1, 6)]),
        "closed": pa.array([datetime(2026, 2, 1, 12, tzinfo=UTC), None], pa.timestamp("ns", "UTC")),
        "value": pa.array([Decimal("12.50"), Decimal("7.00")]),
        "won": pa.array([True, False]),
        "owner": pa.array(["Ada", "Ben"]).dictionary_encode(),
    }
)
SENSOR = """
prospect = "id"
zone = "Europe/Berlin"
[[event]]
happened_at = "opened"
action = "entered"
side = "seller"
actor = "owner"
[[event]]
where = { won = true }
happened_at = "closed"
action = "ordered"
side = "customer"
amount = "value"
"""


def test_typed_columns_need_no_declaration(read: Callable[..., Any], tmp_path: Path) -> None:
    parquet.write_table(TYPED, tmp_path / "deals.parquet")
    found = read(None, 'sensor = "parquet"\n' + SENSOR, name="deals.parquet")
    got = [
        (e["prospect"], e["action"], e["happened_at"], e["precision"], e["amount"], e["actor"]) for e in found.events
    ]
    assert got == [
        ("7", "entered", datetime(2026, 1, 4, 23), 1, None, "Ada"),
        ("8", "entered", datetime(2026, 1, 5, 23), 1, None, "Ben"),
        ("7", "ordered", datetime(2026, 2, 1, 12), 0, 12.5, None),
    ]


def test_ids_of_databases_and_bytes_are_words() -> None:
    """PostgreSQL gives its ids as UUID objects, which Arrow keeps as a type of their own; some columns hold bytes."""
    one = UUID("0e984725-c51c-4bf4-9960-e1c80e27aba0")
    assert text(sql._column([one, None])).to_pylist() == [str(one), None]
    assert text(sql._column([b"Ada", None])).to_pylist() == ["Ada", None]
    assert text(sql._column([b"\xff\xfe", b"Ada"])).to_pylist() == ["fffe", "416461"]


def test_a_table_whose_prospects_are_such_ids_starts(tmp_path: Path) -> None:
    n = 30
    deals = {
        "id": pa.array([UUID(int=i).bytes for i in range(n)], pa.uuid()),
        "seal": pa.array([bytes([255, i]) for i in range(n)]),
        "created": pa.array([date(2026, 1, 1 + i % 28) for i in range(n)]),
        "closed": pa.array([date(2026, 2, 1 + i % 28) for i in range(n)]),
        "stage": pa.array(["Closed Won", "Closed Lost"] * (n // 2)),
    }
    parquet.write_table(pa.table(deals), tmp_path / "deals.parquet")
    plant = start(tmp_path / "deals.parquet", folder=tmp_path / "plant")
    names = plant.backend.to_pyarrow(plant.journeys().name).to_pylist()
    assert sorted(names) == [str(UUID(int=i)) for i in range(n)]


def test_a_large_parquet_file_comes_in_stretches(tmp_path: Path) -> None:
    path = tmp_path / "big.parquet"
    parquet.write_table(pa.table({"id": pa.array(range(600_000))}), path)
    parts = list(parquet_sensor.rows(path, parquet_sensor.Settings()))
    assert max(p.table.num_rows for p in parts) <= parquet_sensor.STRETCH
    assert sum(p.table.num_rows for p in parts) == 600_000
    assert parts[-1].first == 600_000 - parts[-1].table.num_rows + 1


@pytest.mark.parametrize("content", [b"id,name\n1,a\n", b"PAR1" + b"\0" * 50])
def test_what_is_no_parquet_file_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "deals.parquet"
    path.write_bytes(content)
    with pytest.raises(SensorError, match="is no whole Parquet file"):
        list(parquet_sensor.rows(path, parquet_sensor.Settings()))


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = tmp_path / "crm.sqlite"
    with sqlite3.connect(path) as link:
        link.execute(
            "create table deals (id integer, opened text, closed timestamp, value numeric, won integer, owner text)"
        )
        link.execute("insert into deals values (7, '2026-01-05', '2026-02-01 12:00:00', 12.5, 1, 'Ada')")
        link.execute("insert into deals values (8, '2026-01-06', null, 7, 0, 'Ben')")
    link.close()
    return f"sqlite:///{path}"


@pytest.mark.parametrize("what", ['table = "deals"', "query = \"select * from deals where owner <> ''\""])
def test_a_table_or_a_query_is_read_like_a_file(read: Callable[..., Any], database: str, what: str) -> None:
    sensor = f'sensor = "sql"\nurl = "{database}"\n{what}\n' + SENSOR.replace("won = true", 'won = "1"')
    found = read(None, 'path = ""\n' + sensor)
    assert [(e["prospect"], e["action"], e["amount"]) for e in found.events] == [
        ("7", "entered", None),
        ("8", "entered", None),
        ("7", "ordered", 12.5),
    ]


def test_an_address_may_come_from_the_environment(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_URL", database)
    assert sum(p.table.num_rows for p in sql.rows(Path(), sql.Settings(url="$CRM_URL", table="deals"))) == 2
    with pytest.raises(SensorError, match="The environment has no CRM_LINK"):
        list(sql.rows(Path(), sql.Settings(url="$CRM_LINK", table="deals")))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"table": "deal"}, "no table 'deal'. Did you mean 'deals'"),
        ({"query": "select missing from deals"}, "no such column"),
        ({}, "Which table of the database. There is: deals"),
        ({"table": "deals", "query": "select 1"}, "name either a table or a query"),
        ({"table": "deals", "url": "nonsense"}, "url is no address of a database"),
        ({"table": "deals", "url": "oracle+nodriver://u:geheim@h/d"}, "oracle"),
        ({"table": "deals", "url": "postgresql+psycopg2://u:geheim@127.0.0.1:1/d"}, "127.0.0.1|psycopg2"),
    ],
)
def test_a_wrong_address_is_told_without_the_password(database: str, settings: dict[str, str], sentence: str) -> None:
    with pytest.raises(SensorError, match=sentence) as caught:
        list(sql.rows(Path(), sql.Settings(**{"url": database, **settings})))
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)
