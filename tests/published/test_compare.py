"""Comparison of groups against R (ANOM by mvtnorm, FunnelPlotR, metafor, lme4, stats), case by case."""

from pathlib import Path

import numpy as np
import pytest

from pyrometer.statistics import compare, intervals
from tests.published._cases import holds, load

pytestmark = pytest.mark.shared


def test_anom_h_table(shared: Path) -> None:
    case = load(shared, "compare", "anom_h_table")
    i, e = case["inputs"], case["expected"]
    for level, name in ((0.95, "h05"), (0.99, "h01")):
        ours = [
            compare.critical_value([1] * k, level=level, df=float(df)) for k, df in zip(i["k"], i["df"], strict=True)
        ]
        holds(ours, e[name], case["tolerance"])


def test_anom_binomial_math(shared: Path) -> None:
    case = load(shared, "compare", "anom_binomial_math")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    anom = compare.anom_binomial(i["x"], i["n"], level=1 - i["alpha"], method="normal")
    holds([anom.centre, anom.h], [e["pbar"], e["h"]], tol)
    holds(anom.lower, np.clip(e["ldl"], 0, 1), tol)
    holds(anom.upper, np.clip(e["udl"], 0, 1), tol)
    holds(anom.value, e["p"], tol)
    names = np.array(i["group"])
    assert names[anom.outside < 0].tolist() == e["below"]
    assert names[anom.outside > 0].tolist() == e["above"]


def test_anom_normal_hemoglobin(shared: Path) -> None:
    case = load(shared, "compare", "anom_normal_hemoglobin")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    anom = compare.anom_normal(i["group"], i["y"], level=1 - i["alpha"])
    holds([anom.centre, anom.df, anom.h], [e["grand_mean"], e["df"], e["h"]], tol)
    holds(anom.lower, [e["ldl"]] * 6, tol)
    holds(anom.upper, [e["udl"]] * 6, tol)
    names = sorted(e["means"])
    holds(anom.value, [e["means"][g] for g in names], tol)
    half = (anom.upper[0] - anom.centre) / anom.h
    holds(half**2 * 30 * 5 / 25, e["mse"], tol)
    assert [g for g, o in zip(names, anom.outside, strict=True) if o] == [e["outside"]]


def test_funnel_pr_math(shared: Path) -> None:
    case = load(shared, "compare", "funnel_PR_math")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    funnel = compare.funnel_plot(i["x"], i["n"], limits="arcsine")
    assert funnel.adjusted
    found = compare.dispersion(i["x"], i["n"], trim=i["trim_by"])
    holds([funnel.target, found.phi, found.tau2], [e["target"], e["phi"], e["tau2"]], tol)
    holds(found.z, e["z"], tol)
    holds(found.z_winsorised, e["z_winsorised"], tol)
    for level, name in ((0.95, "limits95"), (0.998, "limits998")):
        holds(funnel.lower[level], e[name]["lo"], tol)
        holds(funnel.upper[level], e[name]["hi"], tol)


def test_funnel_sr_cqc(shared: Path) -> None:
    case = load(shared, "compare", "funnel_SR_cqc")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    found = compare.dispersion_ratio(i["observed"], i["expected"], trim=i["trim_by"])
    holds(found.z, e["z"], tol)
    holds([found.phi, found.tau2], [e["phi"], e["tau2"]], tol)


@pytest.mark.parametrize("between", ["DL", "REML"])
def test_random_effects_bcg(shared: Path, between: str) -> None:
    case = load(shared, "compare", f"random_effects_bcg_{between}")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    fit = compare.random_effects(i["yi"], i["vi"], between=between, ends="normal")  # type: ignore[arg-type]
    ours = [fit.mu, fit.se, fit.tau2, 100 * fit.i2, fit.q, fit.next_group.low, fit.next_group.high]
    holds(ours, [e[n] for n in ("mu", "se", "tau2", "I2", "Q", "pi_lb", "pi_ub")], tol)
    holds(fit.shrunken, e["blup"], tol)
    holds(fit.shrunken_se, e["blup_se"], tol)


def test_logit_normal_math(shared: Path) -> None:
    case = load(shared, "compare", "logit_normal_math")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    fit = compare.logit_normal(i["x"], i["n"])
    holds([fit.intercept, fit.sigma, fit.loglik_saturated], [e["intercept"], e["sigma"], e["loglik"]], tol)
    order = [6, 7, 8, 9, 0, 1, 2, 3, 4, 5]  # lme4 lists the groups by name: A1..A4, N1..N6
    holds(fit.mode[order], e["modes"], tol)
    holds(fit.sd[order], e["cond_sd"], tol)


def test_beta_binomial_eb_math(shared: Path) -> None:
    case = load(shared, "compare", "beta_binomial_eb_math")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    fit = compare.shrink(i["x"], i["n"], prior="ml")
    ours = [fit.mu, fit.m, fit.mu * fit.m, (1 - fit.mu) * fit.m, fit.loglik]
    holds(ours, [e[n] for n in ("mu", "M", "alpha", "beta", "loglik")], tol)
    holds(fit.value, e["posterior_mean"], tol)
    holds(fit.low, e["lo"], tol)
    holds(fit.high, e["hi"], tol)


def test_simpson_ucb(shared: Path) -> None:
    case = load(shared, "compare", "simpson_ucb")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    tables = np.array(i["counts"]).reshape(i["dim"], order="F").transpose(2, 0, 1)
    found = compare.stratified(tables)
    assert isinstance(found, compare.Stratified)
    ours = [found.crude_or, found.common_or, found.chi2, found.p, found.chi2_corrected]
    holds(ours, [e[n] for n in ("crude_or", "common_or", "chi2_nocorr", "p_nocorr", "chi2_corr")], tol)
    holds([found.interval.low, found.interval.high], e["ci"], tol)
    assert found.reverses


def test_binomial_ci(shared: Path) -> None:
    case = load(shared, "compare", "binomial_ci")
    for (k, n), e in zip(case["inputs"]["cases"], case["expected"]["rows"], strict=True):
        ours = {
            "wilson": intervals.wilson(k, n),
            "wilson_cc": intervals.wilson(k, n, corrected=True),
            "clopper": intervals.clopper_pearson(k, n),
            "jeffreys": intervals.jeffreys(k, n),
        }
        for name, published in e.items():
            holds([ours[name].low, ours[name].high], published, case["tolerance"])


def test_poisson_rate_ratio(shared: Path) -> None:
    case = load(shared, "compare", "poisson_rate_ratio")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    found = compare.rate_ratio((i["x"][0], i["t"][0]), (i["x"][1], i["t"][1]))
    assert isinstance(found, compare.RateRatio)
    holds([found.ratio, found.p, found.interval.low, found.interval.high], [e["ratio"], e["p"], *e["ci"]], tol)


def test_power(shared: Path) -> None:
    case = load(shared, "compare", "power")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    holds(compare.size_for_shares(i["a"]["p1"], i["a"]["p2"], power=i["a"]["power"]), e["a_n"], tol)
    holds(compare.power_of_shares(i["b"]["n"], i["b"]["p1"], i["b"]["p2"]), e["b_power"], tol)
    holds(compare.size_for_means(i["t"]["delta"], i["t"]["sd"], power=i["t"]["power"]), e["t_n"], tol)
