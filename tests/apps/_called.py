"""The command line as it is typed, and a small plant made by it."""

from pathlib import Path

from click.testing import CliRunner, Result

from pyrometer.apps.cli import root

DEALS = "id,owner,stage,created,closed,amount\n" + "".join(
    f"d{i},{'ann' if i % 2 else 'bob'},{('Won', 'Lost', 'Open')[i % 3]},2025-{1 + i % 9:02d}-{13 + i % 9:02d},"
    f"{'' if i % 3 == 2 else f'2025-{2 + i % 9:02d}-{14 + i % 9:02d}'},{100 + i}\n"
    for i in range(90)
)
LATER = "d900,ann,Won,2025-09-01,2025-10-20,500\nd901,ann,Won,,,\n"  # one more deal, and one row that says no time


def call(*words: str) -> Result:
    return CliRunner().invoke(root, list(words), catch_exceptions=True)


def plant(folder: Path) -> Path:
    """A plant of 90 deals."""
    (folder / "deals.csv").write_text(DEALS)
    made = call("start", str(folder / "deals.csv"), "--folder", str(folder / "plant"), "--no-report")
    assert made.exit_code == 0, made.output + str(made.exception)
    return folder / "plant"


def grown(folder: Path) -> None:
    """The same plant after somebody else has read a longer export."""
    (folder.parent / "deals.csv").write_text(DEALS + LATER)
    done = call("read", "--plant", str(folder))
    assert done.exit_code == 0, done.output + str(done.exception)
