"""Columns: what the tables of the larger studies hold, column by column."""

from pyrometer.model.table import Column

YIELD_STEPS = (
    Column("milestone", "", "what they have done; empty: the whole way, from entry to the order"),
    Column("goes_on_to", "", "what they do next"),
    Column("n", "count", "prospects who reached the milestone"),
    Column("by_days", "days", "the age at which the shares are read"),
    Column("share_gone_on", "share", "go on within that time; who is still open counts as watched so far"),
    Column("low", "share", "lower end of its 95% interval"),
    Column("high", "share", "upper end of its 95% interval"),
    Column("n_gone_on", "count", "of them, who went on so far"),
    Column("n_stopped", "count", "of them, who stopped: said no or were marked lost"),
    Column("n_waiting", "count", "of them, who are still open"),
    Column("share_stopped", "share", "stop within that time"),
    Column("share_waiting", "share", "still wait at the end of that time"),
    Column("in_the_end_low", "share", "go on in the end, if none of those who still wait ever does"),
    Column("in_the_end_high", "share", "go on in the end, if all of those who still wait do"),
    Column(
        "n_unseen", "count", "of them, who waited when a sensor died that could have shown the end: watched up to then"
    ),
    Column("n_undated", "count", "of them, lost on a day that is not told: known not to have gone on so far"),
)

YIELD_BY_AGE = (
    Column("milestone", "", "what they have done; empty: the whole way"),
    Column("by_days", "days", "the age"),
    Column("share_gone_on", "share", "go on by that age"),
    Column("low", "share", "lower end of its 95% interval"),
    Column("high", "share", "upper end of its 95% interval"),
    Column("n_at_risk", "count", "still waiting and watched at that age"),
)

YIELD_MISLEADING = (
    Column("number", "", "how it is usually worked out"),
    Column("share", "share", "what that would say"),
    Column("instead", "share", "what can be said"),
    Column("why_not", "", "why it misleads"),
)

FLOW_STREAM = (
    Column("milestone", "", "what they have done and wait after"),
    Column("goes_on_to", "", "what they do next"),
    Column("n_in", "count", "prospects who reached it"),
    Column("n_on", "count", "of them, who went on so far"),
    Column("n_stopped", "count", "of them, who stopped"),
    Column("n_waiting", "count", "of them, who wait now"),
    Column("n_too_long", "count", "wait longer than 85% of those who went on did"),
    Column("n_dead", "count", "of these, who wait longer than any who ever went on"),
    Column("share_gone_on", "share", "go on, as far as the records reach; who waits counts as watched so far"),
    Column("low", "share", "lower end of its 95% interval"),
    Column("high", "share", "upper end of its 95% interval"),
    Column("median_days", "days", "half of those who go on do so within this"),
    Column("p85_days", "days", "85% of those who go on do so within this"),
    Column("hours_a_week", "hours", "our recorded time while they wait; empty: none is recorded"),
    Column("n_taken_up", "count", "lost while they waited there, and later taken up again; empty: cannot be told"),
    Column("n_back", "count", "went on from there and did it again later, before they were won; empty: cannot be told"),
)

FLOW_QUEUES = (
    Column("milestone", "", "where they wait"),
    Column("came_a_week", "count", "began to wait there, a week, over the last 13 whole weeks"),
    Column("left_a_week", "count", "went on or stopped, a week"),
    Column("died_a_week", "count", "became older than any who ever went on, a week"),
    Column("growth_a_week", "", "live customers by which the queue grew, a week"),
    Column("low", "", "lower end of its 95% interval"),
    Column("high", "", "upper end of its 95% interval"),
    Column("p", "", "the chance that a queue which does not grow looks as if it did"),
    Column("is_candidate", "", "whether it may be the constraint"),
)

FLOW_STEPS = (
    Column("step", "", "what we did"),
    Column("n_with", "count", "still waiting at the landmark, and we had done it"),
    Column("n_without", "count", "still waiting then, at the same milestones, and we had not"),
    Column("share_with", "share", "of those with it, who went on within the window; milestones matched"),
    Column("share_without", "share", "of those without it, who went on within the window"),
    Column("difference", "share", "with less without: an association, not an effect"),
    Column("low", "share", "lower end of its 95% interval"),
    Column("high", "share", "upper end of its 95% interval"),
    Column("p", "", "the chance of so large a difference where there is none"),
)

PERIOD_POSITIONS = (
    Column("month_of_quarter", "", "position of the month in the quarter"),
    Column("n_months", "count", "whole months of that position in the records"),
    Column("n_won", "count", "won in them"),
    Column("n_lost", "count", "lost in them"),
    Column("won_a_month", "count", "won in a month of that position"),
    Column("lost_a_month", "count", "lost in a month of that position"),
    Column("entered_a_month", "count", "entered in a month of that position"),
    Column("share_won", "share", "won of the won and lost"),
    Column("low", "share", "lower end of its 95% interval"),
    Column("high", "share", "upper end of its 95% interval"),
)

