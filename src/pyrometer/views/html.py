"""HTML: a report as one file that asks nothing of the network and works without scripts."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from pyrometer.figures._say import day
from pyrometer.model.finding import Finding
from pyrometer.views import View
from pyrometer.views._css import CSS
from pyrometer.views._dark import dark
from pyrometer.views._fonts import faces
from pyrometer.views._html_parts import anchor, caution, definitions, e, section, told
from pyrometer.views._words import VERDICTS, common, n_signals, name, overview, ranked

DIAL = (
    '<svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">'
    '<circle cx="9" cy="9" r="7.5" fill="none" stroke="#1b1f24" stroke-width="1.8"/>'
    '<path d="M9 9L12.6 5.4" stroke="#c2410c" stroke-width="2" stroke-linecap="round"/></svg>'
)
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 18 18'%3E"
    "%3Ccircle cx='9' cy='9' r='7.5' fill='white' stroke='%231b1f24' stroke-width='1.8'/%3E"
    "%3Cpath d='M9 9L12.6 5.4' stroke='%23c2410c' stroke-width='2'/%3E%3C/svg%3E"
)
TAKEN = ("today", "main", "definitions")  # names of the page's own parts
POLICY = "default-src 'none'; style-src 'sha256-{}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
HEADS = "".join(f'<th scope="col">{words}</th>' for words in ("Finding", "What it says", "Verdict"))


def report(
    findings: Sequence[Finding], title: str = "Report", made_at: datetime | None = None, *, notes: Sequence[str] = ()
) -> str:
    """The report as one HTML file.

    `title` is its h1 (the plant's name), `made_at` the instant it was made (UTC; the view reads no clock), `notes` are
    sentences for its foot. Findings keep their order; the opening table puts signals first.
    """
    anchors = anchors_of(findings)
    said = common(findings)
    body = rail(findings, anchors) + '<main id="main">' + today(findings, [f"#{at}" for at in anchors], title)
    body += "\n".join(section(f, place, said) for f, place in zip(findings, anchors, strict=True))
    body += definitions(findings) + foot(made_at, notes) + "</main>"
    style = faces(body) + CSS + dark()
    digest = b64encode(sha256(style.encode()).digest()).decode("ascii")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(digest)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{e(title)}</title><link rel="icon" href="{ICON}"><style>{style}</style></head>\n'
        f'<body><a class="skip" href="#main">Skip to the findings</a>{body}</body></html>\n'
    )


def anchors_of(findings: Sequence[Finding]) -> list[str]:
    """A name for each section, its study's; a second one of the same study gets a number."""
    found: list[str] = []
    for finding in findings:
        base = anchor(finding) + ("-study" if anchor(finding) in TAKEN else "")
        same = sum(a == base or a.startswith(f"{base}-again-") for a in found)
        found.append(f"{base}-again-{same + 1}" if same else base)
    return found


def rail(findings: Sequence[Finding], anchors: Sequence[str]) -> str:
    """The left rail: every finding by name, the number of open signals beside it."""
    total = sum(f.verdict == "signal" for f in findings)
    entries = [("today", "Today", total)]
    entries += [(place, name(f), n_signals(f)) for f, place in zip(findings, anchors, strict=True)]
    parts = [f'<p class="brand">{DIAL}Pyrometer</p><p class="verb">See</p>{entered(entries)}']
    if any(f.provenance.definitions or f.provenance.period for f in findings):
        parts.append(f'<p class="verb">Agree</p>{entered([("definitions", "Definitions", 0)])}')
    return f'<nav class="rail" aria-label="Findings"><div>{"".join(parts)}</div></nav>'


def entered(entries: Sequence[tuple[str, str, int]]) -> str:
    """Entries of the rail: place, words and open signals."""
    items = "".join(f'<li><a href="#{place}">{e(words)}{badge(n)}</a></li>' for place, words, n in entries)
    return f"<ul>{items}</ul>"


def badge(n: int) -> str:
    """The number of open signals, said in words to a screen reader."""
    return f'<b>{n}<span class="heard"> open {"signal" if n == 1 else "signals"}</span></b>' if n else ""


def today(findings: Sequence[Finding], links: Sequence[str], title: str) -> str:
    """The opening page: the sentence over all findings, and each with what it says and its link."""
    link = {id(f): at for f, at in zip(findings, links, strict=True)}
    rows = "".join(
        f"<tr{' class=signal' if f.verdict == 'signal' else ''}>"
        f'<td><a href="{e(link[id(f)])}">{e(name(f))}</a></td><td>{told(f.headline)}</td>'
        f"<td>{VERDICTS[f.verdict].says}</td></tr>"
        for f in ranked(findings)
    )
    table = f'<table class="today"><thead><tr>{HEADS}</tr></thead><tbody>{rows}</tbody></table>' if findings else ""
    says = overview(findings) if findings else "Nothing was asked."
    shared = "".join(caution(c, f"caution-{i}") for i, c in enumerate(common(findings), 1))
    holds = f'<h2 class="small">Holds for most of this report</h2><ul class="cautions">{shared}</ul>' if shared else ""
    opening = f'<h1>{e(title)}</h1><p class="says">{told(says)}</p>'
    return f'<section class="first" id="today">{opening}{table}{holds}</section>\n'


def foot(made_at: datetime | None, notes: Sequence[str]) -> str:
    """When the report was made, and what it promises."""
    parts = [e(note) for note in notes]
    if made_at is not None:
        parts.append(f"Made {day(made_at.isoformat())}, {made_at:%H:%M} UTC.")
    parts.append("This file asks nothing of the network: it holds its figures, letters and tables.")
    return f"<footer><p>{' '.join(parts)}</p></footer>"


VIEW = View("text/html", ".html", report)
