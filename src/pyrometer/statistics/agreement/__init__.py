"""Agreement: do two people, and one person twice, give the same verdict - and the right one."""

from pyrometer.statistics.agreement.classic import (
    Concordance,
    Symmetry,
    Tested,
    bowker,
    cohen_test,
    fleiss_test,
    kendall_w,
    square,
)
from pyrometer.statistics.agreement.coefficients import (
    Coefficient,
    brennan_prediger,
    cohen,
    fleiss,
    gwet,
    krippendorff,
    krippendorff_weighted,
    percent,
)
from pyrometer.statistics.agreement.icc import GaugeRR, Intraclass, gauge_rr, intraclass
from pyrometer.statistics.agreement.labels import LabelAgreement, by_label, specific
from pyrometer.statistics.agreement.misclassified import rogan_gladen, true_rates
from pyrometer.statistics.agreement.ratings import Ratings, ratings, ratings_of_counts, ratings_of_table
from pyrometer.statistics.agreement.report import (
    AttributeAgreement,
    Detection,
    Disagreement,
    Matched,
    StandardKappas,
    attribute_agreement,
)
from pyrometer.statistics.agreement.weights import krippendorff_weights, weights

__all__ = [
    "AttributeAgreement",
    "Coefficient",
    "Concordance",
    "Detection",
    "Disagreement",
    "GaugeRR",
    "Intraclass",
    "LabelAgreement",
    "Matched",
    "Ratings",
    "StandardKappas",
    "Symmetry",
    "Tested",
    "attribute_agreement",
    "bowker",
    "brennan_prediger",
    "by_label",
    "cohen",
    "cohen_test",
    "fleiss",
    "fleiss_test",
    "gauge_rr",
    "gwet",
    "intraclass",
    "kendall_w",
    "krippendorff",
    "krippendorff_weighted",
    "krippendorff_weights",
    "percent",
    "ratings",
    "ratings_of_counts",
    "ratings_of_table",
    "rogan_gladen",
    "specific",
    "square",
    "true_rates",
    "weights",
]
