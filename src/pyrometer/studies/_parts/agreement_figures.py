"""Figures of agreement: which label meets which, how far each is agreed on, where the spread of numbers comes from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyrometer.model.figure import Figure
from pyrometer.studies._parts import agreement_panel, agreement_tables, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.agreement_found import Found

MOST_SHOWN = 10  # labels on a figure


def figures(held: "Found") -> tuple[Figure, ...]:
    """Which label meets which, and how far each is agreed on; for numbers where the spread comes from."""
    if held.panel is not None:
        return _matrix(held), _forest(held)
    return _spread(held)


def _matrix(held: "Found") -> Figure:
    assert held.panel is not None
    import numpy as np

    uses = [label.n_calls for label in held.panel.labels]
    kept = sorted(sorted(range(len(uses)), key=lambda i: -uses[i])[:MOST_SHOWN])
    kept = [i for i in kept if uses[i]]
    labels, shares = [held.scale.labels[i] for i in kept], agreement_panel.again(held.panel.ratings)[np.ix_(kept, kept)]
    off = [(float(shares[i, j]), i, j) for i in range(len(kept)) for j in range(len(kept)) if i != j]
    hot = [[i, j] for share, i, j in sorted(off, reverse=True)[:3] if share >= 0.2]
    asked = "another time" if "twice" in held.compared.who else "another says"
    data = {
        "unit": "share",
        "row_name": "When one says",
        "column_name": f"{asked}, as a share of the row",
        "rows": labels,
        "columns": labels,
        "values": [[float(v) for v in row] for row in shares],
        "hot": hot,
    }
    left = len([u for u in uses if u]) - len(kept)
    more = f" The {MOST_SHOWN} most used of {len(kept) + left} labels." if left else ""
    same = say.percent(held.panel.seen.value)
    alt = f"Two calls of one item give the same label in {same}; the diagonal is the same label again.{more}"
    return Figure("matrix", "When one says a label, what does another say?", alt, data)


def _forest(held: "Found") -> Figure:
    assert held.panel is not None
    rows: Sequence[dict[str, Any]] = [
        {"label": row[0], "value": row[2], "low": row[3], "high": row[4], "n": row[8], "outside": ""}
        for row in sorted(agreement_tables.of_labels(held), key=lambda r: -r[1])[: 2 * MOST_SHOWN]
    ]
    data = {
        "unit": "share",
        "value_name": "said again by another",
        "reference": float(held.panel.seen.value),
        "reference_name": "all labels",
        "rows": list(rows),
    }
    known = [r for r in rows if r["value"] is not None]
    low, high = min(known, key=lambda r: r["value"]), max(known, key=lambda r: r["value"])
    alt = (
        f"When one says '{high['label']}', another does in {say.percent(high['value'])}; "
        f"for '{low['label']}' it is {say.percent(low['value'])}."
    )
    return Figure("forest", "Which label is agreed on, by label", alt, data)


def _spread(held: "Found") -> tuple[Figure, ...]:
    rows = [row for row in agreement_tables.components(held) if row[0] != "judging, altogether"]
    if not rows:
        return ()
    bars = [{"label": r[0], "value": float(r[4]), "hot": False} for r in rows]
    alt = f"{say.percent(rows[0][4])} of the variance is the items' own; the rest comes from the judging."
    data = {"unit": "share", "value_name": "of the variance", "bars": bars}
    return (Figure("bars", "Where the spread of the numbers comes from", alt, data),)
