"""calibrate: the instrument held against published numbers, simulation and the known traps; prints a certificate."""

from pathlib import Path

import click

QUICK = 100


@click.command("calibrate")
@click.option("--full", is_flag=True, help="1,200 simulations a check or more; many minutes.")
@click.option("--runs", type=click.IntRange(50, 100_000), default=None, help="So many simulations a check.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--markdown", type=click.Path(path_type=Path, dir_okay=False), help="Write the certificate to this file.")
@click.pass_context
def COMMAND(ctx: click.Context, /, full: bool, runs: int | None, as_json: bool, markdown: Path | None) -> None:  # noqa: N802, FBT001
    """Check every method against its published numbers, and its intervals and false alarms by simulation.

    Without an option few simulations and a wide tolerance, about a minute. Exit 1 when a check does not hold.
    """
    from pyrometer import writing
    from pyrometer.apps import _calibration
    from pyrometer.apps._calibration import certificate

    n = runs or (_calibration.FULL if full else QUICK)
    checks = _calibration.run(runs=n)
    if markdown is not None:
        writing.put(markdown, certificate.markdown(checks, n))
        click.echo(f"Wrote {markdown}")
    elif as_json:
        click.echo(certificate.as_json(checks))
    else:
        click.echo(certificate.text(checks))
    ctx.exit(0 if all(c.holds for c in checks) else 1)
