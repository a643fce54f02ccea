"""Right calls about charts, series and run lengths."""

from datetime import date, timedelta
from functools import partial

import numpy as np

from pyrometer.statistics import (
    autocorrelation,
    capability,
    changepoint,
    choose,
    designer,
    false_alarms,
    false_discovery,
    next_point,
    overdispersion,
    periodicity,
    run_length,
    states,
)
from pyrometer.statistics.capability import Asked
from pyrometer.statistics.charts import (
    bernoulli_cusum,
    c,
    cusum,
    draw,
    ewma,
    g,
    i_prime,
    laney_p,
    laney_u,
    mewma,
    oe,
    p,
    poisson_cusum,
    residual,
    run,
    seasonal,
    t,
    t2,
    t2_subgroups,
    u,
    xbar_r,
    xbar_s,
    xmr,
)
from pyrometer.statistics.charts import np as np_chart
from pyrometer.statistics.rules import signals
from tests.statistics.calls.call import COUNTS, KN, RNG, TIMES, Call, K, N, X, Y, of

CHART = xmr.chart(X)
CHARTS: dict[str, Call] = {
    "charts.draw": of(lambda values: draw("xmr", values), {"values": X}),
    "charts.xmr.chart": of(xmr.chart, {"values": X}),
    "charts.run.chart": of(run.chart, {"values": X}),
    "charts.ewma.chart": of(ewma.chart, {"values": X}),
    "charts.cusum.chart": of(cusum.chart, {"values": X}),
    "charts.residual.chart": of(residual.chart, {"values": X}),
    "charts.seasonal.chart": of(
        seasonal.chart, {"values": X, "positions": np.arange(30) % 3}, together="values positions"
    ),
    "charts.c.chart": of(c.chart, {"k": COUNTS}, counts="k"),
    "charts.u.chart": of(u.chart, {"k": COUNTS, "n": N}, together="k n", counts="k n"),
    "charts.p.chart": of(p.chart, {"k": K, "n": N}, **KN),
    "charts.np.chart": of(np_chart.chart, {"k": K, "n": N}, **KN),
    "charts.laney_p.chart": of(laney_p.chart, {"k": K, "n": N}, **KN),
    "charts.laney_u.chart": of(laney_u.chart, {"k": COUNTS, "n": N}, together="k n", counts="k n"),
    "charts.i_prime.chart": of(i_prime.chart, {"averages": X, "n": N}, together="averages n", counts="n"),
    "charts.poisson_cusum.chart": of(poisson_cusum.chart, {"k": COUNTS, "n": N}, together="k n", counts="k n"),
    "charts.bernoulli_cusum.chart": of(bernoulli_cusum.chart, {"cases": Y}, counts="cases"),
    "charts.g.chart": of(g.chart, {"gaps": COUNTS}, counts="gaps"),
    "charts.t.chart": of(t.chart, {"times": TIMES}, counts="times"),
    "charts.t.fit_weibull": of(t.fit_weibull, {"times": TIMES}, counts="times"),
    "charts.oe.chart": of(
        oe.chart,
        {"events": RNG.binomial(40, 0.1, (12, 4)).astype(float), "at_risk": np.full((12, 4), 40.0)},
        together="events at_risk",
        counts="events at_risk",
        parts_of={"events": "at_risk"},
    ),
    "charts.xbar_r.chart": of(xbar_r.chart, {"rows": X.reshape(6, 5)}),
    "charts.xbar_s.chart": of(xbar_s.chart, {"rows": X.reshape(6, 5)}),
    "charts.t2.chart": of(t2.chart, {"rows": X.reshape(15, 2), "chance": 0.01}),
    "charts.t2_subgroups.chart": of(t2_subgroups.chart, {"rows": RNG.normal(size=(8, 4, 2)), "chance": 0.01}),
    "charts.mewma.chart": of(mewma.chart, {"rows": X.reshape(15, 2)}),
    "charts.g.geometric_percentile": of(g.geometric_percentile, {"q": 0.5, "p": 0.1}),
    "charts.bernoulli_cusum.shifted_share": of(bernoulli_cusum.shifted_share, {"share": 0.1, "odds_ratio": 2.0}),
    "charts.ewma.smoothed": of(ewma.smoothed, {"raw": X, "weight": 0.2, "start": 50.0}, may_be_negative="start"),
}

