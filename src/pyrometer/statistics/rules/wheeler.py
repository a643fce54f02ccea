"""Wheeler's rules for XmR charts: beyond a limit, 3 of 4 nearer to a limit than to the average, 8 on one side."""

from functools import partial

from pyrometer.model.finding import Method
from pyrometer.statistics.rules import Rule, RuleSet, Tally
from pyrometer.statistics.rules._patterns import cluster, in_a_row, outside

RULES = RuleSet(
    says="one point beyond the limits; 3 of 4 nearer to a limit than to the average; 8 on one side",
    rules=(
        Rule("wheeler-1", "a point beyond the limits", outside, (Tally(1, 1, 3.0),)),
        Rule(
            "wheeler-2",
            "3 of 4 points nearer to a limit than to the average",
            partial(cluster, k=3, span=4, zone=1.5),
            (Tally(3, 4, 1.5),),
        ),
        Rule("wheeler-3", "8 points in a row on one side of the average", partial(in_a_row, n=8), (Tally(8, 8, 0.0),)),
    ),
    method=Method("Wheeler's detection rules", "Wheeler 1993, Understanding Variation, appendix"),
)
