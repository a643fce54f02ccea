"""JSON: a finding with public, stable names; several findings are a list."""

import json
from collections.abc import Sequence

from pyrometer.model.finding import Finding
from pyrometer.views import View
from pyrometer.views._plain import finding


def render(findings: Sequence[Finding]) -> str:
    """One finding as an object, any other number of them as a list of objects."""
    found = [finding(f) for f in findings]
    written = found[0] if len(found) == 1 else found
    return json.dumps(written, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


VIEW = View("application/json", ".json", render)
