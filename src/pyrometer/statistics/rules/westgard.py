"""Westgard rules, from clinical laboratories: single, paired and repeated deviations from the mean."""

from functools import partial

from pyrometer.model.finding import Method
from pyrometer.statistics.rules import Rule, RuleSet, Tally
from pyrometer.statistics.rules._patterns import apart, cluster, in_a_row, outside

RULES = RuleSet(
    says="one point beyond 3 sigma; 2 beyond 2 on one side; 2 that lie 4 apart; 4 beyond 1 on one side; 10 on one side",
    rules=(
        Rule("westgard-1-3s", "a point beyond the limits", outside, (Tally(1, 1, 3.0),)),
        Rule(
            "westgard-2-2s",
            "2 points in a row beyond two sigma on one side",
            partial(cluster, k=2, span=2, zone=2.0),
            (Tally(2, 2, 2.0),),
        ),
        Rule("westgard-r-4s", "2 points in a row, one beyond +2 and one beyond -2 sigma", partial(apart, zone=2.0)),
        Rule(
            "westgard-4-1s",
            "4 points in a row beyond one sigma on one side",
            partial(cluster, k=4, span=4, zone=1.0),
            (Tally(4, 4, 1.0),),
        ),
        Rule(
            "westgard-10x", "10 points in a row on one side of the mean", partial(in_a_row, n=10), (Tally(10, 10, 0.0),)
        ),
    ),
    method=Method("Westgard multirule", "Westgard, Barry, Hunt & Groth 1981, Clinical Chemistry 27(3):493-501"),
)
