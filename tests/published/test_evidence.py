"""Information, scorecard, designed experiments and sampling plans against R, Montgomery and JASP, case by case."""

from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

from pyrometer.model.interval import Estimate
from pyrometer.statistics import acceptance, designs, information, scorecard
from tests.published._cases import holds, load

pytestmark = pytest.mark.shared


def test_oc_89_2(shared: Path) -> None:
    case = load(shared, "misc", "oc_89_2")
    i = case["inputs"]
    holds(acceptance.oc_curve(i["n"], i["c"], i["p"]), case["expected"]["pa"], case["tolerance"])


def test_doe_filtration_2_4(shared: Path) -> None:
    case = load(shared, "misc", "doe_filtration_2_4")
    y, e, tol = case["inputs"]["y"], case["expected"], case["tolerance"]
    design = designs.full(4)
    found = designs.effects(design, y)
    for name, effect in e["effects"].items():
        holds(found[name], effect, tol)
    model = designs.fit(design, y, [n for n in e["reduced_coef"] if n != "(Intercept)"])
    assert isinstance(model, designs.Reduced)
    for name, coef in e["reduced_coef"].items():
        holds(model.coef["mean" if name == "(Intercept)" else name], coef, tol)
    holds(model.r2, e["reduced_rsq"], tol)
    pse = designs.lenth(found)
    assert isinstance(pse, designs.Lenth)
    holds([pse.s0, pse.pse], [e["lenth_s0"], e["lenth_pse"]], tol)


def test_woe_iv_iris(shared: Path) -> None:
    case = load(shared, "misc", "woe_iv_iris")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    found = scorecard.evidence_of(i["x"], i["y"], i["breaks"], smoothing=i["smoothing"])
    for ours, name in ((found.good, "good"), (found.bad, "bad"), (found.woe, "woe"), (found.value, "iv")):
        holds(ours, e[name], tol)


def test_auc_ks_brier(shared: Path) -> None:
    case = load(shared, "misc", "auc_ks_brier")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    s, y = np.array(i["score"]), i["y"]
    p = expit(-1.2 + 0.8 * s)
    found, line = scorecard.auc(s, y), scorecard.calibration(p, y)
    assert isinstance(found, Estimate)
    assert isinstance(line, scorecard.Calibration)
    ours = [found.value, scorecard.auc_error(s, y), 2 * found.value - 1, scorecard.kolmogorov_smirnov(s, y)]
    holds(ours, [e[n] for n in ("auc", "delong_se", "gini", "ks")], tol)
    holds([scorecard.brier(p, y), scorecard.log_loss(p, y)], [e["brier"], e["logloss"]], tol)
    holds([line.intercept, line.slope], e["calibration"], tol)


def test_information_titanic(shared: Path) -> None:
    case = load(shared, "misc", "information_titanic")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    by_sex, by_class = (information.information(i[n]) for n in ("sex_by_survived", "class_by_survived"))
    assert isinstance(by_sex, information.Information)
    assert isinstance(by_class, information.Information)
    ours = [by_sex.mutual, by_sex.uncertainty, by_sex.v, by_sex.chi2]
    holds(ours, [e[n] for n in ("mi_sex", "u_sex", "v_sex", "chi2_sex")], tol)
    ours = [by_class.mutual, by_class.uncertainty, by_class.v, by_class.g2]
    holds(ours, [e[n] for n in ("mi_class", "u_class", "v_class", "g2_class")], tol)
