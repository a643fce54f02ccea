"""The certificate: every check as a line - method, published, ours, difference, source - for people and for files."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from json import dumps
from textwrap import fill, wrap

from pyrometer.apps._calibration import Check

WIDTH = 92
LEAD = {
    "charts": "Control charts",
    "run lengths": "Run lengths and false alarms of rules",
    "groups": "Groups",
    "intervals": "Intervals of shares",
    "sizes": "Sample sizes",
    "agreement": "Agreement of judges",
    "survival": "Survival from open and closed cases",
    "change": "Change points",
    "coverage": "Coverage of 95% intervals, simulated",
    "false alarms": "False alarms, simulated",
    "traps": "Traps: naive figure, truth, and the instrument",
}


ABOUT = (
    "This page is written by `pyrometer calibrate --runs {runs} --markdown docs/calibration.md`; do not edit it. "
    "Published numbers are typed in from the sources named and computed again: a line holds when ours differs by no "
    "more than half of the last printed digit. Simulated lines are seeded; they hold within the band that is asked for "
    "(93% to 97% of intervals, a fifth of the rate of false alarms) and three standard errors of the simulation. A "
    "trap holds when the instrument is near the truth and the naive figure is not."
)


def text(checks: Sequence[Check]) -> str:
    """The certificate for the terminal, no wider than 92 letters."""
    lines = [_sentence(checks), ""]
    for part, those in groupby(checks, key=lambda c: c.part):
        lines.append(f"{LEAD.get(part, part):<56}{'published':>12}{'ours':>12}{'difference':>12}")
        lines += [line for check in those for line in _lines(check)]
        lines.append("")
    return "\n".join(lines)


def _lines(check: Check) -> list[str]:
    """A check in the terminal: its words, wrapped, with the numbers at the right of the first line."""
    mark = "  ok  " if check.holds else " BAD  "
    words = wrap(f"{check.method}: {check.what}", 49)
    words += wrap(check.says, 49) if check.says else []
    numbers = "".join(f"{_number(v):>12}" for v in (check.published, check.ours, check.difference))
    return [f"{mark}{words[0]:<50}{numbers}", *(f"      {line}" for line in words[1:])]


def markdown(checks: Sequence[Check], runs: int) -> str:
    """The certificate as a page; `runs` are the simulations that each check rests on."""
    parts = [
        "# Calibration",
        "",
        fill(ABOUT.format(runs=runs), 118),
        "",
        _sentence(checks),
    ]
    for part, those in groupby(checks, key=lambda c: c.part):
        parts += ["", f"## {LEAD.get(part, part)}", ""]
        parts += [
            "| method | what | published | ours | difference | holds | source |",
            "|---|---|---:|---:|---:|---|---|",
        ]
        parts += [_row(check) for check in those]
    return "\n".join(parts) + "\n"


def as_json(checks: Sequence[Check]) -> str:
    """The certificate as JSON."""
    return dumps([asdict(c) | {"difference": c.difference, "holds": c.holds} for c in checks], indent=2)


def _row(check: Check) -> str:
    what = f"{check.what} ({check.says})" if check.says else check.what
    numbers = (_number(check.published), _number(check.ours), _number(check.difference))
    cells = (check.method, what, *numbers, "yes" if check.holds else "**no**", check.source)
    return f"| {' | '.join(c.replace('|', '/') for c in cells)} |"


def _sentence(checks: Sequence[Check]) -> str:
    missed = [c for c in checks if not c.holds]
    if not missed:
        return f"All {len(checks)} checks hold."
    return f"{len(missed)} of {len(checks)} checks do not hold: {'; '.join(f'{c.method}, {c.what}' for c in missed)}."


def _number(value: float) -> str:
    """As many digits as a comparison needs, 0 where the two agree to the last bit."""
    if value == 0 or abs(value) < 1e-9:
        return "0"
    return f"{value:.2g}" if abs(value) < 0.01 else f"{value:.6g}"
