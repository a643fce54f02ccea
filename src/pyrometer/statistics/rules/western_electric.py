"""Western Electric rules: four patterns that together cry wolf about once in 92 points."""

from functools import partial

from pyrometer.model.finding import Method
from pyrometer.statistics.rules import Rule, RuleSet, Tally
from pyrometer.statistics.rules._patterns import cluster, in_a_row, outside

RULES = RuleSet(
    says="one point beyond the limits; 2 of 3 beyond two sigma; 4 of 5 beyond one sigma; 8 on one side",
    rules=(
        Rule("we-1", "a point beyond the limits", outside, (Tally(1, 1, 3.0),)),
        Rule(
            "we-2",
            "2 of 3 points beyond two sigma on one side",
            partial(cluster, k=2, span=3, zone=2.0),
            (Tally(2, 3, 2.0),),
        ),
        Rule(
            "we-3",
            "4 of 5 points beyond one sigma on one side",
            partial(cluster, k=4, span=5, zone=1.0),
            (Tally(4, 5, 1.0),),
        ),
        Rule("we-4", "8 points in a row on one side of the average", partial(in_a_row, n=8), (Tally(8, 8, 0.0),)),
    ),
    method=Method("Western Electric rules", "Western Electric 1956, Statistical Quality Control Handbook, p. 25-27"),
)
