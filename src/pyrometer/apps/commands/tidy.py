"""tidy: forget old marks; the files that only they need go, and the disk has room again."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pyrometer.apps import _options, _show

if TYPE_CHECKING:
    from pyrometer.ledger.tidy import Tidied


@click.command("tidy")
@_options.in_plant
@_options.in_json
@click.option("--older-than", "days", type=click.IntRange(min=1), default=90, show_default=True, help="Days.")
def COMMAND(folder: Path | None, days: int, as_json: bool) -> None:  # noqa: N802, FBT001
    """Forget the ledger's marks that were superseded more than so many days ago. No event and no count is lost: only
    the way back to how the ledger stood then. Safe while others read, and safe to stop at any moment.
    """
    from dataclasses import asdict

    from pyrometer.plant import Plant

    plant = Plant(_options.plant_folder(folder))
    done = plant.tidy(older_than_days=days)
    _show.told(asdict(done) | {"mark": plant.mark}, _said(done, days, plant.mark), as_json=as_json)


def _said(done: "Tidied", days: int, mark: int) -> str:
    if not done.n_files:
        return f"Nothing to tidy: no mark was superseded more than {days} days ago."
    forgotten = f"Forgot {done.n_marks:,} old marks, removed" if done.n_marks else "Removed"
    return f"{forgotten} {done.n_files:,} files ({done.n_bytes / 1e6:,.1f} MB). Marks {done.first} to {mark} stay."
