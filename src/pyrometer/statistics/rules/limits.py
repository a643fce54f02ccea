"""Limits alone: a point beyond the limits, about one false alarm in 370 points."""

from pyrometer.model.finding import Method
from pyrometer.statistics.rules import Rule, RuleSet, Tally
from pyrometer.statistics.rules._patterns import outside

RULES = RuleSet(
    says="a point beyond the limits",
    rules=(Rule("limits", "a point beyond the limits", outside, (Tally(1, 1, 3.0),)),),
    method=Method("Shewhart's limits", "Shewhart 1931, Economic Control of Quality of Manufactured Product"),
)
