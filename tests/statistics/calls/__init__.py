"""A right call of every public function of the statistics, from which the wrong ones are made."""

from tests.statistics.calls.call import Call as Call
from tests.statistics.calls.groups import COMPARED
from tests.statistics.calls.judges import JUDGES
from tests.statistics.calls.lives import LIVED, MODELS
from tests.statistics.calls.series import CHARTS, LENGTHS, SERIES
from tests.statistics.calls.trials import FIELDS, TRIALS

CALLS: dict[str, Call] = CHARTS | SERIES | LENGTHS | COMPARED | TRIALS | FIELDS | LIVED | MODELS | JUDGES
NOT_CALLED = {
    # what they take was made by a function above, or is names and dates alone
    *("charts.oe.hazard", "designs.plans.contrast", "designs.plans.aliases", "false_alarms.split_alarm_share"),
    *("phases.chart", "phases.unexplained", "phases.baseline", "phases.join", "rules.signals_of_many"),
    *("rules.rule_set", "rules.anhoej.longest_allowed", "rules.anhoej.runs", "rules.anhoej.long_run"),
    *("rules.anhoej.few_crossings", "rules.wald_wolfowitz.long_run", "rules.wald_wolfowitz.few_crossings"),
    *("scorecard.card.reasons", "survival.cox.partial", "scorecard.leaks.leaks", "silence.silences", "simulate.plant"),
}
