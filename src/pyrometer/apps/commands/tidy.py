"""tidy: forget old marks; the files that only they need go, and the disk has room again."""

from pathlib import Path

import click

from pyrometer.apps import _options


@click.command("tidy")
@_options.in_plant
@click.option("--older-than", "days", type=click.IntRange(min=1), default=90, show_default=True, help="Days.")
def COMMAND(folder: Path | None, days: int) -> None:  # noqa: N802
    """Forget the ledger's marks that were superseded more than so many days ago. No event and no count is lost: only
    the way back to how the ledger stood then. Safe while others read, and safe to stop at any moment.
    """
    from pyrometer.plant import Plant

    plant = Plant(_options.plant_folder(folder))
    done = plant.tidy(older_than_days=days)
    if not done.n_files:
        click.echo(f"Nothing to tidy: no mark was superseded more than {days} days ago.")
        return
    forgotten = f"Forgot {done.n_marks:,} old marks, removed" if done.n_marks else "Removed"
    click.echo(
        f"{forgotten} {done.n_files:,} files ({done.n_bytes / 1e6:,.1f} MB). Marks {done.first} to {plant.mark} stay."
    )
