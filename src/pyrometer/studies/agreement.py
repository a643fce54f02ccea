"""Agreement: whether people who judge the same items use the same words, and which word divides them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from pyrometer.errors import BadSetting, unknown
from pyrometer.model.finding import Finding, Method, Provenance
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask
from pyrometer.studies import Study
from pyrometer.studies._parts.agreement_columns import Grid, Told
from pyrometer.studies._parts.agreement_sheet import Sheet, of_rows

if TYPE_CHECKING:
    from pyrometer.studies._parts.agreement_found import Found, Wanted

QUESTION = "Do people who judge the same items give them the same label?"
METHODS = (
    Method("Gwet's AC1 and AC2; judged by the lower end of the interval", "Gwet 2014, ch. 4 to 6"),
    Method("Krippendorff's alpha", "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability"),
    Method("Kappas of Cohen, Conger and Fleiss", "Cohen 1960, 1968; Conger 1980; Fleiss 1971"),
    Method("Intervals by empirical likelihood, half an item a cell added", "Owen 2001; Brown, Cai & DasGupta 2001"),
    Method("Attribute agreement report", "AIAG MSA 4th ed. 2010, ch. III C"),
    Method("Bias between judges", "Bowker 1948; McNemar 1947; Benjamini & Hochberg 1995"),
    Method("Rates corrected for wrong calls", "Rogan & Gladen 1978; Lang & Reiczigel 2014"),
)
OF_NUMBERS = (
    Method("Intraclass correlation of single measures", "McGraw & Wong 1996, Psychological Methods 1"),
    Method("Gauge R&R, variance components", "AIAG MSA 4th ed. 2010, ch. III B; Burdick, Borror & Montgomery 2003"),
    METHODS[1],
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    of: str = field(
        default="", metadata={"help": "The word that was judged: a file of judgements/; empty: all of them."}
    )
    measured: Literal["guessed", "nominal", "ordinal", "interval"] = field(
        default="guessed", metadata={"help": "How labels are measured: words nominal, grades ordinal, else interval."}
    )
    order: str = field(default="", metadata={"help": "The labels from low to high, like: cold,warm,hot."})
    standard: str = field(default="", metadata={"help": "The column or the judge that holds what is right."})
    detect: str = field(default="", metadata={"help": "The label to find, for misses and false alarms."})
    called: int | None = field(
        default=None, metadata={"help": "So many cases elsewhere were called that label; with --cases."}
    )
    cases: int | None = field(default=None, metadata={"help": "Of so many cases elsewhere, for the corrected rate."})
    tolerance: float | None = field(
        default=None, metadata={"help": "The width of what is allowed, for judges who give numbers."}
    )
    names: bool = field(default=False, metadata={"help": "Show judges by name instead of by letter."})


def answer(ask: Ask, settings: Settings) -> Finding:
    """The judgements that the plant keeps: one word in full, or all of them side by side."""
    from pyrometer.studies._parts import agreement_overview

    sheets = _sheets(ask)
    if settings.of and settings.of not in sheets:
        raise unknown("file of judgements", settings.of, sheets)
    if not sheets:
        return _refused(NotEnough("a file of judgements in judgements/ (item, judge, label)", "0"))
    if settings.of or len(sheets) == 1:
        return finding(sheets[settings.of or next(iter(sheets))], settings)
    made = agreement_overview.overview({n: finding_of(s, settings) for n, s in sheets.items()}, ask.process)
    return Finding(study="agreement", question=QUESTION, provenance=Provenance(methods=METHODS), **made)


def _sheets(ask: Ask) -> dict[str, Sheet]:
    rows: dict[str, list[tuple[str, str, str, str, str]]] = {}
    by = dict[str, str]()
    for row in ask("judgements"):
        of_sheet = rows.setdefault(row["sheet"], [])
        of_sheet.append((row["item"], row["judge"], row["label"], row["round"], row["standard"]))
        by[row["sheet"]] = row["standard_by"]
    made = {name: of_rows(name, found, _read_as(name, by[name])) for name, found in rows.items()}
    return {name: replace(sheet, standard_by=by[name]) for name, sheet in made.items()}


def _read_as(name: str, standard_by: str) -> list[str]:
    said = [f"judgements/{name}.csv of the plant"]
    return [*said, f"the standard is what the definition {name} itself says"] if standard_by == "definition" else said


def read(columns: Mapping[str, Sequence[str]], *, name: str = "judgements", told: Told | None = None) -> Sheet:
    """A sheet of judgements from columns of text, by name: long (item, judge, label ...) or wide (a column a judge).

    Raises SensorError or Ambiguous where the columns cannot be told apart; `told` says which is which.
    """
    from pyrometer.studies._parts import agreement_columns

    return agreement_columns.sheet(Grid(name, columns), told or Told())


def finding(sheet: Sheet, settings: Settings) -> Finding:
    """The finding of any sheet of judgements, from a plant or bare; raises BadSetting for options that cannot be."""
    found = finding_of(sheet, settings)
    if isinstance(found, NotEnough):
        return _refused(found)
    from pyrometer.studies._parts import (
        agreement_cautions,
        agreement_figures,
        agreement_found,
        agreement_tables,
        agreement_words,
    )

    return Finding(
        study="agreement",
        question=QUESTION,
        verdict=agreement_found.verdict(found),
        headline=agreement_words.headline(found),
        reading=agreement_words.reading(found),
        figures=agreement_figures.figures(found),
        tables=agreement_tables.tables(found),
        cautions=agreement_cautions.cautions(found),
        provenance=Provenance(methods=METHODS if found.panel is not None else OF_NUMBERS),
        next_step=agreement_words.next_step(found),
    )


def finding_of(sheet: Sheet, settings: Settings) -> "Found | NotEnough":
    """What a sheet says, before it is put into words."""
    from pyrometer.studies._parts import agreement_found

    return agreement_found.found(sheet, _wanted(settings))


def _wanted(settings: Settings) -> "Wanted":
    from pyrometer.studies._parts.agreement_found import Wanted

    called, cases = settings.called, settings.cases
    if (called is None) != (cases is None):
        raise BadSetting("--called and --cases belong together, like: --called 240 --cases 1000")
    if called is not None and cases is not None and not 0 <= called <= cases:
        raise BadSetting(f"--called {called} of --cases {cases} cannot be: called lies between 0 and all cases.")
    if settings.tolerance is not None and settings.tolerance <= 0:
        raise BadSetting(f"--tolerance {settings.tolerance:g} cannot be: give the width of what is allowed.")
    pair = None if called is None or not cases else (called, cases)
    s, measured = settings, "" if settings.measured == "guessed" else settings.measured
    return Wanted(measured, s.order, s.standard, s.detect, pair, s.tolerance, s.names)


def _refused(why: NotEnough) -> Finding:
    return Finding(
        study="agreement",
        question=QUESTION,
        verdict="cannot_tell",
        headline=f"Whether people agree cannot be told. {why}",
        provenance=Provenance(methods=METHODS),
        next_step="Let two people judge 50 items, blind, a third of them borderline: item, judge, label in a CSV file.",
    )


STUDY = Study(question=QUESTION, audience="process", settings=Settings, answer=answer)
