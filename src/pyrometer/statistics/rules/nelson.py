"""Nelson rules: eight patterns; each further one finds more and cries wolf more often."""

from functools import partial

from pyrometer.model.finding import Method
from pyrometer.statistics.rules import Rule, RuleSet
from pyrometer.statistics.rules._patterns import alternating, avoiding, cluster, hugging, in_a_row, outside, trend

RULES = RuleSet(
    says="the eight tests of Nelson",
    rules=(
        Rule("nelson-1", "a point beyond the limits", outside),
        Rule("nelson-2", "9 points in a row on one side of the average", partial(in_a_row, n=9)),
        Rule("nelson-3", "6 points in a row all rising or all falling", partial(trend, n=6)),
        Rule("nelson-4", "14 points in a row going up and down by turns", partial(alternating, n=14)),
        Rule("nelson-5", "2 of 3 points beyond two sigma on one side", partial(cluster, k=2, span=3, zone=2.0)),
        Rule("nelson-6", "4 of 5 points beyond one sigma on one side", partial(cluster, k=4, span=5, zone=1.0)),
        Rule("nelson-7", "15 points in a row within one sigma of the average", partial(hugging, n=15, zone=1.0)),
        Rule("nelson-8", "8 points in a row beyond one sigma, on both sides", partial(avoiding, n=8, zone=1.0)),
    ),
    method=Method("Nelson rules", "Nelson 1984, Journal of Quality Technology 16(4):237-239"),
)
