"""Terminals and disks that cannot spell everything: nothing crashes, and JSON stays JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.apps._called import DEALS

POOR = [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "cp1252"}]


def said(folder: Path, more: dict[str, str], *words: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "pyrometer", *words], cwd=folder, env={**os.environ, **more}, capture_output=True
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plant with names beyond every small alphabet, started from the poorest terminal."""
    folder = tmp_path_factory.mktemp("spelled")
    (folder / "deäls 😀.csv").write_text(DEALS.replace("ann", "Ανν 😀"), encoding="utf-8")
    code, out, err = said(folder, POOR[0], "start", "deäls 😀.csv", "--folder", "ünï 😀")
    assert (code, err) == (0, b"")
    assert b"Report: " in out
    return folder


@pytest.mark.parametrize("terminal", POOR, ids=lambda t: t["PYTHONIOENCODING"])
def test_a_terminal_that_cannot_spell_a_name_still_gets_its_answer(named: Path, terminal: dict[str, str]) -> None:
    code, out, err = said(named, terminal, "export", "Ανν 😀.csv", "--plant", "ünï 😀")
    assert (code, err) == (0, b"")
    assert out.startswith(b"Wrote ")
    code, out, err = said(named, terminal, "study", "yield", "--json", "--plant", "ünï 😀")
    assert (code, err) == (0, b"")
    assert json.loads(out)["study"] == "yield"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name of a file is text")
def test_a_file_whose_name_is_no_text_is_one_sentence(tmp_path: Path) -> None:
    name = os.fsdecode(b"de\xe4ls.csv")
    (tmp_path / name).write_text(DEALS)
    code, out, err = said(tmp_path, {}, "start", name, "--no-report")
    assert (code, out) == (2, b"")
    assert b"this name is no UTF-8. Rename the file" in err
    assert b"Traceback" not in err
