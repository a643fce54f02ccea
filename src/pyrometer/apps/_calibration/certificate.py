"""The certificate: every check as a line - method, published, ours, difference, source - for people and for files."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from json import dumps
from textwrap import fill, wrap

from pyrometer.apps._calibration import FULL, SEED, Check
from pyrometer.apps._calibration.simulated import noise

LEAD = {
    "charts": "Control charts",
    "run lengths": "Run lengths and false alarms of rules",
    "groups": "Groups",
    "intervals": "Intervals of shares and rates",
    "sizes": "Sample sizes",
    "agreement": "Agreement of judges and gauges",
    "survival": "Survival from open and closed cases",
    "change": "Change points",
    "capability": "Capability and sampling plans",
    "trials": "Experiments",
    "effects": "Effects",
    "fields": "Fields and scorecards",
    "coverage": "Coverage of 95% intervals, simulated",
    "false alarms": "False alarms, simulated",
    "traps": "Traps: naive figure, truth, and the instrument",
}
ABOUT = (
    "This page is written by `pyrometer calibrate {how} --markdown docs/calibration.md`; do not edit it. "
    "Published numbers are typed in from the sources named and computed again: a line holds when ours differs by no "
    "more than half of the last printed digit. Simulated lines start from seed {seed}; the number of runs stands in "
    "each. They hold within the band that is asked for - 93% to 97% of intervals, a fifth of the rate of false alarms, "
    "or at most so many - or within three standard errors of the simulation (four with fewer than {full:,} runs) where "
    "that is wider: at {runs:,} runs three are {noise:.1%}. A trap holds when the instrument is near the truth and the "
    "naive figure is not."
)
ELSEWHERE = """## Not on this page

Some published cases rest on data too long for a page, or not ours to ship; the project's tests hold them wherever the
data lie beside a checkout: lung cancer, monoclonal gammopathy and Stanford heart transplants (R survival: Kaplan-Meier
with strata, Aalen-Johansen, Cox with time-varying exposure, discrete hazard), attribute agreement and gauge studies of
JASP, weight gain after quitting smoking (Hernan and Robins: weighting, standardisation, pooled hazards), deaths after
heart surgery (g chart, Bernoulli CUSUM), C. difficile (phases, run chart).

Nor are the simulations of whole studies on plants with known truth; what they gave stands beside the reasons.
[Signal or noise](why/signal-or-noise.md): where entries vary eight times as much as chance makes them and nothing has
changed, charts of the bare counts signal in 17% to 45% of plants, held against the entries in at most 5%.
[No ranking](why/no-ranking.md): half of eight equal sellers began a month ago, a difference is said of 3% of teams and
somebody named in 4%, by the plain test in 56% and 12%. [Open work](why/open-work.md): in none of 36 kinds of plants is
work with dead ones among it called real, where 0 to 100% were.
"""


def text(checks: Sequence[Check]) -> str:
    """The certificate for the terminal, no wider than 92 letters."""
    lines = [_sentence(checks), ""]
    for part, those in groupby(checks, key=lambda c: c.part):
        heads = _columns(("published", "ours", "difference", "allowed"))
        lines.append(f"{LEAD.get(part, part):<46}{heads}")
        lines += [line for check in those for line in _lines(check)]
        lines.append("")
    return "\n".join(lines)


def _lines(check: Check) -> list[str]:
    """A check in the terminal: its words, wrapped, with the numbers at the right of the first line."""
    mark = "  ok  " if check.holds else " BAD  "
    words = wrap(f"{check.method}: {check.what}", 39)
    words += wrap(check.says, 39) if check.says else []
    return [f"{mark}{words[0]:<40}{_columns(_numbers(check))}", *(f"      {line}" for line in words[1:])]


def _columns(words: tuple[str, str, str, str]) -> str:
    """Four numbers, or their heads, at the right."""
    return "".join(f"{word:>{width}}" for word, width in zip(words, (12, 12, 11, 11), strict=True))


def markdown(checks: Sequence[Check], runs: int) -> str:
    """The certificate as a page; `runs` are the simulations that each check rests on."""
    how = "--full" if runs == FULL else f"--runs {runs}"
    told = ABOUT.format(how=how, runs=runs, seed=SEED, full=FULL, noise=noise(0.95, runs))
    parts = ["# Calibration", "", fill(told, 118), "", _sentence(checks)]
    for part, those in groupby(checks, key=lambda c: c.part):
        parts += ["", f"## {LEAD.get(part, part)}", ""]
        parts += [
            "| method | what | published | ours | difference | allowed | holds | source |",
            "|---|---|---:|---:|---:|---:|---|---|",
        ]
        parts += [_row(check) for check in those]
    return "\n".join(parts) + "\n\n" + ELSEWHERE


def as_json(checks: Sequence[Check]) -> str:
    """The certificate as JSON."""
    return dumps([asdict(c) | {"difference": c.difference, "holds": c.holds} for c in checks], indent=2)


def _row(check: Check) -> str:
    what = f"{check.what} ({check.says})" if check.says else check.what
    cells = (check.method, what, *_numbers(check), "yes" if check.holds else "**no**", check.source)
    return f"| {' | '.join(c.replace('|', '/') for c in cells)} |"


def _numbers(check: Check) -> tuple[str, str, str, str]:
    """Published, ours, difference, and the difference that is allowed."""
    bound = "≤ " if check.sense == "at most" else ""
    side = "+" if check.sense == "at most" else "±"
    published = f"{check.published:.9g}"
    decimals = len(published.partition(".")[2]) + 2  # two digits more than the source prints
    told = (f"{round(check.ours, decimals):.9g}", _number(check.difference), f"{side}{check.within:.2g}")
    return f"{bound}{published}", *told


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
