"""Sequential methods against rpact, Wald, confseq and closed forms, case by case."""

from pathlib import Path

import numpy as np
import pytest

from pyrometer.statistics import sequential
from tests.published._cases import holds, load

pytestmark = pytest.mark.shared


@pytest.mark.parametrize("name", ["pocock_obf_K2", "pocock_obf_K5"])
def test_pocock_obf(shared: Path, name: str) -> None:
    case = load(shared, "sequential", name)
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    for shape, z, nominal in (
        ("pocock", "pocock", "pocock_nominal_alpha"),
        ("obrien-fleming", "obrien_fleming", "obf_nominal_alpha"),
    ):
        ours = sequential.group_sequential(i["K"], shape=shape, alpha=i["alpha"], sides=i["sided"])  # type: ignore[arg-type]
        holds(ours.z, e[z], tol)
        holds(ours.nominal, e[nominal], tol)


def test_alpha_spending_lan_demets(shared: Path) -> None:
    case = load(shared, "sequential", "alpha_spending_lan_demets")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    for shape, z, spent in (("obrien-fleming", "of", "of_spent"), ("pocock", "pocock", "pocock_spent")):
        ours = sequential.spending(i["information"], shape=shape, alpha=i["alpha"])  # type: ignore[arg-type]
        holds(ours.z, e[z], tol)
        holds(ours.spent, e[spent], tol)


def test_sprt_bernoulli(shared: Path) -> None:
    case = load(shared, "sequential", "sprt_bernoulli")
    i, e = case["inputs"], case["expected"]
    t = sequential.sprt(i["p0"], i["p1"], alpha=i["alpha"], beta=i["beta"])
    names = ("log_A", "log_B", "slope", "reject_intercept", "accept_intercept", "asn_p0", "asn_p1")
    ours = [t.log_a, t.log_b, t.slope, t.reject, t.accept, t.asn_p0, t.asn_p1]
    holds(ours, [e[n] for n in names], case["tolerance"])


def test_cs_normal_mixture(shared: Path) -> None:
    case = load(shared, "sequential", "cs_normal_mixture")
    i = case["inputs"]
    holds(
        sequential.normal_mixture(i["v"], v_opt=i["v_opt"], alpha=i["alpha"]), case["expected"]["u"], case["tolerance"]
    )


def test_cs_poly_stitching(shared: Path) -> None:
    case = load(shared, "sequential", "cs_poly_stitching")
    i = case["inputs"]
    holds(sequential.stitched(i["v"], v_min=i["v_min"], alpha=i["alpha"]), case["expected"]["u"], case["tolerance"])


def test_cs_bernoulli(shared: Path) -> None:
    case = load(shared, "sequential", "cs_bernoulli")
    i = case["inputs"]
    for (k, n), ends in zip(i["cases"], case["expected"]["ci"], strict=True):
        ours = sequential.bernoulli(k, n, n_opt=i["t_opt"], alpha=i["alpha"])
        holds([ours.low, ours.high], ends, case["tolerance"])


def test_asymptotic_cs_mean(shared: Path) -> None:
    case = load(shared, "sequential", "asymptotic_cs_mean")
    i = case["inputs"]
    ours = sequential.asymptotic_half_width(i["n"], i["sd"], rho2=i["rho2"], alpha=i["alpha"])
    holds(ours, case["expected"]["half_width"], case["tolerance"])


def test_msprt_normal(shared: Path) -> None:
    case = load(shared, "sequential", "msprt_normal")
    rows = case["inputs"]["rows"]
    ours = [sequential.mixture_ratio(r["n"], r["diff"], variance=r["V"], tau2=r["tau2"]) for r in rows]
    holds(ours, case["expected"]["Lambda"], case["tolerance"])


def test_coverage_property(shared: Path) -> None:
    case = load(shared, "sequential", "coverage_property")
    i, e = case["inputs"], case["expected"]
    rng = np.random.default_rng(1)
    k = np.cumsum(rng.random((i["runs"], i["n"])) < i["p"], axis=1)
    n = np.arange(1, i["n"] + 1)
    against = sequential.bernoulli_evidence(k, n, i["p"], n_opt=i["n"], alpha=i["alpha"])
    missed = (against > np.log(1 / i["alpha"])).any(axis=1).mean()
    assert missed <= e["max_miss_rate_cs"]
    rate = k / n
    wald = 1.959964 * np.sqrt(rate * (1 - rate) / n)
    assert (np.abs(rate - i["p"]) > wald).any(axis=1).mean() >= e["min_miss_rate_naive"]