PERIOD_MONTHS = (
    Column("starts_on", "", "first day of the month"),
    Column("month_of_quarter", "", "its position in the quarter"),
    Column("n_won", "count", "won in it"),
    Column("n_lost", "count", "lost in it"),
    Column("share_won", "share", "won of the won and lost"),
)

PERIOD_TESTS = (
    Column("what", "", "the number that may swing with the quarter"),
    Column("p", "", "the chance that months of one level would differ as much by position"),
    Column("noise", "", "variation between months of one position over that of chance alone; 1 is chance alone"),
)

PERIOD_LAST_DAYS = (
    Column("period", "", "the last 7 days of what"),
    Column("what", "", "the kind of event"),
    Column("n", "count", "events in those last days"),
    Column("ratio", "", "events a day there over events a day else; 1 is no rush"),
    Column("low", "", "lower end of its 95% interval"),
    Column("high", "", "upper end of its 95% interval"),
)

STABILITY_MEASURES = (
    Column("measure", "", "what is counted"),
    Column("every", "", "week or month: what one point is"),
    Column("n_points", "count", "whole periods on the chart"),
    Column("latest_on", "", "first day of the latest whole period"),
    Column("latest", "", "its value: a count, or a share"),
    Column("low", "", "lower limit of routine variation; empty where there is none"),
    Column("high", "", "upper limit of routine variation"),
    Column("average", "", "the average (for its place in the calendar, or for who entered before, where that matters)"),
    Column("chart", "", "the kind of chart chosen"),
    Column("n_signals", "count", "signals on it without a cause"),
    Column("p", "", "the chance that a routine series looks as far out"),
    Column("false_alarms", "", "signals to expect on it with nothing changed"),
    Column("says", "", "what to do about it"),
    Column("why_this_chart", "", "the chooser's reasons"),
)

STABILITY_SIGNALS = (
    Column("measure", "", "what is counted"),
    Column("from_on", "", "first day of the first period of the signal"),
    Column("to_on", "", "first day of its last period"),
    Column("n_points", "count", "periods that make it up"),
    Column("side", "", "high, low or both"),
    Column("rule", "", "the rule that it meets"),
)

STABILITY_CHANGES = (
    Column("measure", "", "what is counted"),
    Column("changed_on", "", "first day of the period from which on the level is another"),
    Column("low_on", "", "lower end of the 95% range of that date"),
    Column("high_on", "", "upper end of it"),
    Column("before", "", "the average before"),
    Column("after", "", "the average since"),
)
SELLERS = (
    Column("seller", "", "a label in order of the number of cases; never a rank"),
    Column("n", "count", "prospects of the seller"),
    Column("n_won", "count", "won"),
    Column("n_lost", "count", "lost"),
    Column("n_open", "count", "still open"),
    Column("share_won", "share", "won of those won or lost"),
    Column("lower", "share", "lower limit of what the whole system gives a seller with so many cases"),
    Column("upper", "share", "upper limit of it"),
    Column("expected_won", "count", "wins to expect at everybody's pace, open ones counted as long as watched"),
    Column("observed_to_expected", "", "wins to those expected; 1 is everybody's pace"),
    Column("ratio_low", "", "lower end of its 95% interval"),
    Column("ratio_high", "", "upper end of its 95% interval"),
    Column("shrunken", "share", "the share won, pulled toward everybody's by as much as few cases deserve"),
    Column("shrunken_low", "share", "lower end of its 95% interval"),
    Column("shrunken_high", "share", "upper end of its 95% interval"),
    Column("says", "", "the system, special, or too few cases to tell"),
)
SYSTEM = (
    Column("number", "", "what it is"),
    Column("value", "", "its value"),
    Column("meaning", "", "how to read it"),
)
WIP_OPEN = (
    Column("rule", "", "what is held against the limit: age since entry, or silence since anything happened"),
    Column("limit_days", "days", "the longest (or 99th percentile) among those who were won"),
    Column("n_ordered", "count", "those won, on whom the limit rests"),
    Column("n_open", "count", "open now"),
    Column("n_beyond", "count", "of them, beyond the limit"),
    Column("share_beyond", "share", "the part of the open beyond the limit"),
)
WIP_CHANCE = (
    Column("from_days", "days", "open since at least so many days"),
    Column("to_days", "days", "and less than that; empty: no end"),
    Column("n_open", "count", "open now at that age"),
    Column("chance", "share", "chance of one to be won yet who has waited that long and is still open"),
    Column("low", "share", "lower end of its 95% interval"),
    Column("high", "share", "upper end of its 95% interval"),
    Column("n_watched", "count", "cases ever watched at that age, on which it rests"),
)
WIP_PLACES = (
    Column("milestone", "", "what they have done and wait after"),
    Column("n_waiting", "count", "wait there now"),
    Column("p85_days", "days", "85% of those who went on did so within this"),
    Column("n_too_long", "count", "wait longer than that"),
    Column("longest_days", "days", "the longest of those who went on"),
    Column("n_beyond", "count", "wait longer than any who ever went on"),
)
