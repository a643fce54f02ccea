"""A command that is stopped leaves nothing half-made, whoever stops it and however."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("duckdb")

HEAD = "deal,stage,created,closed\n"
ROWS = [f"D{i},{'Won' if i % 3 else 'Lost'},2024-01-{i % 28 + 1:02},2024-02-{i % 28 + 1:02}\n" for i in range(50_000)]
START = (sys.executable, "-m", "pyrometer", "start", "deals.csv", "--folder", "p", "--zone", "UTC", "--won", "Won")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_start_that_is_stopped_leaves_no_hidden_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "deals.csv").write_text(HEAD + "".join(ROWS))
    number = getattr(signal, name)
    as_usual = partial(signal.signal, number, signal.SIG_DFL)  # tests may run where it is ignored (nohup)
    to, none = subprocess.PIPE, subprocess.DEVNULL
    command = subprocess.Popen(START, cwd=tmp_path, text=True, stdin=none, stderr=to, preexec_fn=as_usual)
    for _ in range(600):
        if any(tmp_path.glob(".p-*/ledger/staging/*")) or command.poll() is not None:
            break
        time.sleep(0.05)
    command.send_signal(number)
    _, said = command.communicate(timeout=60)
    assert (command.returncode, said.strip()) == (130, "Stopped; nothing is half-written.")
    assert [p.name for p in tmp_path.iterdir()] == ["deals.csv"]
