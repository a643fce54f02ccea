"""Survival against R's survival package, case by case, and Gray's test against cmprsk."""

from pathlib import Path

import numpy as np
import pytest

from pyrometer.statistics import survival
from pyrometer.statistics.survival import cox as cox_model
from pyrometer.statistics.survival import hazard
from tests.published._cases import holds, load

pytestmark = pytest.mark.shared


def curve(inputs: dict, event: str = "event", only: np.ndarray | None = None) -> survival.Incidence:
    """The Kaplan-Meier curve of a case's rows (those of `only`)."""
    time, left = np.array(inputs["time"]), np.array(inputs[event])
    kept = np.ones(len(time), dtype=bool) if only is None else only
    return survival.from_cases(time[kept], ["left" if e else None for e in left[kept]])


def by(inputs: dict, group: str, event: str = "event", only: np.ndarray | None = None) -> dict:
    """The curves by group."""
    labels = np.array(inputs[group])
    kept = np.ones(len(labels), dtype=bool) if only is None else only
    return {g: curve(inputs, event, kept & (labels == g)) for g in sorted(set(labels[kept]))}


def test_aml_km(shared: Path) -> None:
    case = load(shared, "survival", "aml_km")
    e, tol = case["expected"], case["tolerance"]
    km = curve(case["inputs"], "status")
    for ours, name in ((km.age, "time"), (km.at_risk, "n_risk"), (km.survival, "surv"), (km.survival_se, "std_err")):
        holds(ours, e[name], tol)
    holds(km.exits["left"], e["n_event"], tol)
    holds(km.open_, e["n_censor"], tol)
    for kind, suffix in (("log", "log"), ("log-log", "loglog"), ("plain", "plain")):
        low, high = survival.survival_bounds(km, interval=kind)  # type: ignore[arg-type]
        holds(low, e[f"lower_{suffix}"], tol)
        holds(high, e[f"upper_{suffix}"], tol)
    summed, se = survival.nelson_aalen(km)
    holds(summed, e["cumhaz"], tol)
    holds(se, e["std_chaz"], tol)
    for share, q, low, high in zip((0.25, 0.5, 0.75), *e["quantiles_log"].values(), strict=True):
        ours = survival.survival_quantile(km, share, ends="sorted")  # as R's quantile(); its print() says 45, not 48
        assert ours is not None
        holds(ours.value, q, tol)
        holds(ours.interval.low, low, tol)
        holds(ours.interval.high, high, tol)


def test_aml_logrank(shared: Path) -> None:
    case = load(shared, "survival", "aml_logrank")
    e, tol = case["expected"], case["tolerance"]
    groups = by(case["inputs"], "group", "status")
    plain = survival.logrank(groups)
    holds([plain.chi2, plain.p], [e["chisq"], e["p"]], tol)
    holds(plain.observed, e["observed"], tol)
    holds(plain.expected, e["expected"], tol)
    holds(survival.logrank(groups, rho=1).chi2, e["peto_chisq"], tol)


def test_lung_km(shared: Path) -> None:
    case = load(shared, "survival", "lung_km")
    e, tol = case["expected"], case["tolerance"]
    km = curve(case["inputs"])
    i = np.searchsorted(km.age, e["times"], side="right") - 1
    low, high = survival.survival_bounds(km)
    for ours, name in ((km.survival, "surv"), (km.survival_se, "std_err"), (low, "lower"), (high, "upper")):
        holds(ours[i], e[name], tol)
    holds(km.at_risk[np.searchsorted(km.age, e["times"])], e["n_risk"], tol)
    for share, q, lo, hi in zip((0.25, 0.5, 0.75), *e["quantiles"].values(), strict=True):
        ours = survival.survival_quantile(km, share)
        assert ours is not None
        holds([ours.value, ours.interval.low, ours.interval.high], [q, lo, hi], tol)
    mean = survival.restricted_mean(km, 365)
    assert isinstance(mean, survival.Estimate)
    holds(mean.value, e["rmst_365"]["rmean"], tol)
    holds((mean.interval.high - mean.value) / 1.959963984540054, e["rmst_365"]["se"], tol)


def test_lung_logrank_sex(shared: Path) -> None:
    case = load(shared, "survival", "lung_logrank_sex")
    e, tol, inputs = case["expected"], case["tolerance"], case["inputs"]
    holds(survival.logrank(by(inputs, "sex")).chi2, e["chisq"], tol)
    ecog = np.array([np.nan if v is None else v for v in inputs["ph_ecog"]])
    strata = [by(inputs, "sex", only=ecog == level) for level in (0, 1, 2, 3)]
    comparable = [s for s in strata if len(s) == 2]  # one stratum holds a single patient and can say nothing
    holds(survival.logrank(*comparable).chi2, e["stratified_chisq"], tol)


