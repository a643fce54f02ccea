"""Notebook: a finding as the piece of HTML that a notebook shows in its cell."""

from collections.abc import Sequence

from pyrometer.model.finding import Finding
from pyrometer.views import View
from pyrometer.views._html_parts import anchor, section

STYLE = (
    ".pyrometer{color:#3f4750;background:#fff;padding:8px 12px;max-width:1120px}"
    ".pyrometer{font:14px/1.5 Inter,system-ui,sans-serif}"
    ".pyrometer h2{font:600 19px/1.3 'Source Serif 4',Georgia,serif;color:#1b1f24;margin:0 0 4px}"
    ".pyrometer h3{font-size:13.5px;margin:12px 0 2px;color:#1b1f24}"
    ".pyrometer .says{font:400 18px/1.45 'Source Serif 4',Georgia,serif;color:#1b1f24;max-width:43em;margin:0 0 10px}"
    ".pyrometer .read{font:400 15px/1.5 'Source Serif 4',Georgia,serif;color:#1b1f24;max-width:46em}"
    ".pyrometer .kind,.pyrometer .code{color:#5c656f;font-size:12.5px}.pyrometer .hot{color:#b23a08;font-weight:600}"
    ".pyrometer figure{margin:12px 0}.pyrometer figure svg{max-width:100%;height:auto;display:block}"
    ".pyrometer .phone{display:none}.pyrometer summary{color:#0b62a8;cursor:pointer}"
    ".pyrometer td,.pyrometer th{padding:3px 14px 3px 0;text-align:left;border-bottom:1px solid #dcdfe3}"
    ".pyrometer .num{text-align:right;font-variant-numeric:tabular-nums}.pyrometer .scroll{overflow-x:auto}"
    ".pyrometer dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;font-size:13px}"
    ".pyrometer dd{margin:0}"
)


def html(finding: Finding) -> str:
    """What `_repr_html_` gives back: sentence, figures, reading and folded tables, styled for themselves only."""
    return f'<style>{STYLE}</style><div class="pyrometer">{section(finding, f"pyrometer-{anchor(finding)}")}</div>'


def render(findings: Sequence[Finding]) -> str:
    """Each finding as a notebook shows it."""
    return "\n".join(html(finding) for finding in findings)


VIEW = View("text/html", ".html", render)
