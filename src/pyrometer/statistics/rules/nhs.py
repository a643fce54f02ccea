"""NHS rules (Making Data Count): beyond a limit, 7 rising or falling, 2 of 3 near a limit, 7 on one side."""

from functools import partial

from pyrometer.model.finding import Method
from pyrometer.statistics.rules import Rule, RuleSet, Tally
from pyrometer.statistics.rules._patterns import cluster, in_a_row, outside, trend

RULES = RuleSet(
    says="one point beyond the limits; 7 rising or falling; 2 of 3 in the outer third; 7 on one side",
    rules=(
        Rule("nhs-limits", "a point beyond the limits", outside, (Tally(1, 1, 3.0),)),
        Rule("nhs-trend", "7 points all rising or all falling", partial(trend, n=7)),
        Rule(
            "nhs-two-of-three",
            "2 of 3 points in the outer third towards a limit",
            partial(cluster, k=2, span=3, zone=2.0),
            (Tally(2, 3, 2.0),),
        ),
        Rule("nhs-shift", "7 points in a row on one side of the average", partial(in_a_row, n=7), (Tally(7, 7, 0.0),)),
    ),
    method=Method("NHS Making Data Count rules", "NHS England, Making Data Count; NHSRplotthedots"),
)
