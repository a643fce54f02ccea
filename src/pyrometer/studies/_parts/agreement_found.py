"""Agreement found: everything that a sheet of judgements says, and whether that is enough to measure with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from pyrometer.errors import BadSetting, near
from pyrometer.model.finding import Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.studies._parts import agreement_numbers, agreement_panel, agreement_report, agreement_scale
from pyrometer.studies._parts.agreement_panel import FEWEST_ITEMS, Compared, Measured
from pyrometer.studies._parts.agreement_sheet import Sheet, Split, respelled, settled

if TYPE_CHECKING:
    from pyrometer.statistics.agreement import LabelAgreement
    from pyrometer.studies._parts.agreement_numbers import Numbers
    from pyrometer.studies._parts.agreement_panel import Panel
    from pyrometer.studies._parts.agreement_report import Corrected, Detected, Line, Paired
    from pyrometer.studies._parts.agreement_scale import Scale

USABLE, GOOD = 0.6, 0.8  # of the lower end of the interval
FEWEST_PARTS = 10  # items that are measured in numbers (AIAG MSA 4th ed. 2010, ch. III B)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PARADOX = 0.2  # between AC1 and alpha: the common label carries the agreement
FEW_USES = 5  # items that name a label; of fewer its own agreement is not spoken of


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a sheet is to be read: settings of the study, '' or None where it is to be found out."""

    measured: str = ""
    order: str = ""
    standard: str = ""
    detect: str = ""
    called: tuple[int, int] | None = None
    tolerance: float | None = None
    names: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a sheet says. `panel` for labels, `numbers` for numbers; `people` is how each judge is shown."""

    sheet: Sheet
    scale: "Scale"
    compared: Compared
    panel: "Panel | None"
    numbers: "Numbers | None"
    lines: tuple["Line", ...]
    pairs: tuple["Paired", ...]
    detect: str
    detected: tuple["Detected", ...]
    corrected: tuple["Corrected", ...]
    splits: tuple[Split, ...]
    people: Mapping[str, str]

    @property
    def measured(self) -> tuple[Measured, ...]:
        """The coefficients."""
        held = self.panel or self.numbers
        assert held is not None
        return held.measured

    @property
    def gate(self) -> Measured:
        """The coefficient that decides."""
        return next(m for m in self.measured if m.is_gate)

    @property
    def n_items(self) -> int:
        """Items that two called."""
        return agreement_panel.twice(self.compared)


def found(given: Sheet, wanted: Wanted) -> Found | NotEnough:
    """All that the sheet says; refuses what cannot be compared. Raises BadSetting, UnknownName for wrong options."""
    sheet = settled(given, wanted.standard)
    sheet = respelled(sheet, agreement_scale.plain(sheet.labels))
    compared = agreement_panel.compared(sheet)
    if isinstance(compared, NotEnough):
        return compared
    if not agreement_panel.twice(compared):
        return NotEnough("items that two judges called", "none")
    scale = agreement_scale.scale(sheet.labels, wanted.measured, wanted.order)
    if scale.measured == "interval":
        return _of_numbers(sheet, compared, scale, wanted)
    return _of_labels(sheet, compared, scale, wanted)


def _of_numbers(sheet: Sheet, compared: Compared, scale: "Scale", wanted: Wanted) -> Found | NotEnough:
    held = agreement_numbers.numbers(compared, sheet, scale, wanted.tolerance)
    if isinstance(held, NotEnough):
        return held
    apart = tuple(agreement_numbers.apart(sheet, scale))
    return Found(sheet, scale, compared, None, held, (), (), "", (), (), apart, _people(sheet, wanted))


def _of_labels(sheet: Sheet, compared: Compared, scale: "Scale", wanted: Wanted) -> Found | NotEnough:
    panel = agreement_panel.panel(compared, scale)
    if isinstance(panel, NotEnough):
        return panel
    detect = _detect(sheet, wanted.detect)
    return Found(
        sheet,
        scale,
        compared,
        panel,
        None,
        tuple(agreement_report.lines(sheet)),
        tuple(agreement_report.pairs(sheet, scale.labels)),
        detect,
        tuple(agreement_report.detected(sheet, detect)) if detect else (),
        tuple(agreement_report.corrected(sheet, detect, wanted.called)) if detect else (),
        tuple(agreement_report.splits(sheet)),
        _people(sheet, wanted),
    )


def _people(sheet: Sheet, wanted: Wanted) -> Mapping[str, str]:
    """Letters in the order of the file, or the names where they are asked for; a machine keeps its name."""
    if wanted.names:
        return {j: j for j in sheet.judges}
    letters = [a + b for a in ["", *ALPHABET] for b in ALPHABET]
    return {j: letter for j, letter in zip(sheet.judges, letters, strict=False)}


def _detect(sheet: Sheet, told: str) -> str:
    """The label to find: as told, else the rarer of two; '' without a standard or with more labels."""
    if told:
        if told not in sheet.labels:
            raise BadSetting(f"No label '{told}' to detect.{near(told, sheet.labels)}")
        return told if sheet.standard else ""
    if not sheet.standard or len(sheet.labels) != 2:
        return ""
    uses = Counter(sheet.standard.values())
    return min(sheet.labels, key=lambda label: uses[label])


def refusal(held: Found) -> NotEnough | None:
    """Why no verdict can be given: too few items, or none on which anybody could differ."""
    if held.numbers is not None and held.n_items < FEWEST_PARTS:
        return NotEnough(f"at least {FEWEST_PARTS} items measured by two, as different as they come", str(held.n_items))
    if held.panel is not None and held.n_items < FEWEST_ITEMS:
        return NotEnough(f"at least {FEWEST_ITEMS} items judged by two, a third of them borderline", str(held.n_items))
    if held.panel is not None and held.panel.seen.value == 1:
        return NotEnough("borderline items, on which people may differ", f"{held.n_items} items on which nobody did")
    return None


def verdict(held: Found) -> Verdict:
    """Yes from a lower end of .6 on, no below .6, else too early; where one label carries it, alpha decides as well.

    Source: the benchmark by the lower end of the interval, not the value: Gwet 2014, ch. 6.
    """
    if refusal(held) is not None:
        return "cannot_tell"
    gate = carried(held) or held.gate
    if gate.low is not None and gate.low >= USABLE:
        return "yes"
    if gate is not held.gate and gate.high is not None and gate.high >= USABLE:
        return "too_early"
    return "no" if gate.value < USABLE else "too_early"


def carried(held: Found) -> Measured | None:
    """Alpha, where it lies far below AC1: then nearly all items get one label, and the others are hardly tested."""
    alpha = next((m for m in held.measured if m.name.startswith("Krippendorff")), None)
    is_far = held.panel is not None and alpha is not None and held.gate.value - alpha.value > PARADOX
    return alpha if is_far and held.gate.low is not None and held.gate.low >= USABLE else None


def enough(held: Found) -> int | None:
    """About how many items would show it, if agreement stays as it is; None where that would be very many."""
    gate = held.gate
    room = gate.value - USABLE
    if gate.low is None or room < 0.02:
        return None
    needed = gate.n_items * ((gate.value - gate.low) / room) ** 2
    return 10 * ceil(max(needed, FEWEST_ITEMS) / 10)


def trouble(held: Found) -> "LabelAgreement | None":
    """The label least agreed on, where that is little: of two labels the rarer, else the one of lowest kappa."""
    if held.panel is None:
        return None
    labels = [x for x in held.panel.labels if not isinstance(x.again, NotEnough) and x.again.n >= FEW_USES]
    if len(held.scale.labels) == 2:
        rarer = min(labels, key=lambda x: x.n_calls, default=None)
        return rarer if rarer is not None and _again(rarer) < USABLE else None
    known = [x for x in labels if x.kappa is not None]
    least = min(known, key=lambda x: 0.0 if x.kappa is None else x.kappa.value, default=None)
    return least if least is not None and least.kappa is not None and least.kappa.value < USABLE else None


def _again(label: "LabelAgreement") -> float:
    return 1.0 if isinstance(label.again, NotEnough) else label.again.value