def test_lung_cox(shared: Path) -> None:
    case = load(shared, "survival", "lung_cox")
    e, tol, i = case["expected"], case["tolerance"], case["inputs"]
    rows = cox_model.cases(i["time"], i["event"], np.column_stack([i["age"], i["sex"], i["ph_ecog"]]))
    for ties in ("efron", "breslow"):
        fit = cox_model.cox(rows, ties=ties)  # type: ignore[arg-type]
        assert isinstance(fit, cox_model.Cox)
        holds(fit.coef, e[ties]["coef"], tol)
        holds(fit.se, e[ties]["se"], tol)
        if ties == "efron":
            holds(fit.loglik, e["efron"]["loglik"], tol)
            chi2, p = cox_model.proportionality(rows, fit)
            holds(chi2, e["zph_chisq"], tol)
            holds(p, e["zph_p"], tol)
            holds(cox_model.concordance(rows, fit), e["concordance"], tol)


def test_mgus2_aalen_johansen(shared: Path) -> None:
    case = load(shared, "survival", "mgus2_aalen_johansen")
    e, tol = case["expected"], case["tolerance"]
    words = {0: None, 1: "pcm", 2: "death"}
    aj = survival.from_cases(case["inputs"]["time"], [words[k] for k in case["inputs"]["event"]])
    i = np.searchsorted(aj.age, e["times"], side="right") - 1
    ours = np.column_stack([aj.survival[i], aj.cumulative["pcm"][i], aj.cumulative["death"][i]])
    holds(ours, e["pstate"], tol)
    se = np.column_stack([aj.survival_se[i], aj.se["pcm"][i], aj.se["death"][i]])
    holds(se, e["std_err"], tol)
    assert (np.abs(se / e["std_err"] - 1) < 1e-6).all()
    alone = survival.from_cases(case["inputs"]["time"], ["pcm" if k == 1 else None for k in case["inputs"]["event"]])
    holds(1 - alone.survival[i], e["naive_1_minus_km_pcm"], tol)
    assert (1 - alone.survival[i] > aj.cumulative["pcm"][i]).all()


def test_heart_timevarying_cox(shared: Path) -> None:
    case = load(shared, "survival", "heart_timevarying_cox")
    e, tol, i = case["expected"], case["tolerance"], case["inputs"]
    x = np.column_stack([i["age"], i["year"], i["surgery"], i["transplant"]])
    fit = cox_model.cox(cox_model.cases(i["stop"], i["event"], x, start=i["start"]))
    assert isinstance(fit, cox_model.Cox)
    holds(fit.coef, e["coef"], tol)
    holds(fit.se, e["se"], tol)
    holds(fit.loglik, e["loglik"], tol)
    jasa = i["jasa"]
    future = cox_model.cox(cox_model.cases(jasa["futime"], jasa["fustat"], np.array(jasa["tx"], float)[:, None]))
    assert isinstance(future, cox_model.Cox)
    holds(future.coef[0], e["immortal_time_bias_coef"], tol)


def test_grouped_pipeline_1(shared: Path) -> None:
    case = load(shared, "survival", "grouped_pipeline_1")
    e, tol, i = case["expected"], case["tolerance"], case["inputs"]
    aj = survival.incidence(i["age"], {"won": i["won"], "lost": i["lost"]}, i["open"])
    ages = e["at_age"]
    holds(aj.survival[ages], e["open_prob"], tol)
    holds(aj.cumulative["won"][ages], e["won_prob"], tol)
    holds(aj.cumulative["lost"][ages], e["lost_prob"], tol)
    holds(aj.se["won"][ages], e["se_won"], tol)
    won, lost = sum(i["won"]), sum(i["lost"])
    holds(won / (won + lost), e["naive_won_over_closed"], tol)
    holds(won / aj.n, e["naive_won_over_all"], tol)


def test_lung_discrete_logit(shared: Path) -> None:
    case = load(shared, "survival", "lung_discrete_logit")
    e, tol, i = case["expected"], case["tolerance"], case["inputs"]
    quarter = np.ceil(np.array(i["time"]) / i["width"])
    seen = np.minimum(quarter, i["max_period"])  # whoever goes beyond the last quarter is open at its end
    left = np.where(quarter <= i["max_period"], i["event"], 0)
    fit = hazard.discrete_hazard(seen, left, {"sex": i["sex"], "age": i["age"], "ecog": i["ph_ecog"]}, stop="r-glm")
    assert isinstance(fit, hazard.Hazard)
    holds(fit.coef, list(e["coef"].values()), tol)
    holds(fit.se, list(e["se"].values()), tol)
    holds([fit.deviance, fit.n_case_periods], [e["deviance"], e["person_periods"]], tol)
