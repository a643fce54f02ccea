"""Sensor files: every wrong key or value is one sentence with the near name."""

from dataclasses import fields
from pathlib import Path

import pytest

from pyrometer import config as plant
from pyrometer import registry
from pyrometer.errors import BadSetting
from pyrometer.sensors import _config, _words

GOOD = """
sensor = "csv"
path = "deals.csv"
prospect = "id"
[[event]]
happened_at = "t"
action = "x"
side = "seller"
"""


def test_a_sensor_file_says_what_it_says() -> None:
    config = _config.parse(GOOD, Path("sensors/deals.toml"))
    assert (config.name, config.sensor, config.zone, config.row_is) == ("deals", "csv", "UTC", "prospect")
    assert config.events[0].happened_at == "t"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (GOOD.replace('"csv"', '"cvs"'), "'cvs' is no kind of sensor. Did you mean 'csv'"),
        (GOOD.replace("prospect", "prospekt"), "unknown key 'prospekt'. Did you mean 'prospect'"),
        (GOOD.replace("happened_at", "hapened_at"), r"\[\[event\]\] 1: unknown key 'hapened_at'. Did you mean"),
        (GOOD.replace('"seller"', '"sellers"'), "'sellers' is no side. Did you mean 'seller'"),
        (GOOD.replace('action = "x"', ""), "action is missing"),
        (GOOD + "grade = 7", "a grade is 0, 1, 2, 3 or 4"),
        ('row_is = "deal"\n' + GOOD, 'a row is a "prospect" or an "event"'),
        ('zone = "Berlin"\n' + GOOD, "No time zone named 'Berlin'. Did you mean 'Europe/Berlin'?"),
        ('zone = "Europe/Berln"\n' + GOOD, "Did you mean 'Europe/Berlin'?"),
        ('zone = "PST"\n' + GOOD, "No time zone named 'PST'. Write it like Europe/Berlin"),
        ('fields = { t = "datum" }\n' + GOOD, "begins with no known kind"),
        ('fields = { t = "date days-first" }\n' + GOOD, "unknown word 'days-first'. Did you mean 'day-first'"),
        ("skip = true\n" + GOOD, "skip = True must be of type int"),
        ('skip = "two"\n' + GOOD, "skip = 'two' must be of type int"),
        ("lookup = [{ path = 1 }]\n" + GOOD, "key is missing"),
        ('lookup = [{ key = "a", fields = ["b"] }]\n' + GOOD, "name the other file, path = "),
        ('lookup = [{ key = "a", fields = ["b"], table = "c" }]\n' + GOOD, "or of a database the table"),
        ('lookup = [{ path = "a", keys = "b" }]\n' + GOOD, "unknown key 'keys'. Did you mean 'key'"),
        ('missing = "x"\n' + GOOD, "must be a table"),
        (GOOD.split("[[event]]")[0], r"no \[\[event\]\] says what happened"),
        (GOOD.replace('prospect = "id"', ""), "prospect is missing"),
        ("this is no toml", "is not valid TOML"),
        ('sensor = "sql"\nprospect = "id"\n' + GOOD[GOOD.index("[[event]]") :], "url is missing"),
    ],
)
def test_a_wrong_sensor_file_is_one_sentence(wrong: str, sentence: str) -> None:
    with pytest.raises(BadSetting, match=sentence):
        _config.parse(wrong, Path("sensors/deals.toml"))


def test_a_plant_without_sensors_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="pyrometer start FILE"):
        _config.read_folder(tmp_path)


def test_every_key_of_a_sensor_file_has_its_meaning() -> None:
    assert set(_words.EVENT_WORDS) == {f.name for f in fields(_config.Rule)}
    assert set(_words.LOOKUP_WORDS) == {f.name for f in fields(_config.Lookup)}
    aside = {"name", "where", "settings", "lookups", "events"}
    assert set(_words.SENSOR_WORDS) == {f.name for f in fields(_config.SensorConfig)} - aside | {"lookup", "event"}
    kinds = {word for told in _words.FIELD_WORDS for word in told.split(", ")}
    assert kinds == {*_config.KINDS, *_config.STYLES, "EUR"}


def test_every_setting_of_a_sensor_and_of_a_plant_has_its_meaning() -> None:
    sensors = [registry.find("pyrometer.sensors", name).settings for name in registry.names("pyrometer.sensors")]
    for record in (*sensors, *plant.SECTIONS.values()):
        assert all(f.metadata.get("help", "").endswith(".") for f in fields(record)), record
