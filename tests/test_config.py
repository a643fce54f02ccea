"""Broken and contradictory settings: one sentence each, whatever they hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrometer import config
from pyrometer.definitions import parse as definitions
from pyrometer.errors import BadSetting, DefinitionError, PyrometerError
from pyrometer.sensors import _config as sensors

DEEP = "x = " + "[" * 100_000 + "]" * 100_000
LONG = "x = " + "9" * 10_000


@pytest.mark.parametrize("text", [DEEP, LONG], ids=["brackets without end", "a number of 10,000 digits"])
def test_toml_that_breaks_its_own_reader_is_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "pyrometer.toml").write_text(text)
    with pytest.raises(BadSetting, match="is not valid TOML: "):
        config.read(tmp_path)
    with pytest.raises(BadSetting, match="is not valid TOML: "):
        sensors.parse(text, tmp_path / "deals.toml")
    with pytest.raises(DefinitionError, match="is not valid TOML: "):
        definitions.parse(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[process]\nmilestones = ["entered", "met", "entered"]', "'entered' stands twice in milestones"),
        ('[process]\nmilestones = ["entered"]\nwon = "over"\nlost = "over"', "lost = 'over' is on the way to won"),
        ('[process]\nmilestones = ["entered", "gone"]\nlost = "gone"', "lost = 'gone' is on the way to won"),
        ("[plant]\nuntil = 9999-12-31", "until = 9999-12-31; give a day from 1971 to 2200"),
        ("[plant]\nuntil = 0001-01-01T00:00:00", "give a day from 1971"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(text: str, sentence: str, tmp_path: Path) -> None:
    named = text.replace("[plant]", '[plant]\nname = "p"') if "[plant]" in text else f'[plant]\nname = "p"\n{text}'
    (tmp_path / "pyrometer.toml").write_text(named)
    with pytest.raises(BadSetting, match=sentence):
        config.read(tmp_path)


@given(st.text())
def test_no_text_whatever_is_a_fault(text: str) -> None:
    for read in (config.document, sensors.parse, definitions.parse):
        try:
            read(text, Path("p.toml"))  # type: ignore[operator]
        except PyrometerError as error:
            assert str(error)
