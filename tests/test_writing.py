"""Files are put in place in one step."""

from pathlib import Path

import pytest

from pyrometer import writing


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b.toml"
    writing.put(place, "Grüße\n")
    assert place.read_bytes() == "Grüße\n".encode()
    writing.put(place, b"anew")
    assert place.read_bytes() == b"anew"
    assert [p.name for p in place.parent.iterdir()] == ["b.toml"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    place = tmp_path / "b.toml"
    writing.put(place, "old")
    with pytest.raises(ValueError, match="half"), writing.beside(place) as private:
        private.write_text("ne", encoding="utf-8")
        assert place.read_text(encoding="utf-8") == "old"
        raise ValueError("half")
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {"b.toml": "old"}
