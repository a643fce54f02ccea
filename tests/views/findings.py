"""Example findings, with invented names and numbers, one of each verdict."""

from datetime import datetime

from pyrometer.model.finding import Caution, DefinitionRef, Finding, Method, Provenance
from pyrometer.model.table import Column, Table
from tests.figures.examples import FIGURES

PROVENANCE = Provenance(
    methods=(
        Method("Aalen-Johansen cumulative incidence, open cases censored", "Aalen & Johansen 1978, Scand. J. Stat. 5"),
    ),
    definitions=(
        DefinitionRef("gave-time", 4, "9f2c1a7be01d", 3, "The customer brought the person who decides to a meeting."),
        DefinitionRef("signed", 1, "0b11c3aa9e1f", 0, "The customer signed the order."),
    ),
    ledger_mark=12,
    period=(datetime(2025, 9, 22), datetime(2026, 11, 2)),
    zone="Europe/Vienna",
    settings={"horizon_days": 90, "by": None},
    queries=("select age_days, count(*) as n\nfrom spells\nwhere milestone = 2 and n > 1\ngroup by age_days",),
)

STEPS = Table(
    (
        Column("milestone", "", "what they have done"),
        Column("n", "count", "customers who reached it"),
        Column("share_gone_on", "share", "go on within 90 days; who is still open counts as watched so far"),
        Column("low", "share", "lower end of its 95% interval"),
        Column("high", "share", "upper end of its 95% interval"),
        Column("median_days", "days", "half of those who go on have done so by then"),
    ),
    (
        ("Attention", 2140, 0.32, 0.30, 0.34, 3.0),
        ("Information", 688, 0.58, 0.55, 0.62, 6.0),
        ("Time", 402, 0.38, 0.33, 0.42, 21.0),
        ("Trust", 151, 0.64, 0.56, 0.71, 12.5),
        ("Money", 97, 0.63, 0.53, 0.72, None),
    ),
)

FLOW = Finding(
    study="flow",
    question="Where do customers go on, wait and stop?",
    verdict="no",
    headline="Of 2,140 customers who could have answered us, 61 signed. Most of the days, and most of our hours, "
    "go into the step where they give us their time.",
    reading=(
        "Each box is something the customer did, not something we did. “Waiting” counts customers who have not acted "
        "yet; “too long” means longer than 85% of those who went on.",
    ),
    figures=(FIGURES["flow"], FIGURES.get("lanes", FIGURES["flow_two"])),
    tables={"steps": STEPS},
    cautions=(
        Caution("open-cases", "696 customers are still open; they count as watched so far, not as lost.", 696),
        Caution("sellers-word", "Two of five milestones rest on what the sellers entered.", None),
    ),
    provenance=PROVENANCE,
    next_step="Read the 74 who wait too long for a meeting, oldest first.",
)
YIELD = Finding(
    study="yield",
    question="Of those who reached each milestone, how many go on, and by when?",
    verdict="no",
    headline="38% of those who told us the problem bring the decider within 90 days, between 33% and 42%.",
    reading=("The lower line is who went on, the upper one who stopped; what lies between still waits.",),
    figures=(FIGURES["incidence"],),
    tables={"steps": STEPS},
    cautions=(Caution("open-cases", "176 customers still wait.", 176),),
    provenance=PROVENANCE,
)
CHART = Finding(
    study="stability",
    question="Has it changed, or is it routine variation?",
    verdict="signal",
    headline="The two-question reply form moved the average from 30% to 39%. One week in October fell outside the "
    "limits and has no cause yet.",
    reading=(
        "After the change, weeks vary between 33% and 45% for no particular reason; do not explain single weeks inside "
        "that range. Nine weeks in a row above the average and the drop in the week of 12 October are signals: ask "
        "what was different.",
    ),
    figures=(FIGURES["control_chart"], FIGURES["strip"]),
    provenance=PROVENANCE,
    next_step="Ask what was different in the week of 12 October, and write the cause at the point.",
)
ROUTINE = Finding(
    study="sellers",
    question="Do sellers differ by more than chance would give?",
    verdict="routine",
    headline="Eleven sellers differ no more than chance alone would make them; do not rank them.",
    figures=(FIGURES["funnel_plot"],) if "funnel_plot" in FIGURES else (),
    provenance=PROVENANCE,
)
EARLY = Finding(
    study="days-to-meeting",
    question="How long from need to meeting?",
    verdict="too_early",
    headline="Too early to tell: nine weeks are recorded, limits need twelve.",
    figures=(FIGURES["run"],),
    next_step="Ask again in three weeks.",
)
REFUSED = Finding(
    study="agreement",
    question="Do two people give the same verdict?",
    verdict="cannot_tell",
    headline="It cannot be told whether two people agree: needs 30 prospects judged by both, has 8.",
    reading=("With eight prospects even perfect agreement could come from luck.",),
    cautions=(Caution("small-numbers", "Eight prospects were judged twice.", 8),),
    provenance=PROVENANCE,
    next_step="Let Ana and Ben judge 22 more, blind to each other; it takes about 15 minutes.",
)
ALL = (FLOW, YIELD, CHART, ROUTINE, EARLY, REFUSED)
