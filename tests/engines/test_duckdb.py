"""DuckDB as Pyrometer sets it up: times in UTC, limits kept, wrong limits said to be wrong."""

import pytest

from pyrometer import registry
from pyrometer.config import EngineSettings
from pyrometer.engines.duckdb import ENGINE
from pyrometer.errors import BadSetting


def setting(name: str, **settings: object) -> object:
    backend = ENGINE.connect(EngineSettings(**settings))  # type: ignore[arg-type]
    return backend.con.execute(f"SELECT current_setting('{name}')").fetchone()[0]


def test_it_is_found_by_its_name() -> None:
    assert registry.find("pyrometer.engines", "duckdb") is ENGINE
    assert registry.first_line("pyrometer.engines", "duckdb").startswith("DuckDB: the engine")


def test_times_are_utc_whatever_the_machine_says() -> None:
    assert setting("TimeZone") == "UTC"


def test_limits_are_kept() -> None:
    assert setting("memory_limit", memory="512MiB") == "512.0 MiB"
    assert setting("threads", threads=1) == 1
    assert "pyrometer-spill" in str(setting("temp_directory"))


def test_it_does_not_take_a_whole_large_machine_unless_told() -> None:
    size, unit = str(setting("memory_limit")).split()
    assert unit != "TiB"
    assert unit == "MiB" or float(size) <= 6
    assert setting("memory_limit", memory="7GiB") == "7.0 GiB"


def test_a_limit_that_is_none_is_named() -> None:
    with pytest.raises(
        BadSetting, match=r"\[engine\] memory_limit = 'much' is not a limit DuckDB takes, like '4GB' or 2"
    ):
        ENGINE.connect(EngineSettings(memory="much"))
    with pytest.raises(BadSetting, match=r"\[engine\] threads = -1 is not"):
        ENGINE.connect(EngineSettings(threads=-1))