SERIES: dict[str, Call] = {
    "autocorrelation.lag1": of(autocorrelation.lag1, {"values": X}),
    "autocorrelation.find": of(autocorrelation.find, {"values": X}),
    "capability.capability": of(partial(capability.capability, asked=Asked(30, 70)), {"data": X, "level": 0.9}),
    "capability.by_percentiles": of(
        partial(capability.by_percentiles, asked=Asked(1, 70)), {"values": TIMES}, counts="values"
    ),
    "capability.box_cox": of(capability.box_cox, {"values": TIMES, "level": 0.9}, counts="values"),
    "changepoint.of_level": of(changepoint.of_level, {"values": X, "trim": 0.1, "level": 0.9}),
    "changepoint.of_share": of(changepoint.of_share, {"k": K, "n": N}, **KN),
    "changepoint.of_rate": of(changepoint.of_rate, {"k": COUNTS, "n": N}, together="k n", counts="k n"),
    "changepoint.sup_p": of(changepoint.sup_p, {"statistic": 8.0, "trim": 0.15}),
    "choose.choose": of(
        partial(choose.choose, nature="shares"), {"values": K, "n": N}, together="values n", counts="values n"
    ),
    "overdispersion.dispersion": of(
        overdispersion.dispersion, {"k": COUNTS, "n": N}, together="k n", counts="k n", groups="k n"
    ),
    "periodicity.find": of(
        partial(periodicity.find, starts_on=[date(2024, 1, 1) + timedelta(days=7 * i) for i in range(30)]),
        {"values": X},
        together="values",
    ),
    "periodicity.holm": of(periodicity.holm, {"p_values": [0.1, 0.02, 0.5]}, counts="p_values"),
    "false_discovery.benjamini_hochberg": of(
        false_discovery.benjamini_hochberg, {"p_values": [0.1, 0.02, 0.5], "share": 0.05}, counts="p_values"
    ),
    "false_discovery.over_charts": of(partial(false_discovery.over_charts, [CHART]), {"share": 0.05}),
    "false_discovery.latest_p": of(partial(false_discovery.latest_p, CHART), {}),
    "false_discovery.whole_p": of(partial(false_discovery.whole_p, CHART), {}),
    "false_discovery.runs_p": of(partial(false_discovery.runs_p, CHART), {}),
    "states.standing": of(partial(states.standing, CHART, Asked(30, 70)), {}),
    "rules.signals": of(partial(signals, CHART), {}),
}

LENGTHS: dict[str, Call] = {
    "run_length.shewhart": of(run_length.shewhart, {"limit": 3.0, "shift": 1.0}, may_be_negative="shift"),
    "run_length.cusum": of(run_length.cusum, {"k": 0.5, "h": 4.0, "shift": 1.0}, may_be_negative="shift"),
    "run_length.cusum_one_sided": of(
        run_length.cusum_one_sided, {"k": 0.5, "h": 4.0, "shift": 1.0}, may_be_negative="shift"
    ),
    "run_length.ewma": of(run_length.ewma, {"weight": 0.2, "width": 2.9, "shift": 1.0}, may_be_negative="shift"),
    "run_length.mewma": of(run_length.mewma, {"n_measures": 3, "weight": 0.2, "limit": 10.0}),
    "run_length.poisson_cusum": of(run_length.poisson_cusum, {"mean": 2.0, "ratio": 2.0, "limit": 2.5, "actual": 3.0}),
    "run_length.bernoulli_cusum": of(
        run_length.bernoulli_cusum, {"share": 0.1, "odds_ratio": 2.0, "limit": 2.0, "actual": 0.2}
    ),
    "designer.shewhart_limit": of(designer.shewhart_limit, {"arl": 370.0}),
    "designer.cusum_limit": of(designer.cusum_limit, {"arl": 370.0, "k": 0.5}),
    "designer.ewma_width": of(designer.ewma_width, {"arl": 370.0, "weight": 0.2}),
    "designer.poisson_cusum_limit": of(designer.poisson_cusum_limit, {"arl": 100.0, "mean": 2.0, "ratio": 2.0}),
    "designer.bernoulli_cusum_limit": of(
        designer.bernoulli_cusum_limit, {"arl": 100.0, "share": 0.1, "odds_ratio": 2.0}
    ),
    "false_alarms.false_alarms": of(partial(false_alarms.false_alarms, "limits"), {"n_points": 20}),
    "false_alarms.run_length": of(partial(false_alarms.run_length, "limits"), {"shift": 1.0}, may_be_negative="shift"),
    "next_point.beyond_share": of(partial(next_point.beyond_share, c.chart(COUNTS)), {"n_used": 20}),
    "false_alarms.baseline_alarm_share": of(false_alarms.baseline_alarm_share, {"n_used": 20}),
}
