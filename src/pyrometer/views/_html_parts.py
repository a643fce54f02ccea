"""The parts of the HTML report: a finding as a section, its tables, cautions and where it comes from."""

from collections.abc import Sequence
from html import escape as _escape

from pyrometer.figures._say import plural
from pyrometer.figures._svg import clean, parted
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Provenance
from pyrometer.model.table import Table
from pyrometer.views._drawing import drawn
from pyrometer.views._words import (
    VERDICTS,
    agreed,
    coded,
    column_name,
    definition,
    is_numeric,
    name,
    of_column,
    records,
    sources,
)

WIDE, PHONE = 1080, 358
NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'  # needed by files only, not inside a page


def e(words: object) -> str:
    """Words, safe inside an element or attribute."""
    return _escape(clean(words), quote=True)


def told(words: object) -> str:
    """A sentence, safe inside an element; names written from right to left leave its numbers in their places."""
    safe = ((_escape(piece, quote=True), is_leftward) for piece, is_leftward in parted(words))
    return "".join(f"<bdi>{piece}</bdi>" if is_leftward else piece for piece, is_leftward in safe)


def anchor(finding: Finding) -> str:
    """The name a link to the finding uses: its study's, in letters that any link may hold."""
    return slug(finding.study) or "finding"


def slug(words: str) -> str:
    """Words in letters that any link may hold."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in words.lower())


def section(finding: Finding, place: str, said: Sequence[Caution] = ()) -> str:
    """A finding: question, sentence, figures, how to read it, cautions, next step, tables, source.

    Cautions `said` at the head of the report are only named, with a link to there.
    """
    word = VERDICTS[finding.verdict]
    kind = f'<span class="hot">{word.says}</span>' if finding.verdict == "signal" else word.says
    parts = [
        f'<p class="kind">{e(name(finding))} · {kind}</p>',
        f'<h2 id="{place}-h">{e(finding.question)}</h2>',
    ]
    parts += [f'<p class="says">{told(finding.headline)}</p>']
    parts += [twice(figure) for figure in finding.figures]
    parts.append(f'<div class="after">{after(finding, said)}</div>')
    parts += [folded(title, table) for title, table in finding.tables.items() if len(table)]
    parts.append(source(finding.provenance))
    return f'<section id="{place}" aria-labelledby="{place}-h">\n' + "\n".join(parts) + "\n</section>"


def after(finding: Finding, said: Sequence[Caution]) -> str:
    """What stands after the figures: how to read them, cautions and the next step; two columns on paper."""
    parts = [f'<p class="read">{told(line)}</p>' for line in finding.reading]
    parts += [cautions(finding.cautions, said)] if finding.cautions else []
    if finding.next_step:
        parts.append(f'<p class="next"><b>Next:</b> {commands(finding.next_step)}</p>')
    return "\n".join(parts)


def twice(figure: Figure) -> str:
    """A figure twice: wide for a screen and paper, narrow for a phone; only one is ever shown or read out."""
    wide, phone = (drawn(figure, width).replace(NAMESPACE, "", 1) for width in (WIDE, PHONE))
    return f'<figure><div class="wide">{wide}</div><div class="phone">{phone}</div></figure>'


def cautions(found: Sequence[Caution], said: Sequence[Caution]) -> str:
    """What a reader must know before leaning on the numbers."""
    items = "".join(caution(c) for c in found if c not in said)
    links = ", ".join(f'<a href="#caution-{said.index(c) + 1}">{e(c.code)}</a>' for c in found if c in said)
    items += f"<li>Holds for most of this report: {links}</li>" if links else ""
    return f'<h3>Before you lean on it</h3><ul class="cautions">{items}</ul>'


def caution(of: Caution, place: str = "") -> str:
    """One caution with its code; `place` is the name a link to it uses."""
    named = f' id="{place}"' if place else ""
    return f'<li{named}>{told(of.text)} <span class="code">{e(coded(of))}</span></li>'


def folded(title: str, table: Table) -> str:
    """A table behind one click."""
    words = f"Table: {title.replace('_', ' ')} ({plural(len(table), 'row')})"
    return f"<details><summary>{e(words)}</summary>{grid(table, words)}</details>"


def commands(words: str) -> str:
    """A sentence whose command, if it ends in one, is set as what is typed."""
    before, sign, typed = words.partition(": pyrometer ")
    return f"{told(before)}: <code>pyrometer {e(typed)}</code>" if sign else told(words)


def grid(table: Table, named: str = "Table") -> str:
    """A table with the meaning of its columns under it; it scrolls by itself where it is wider than the page."""
    numeric = [is_numeric(c, [row[i] for row in table.rows]) for i, c in enumerate(table.columns)]
    heads = "".join(
        f'<th scope="col"{_num(right)}>{e(column_name(c))}</th>'
        for c, right in zip(table.columns, numeric, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_num(right)}>{e(of_column(c, value))}</td>"
            for value, c, right in zip(row, table.columns, numeric, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    means = "".join(
        f"<dt>{e(column_name(c))}</dt><dd>{e(c.meaning)}{f' ({e(c.unit)})' if c.unit else ''}</dd>"
        for c in table.columns
        if c.meaning
    )
    body = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    scroll = f'<div class="scroll" tabindex="0" role="region" aria-label="{e(named)}">{body}</div>'
    return scroll + (f"<dl>{means}</dl>" if means else "")


def _num(right: bool) -> str:  # noqa: FBT001 - one letter of markup
    return ' class="num"' if right else ""


def source(of: Provenance) -> str:
    """Where the numbers come from: definitions by version and hash, records, methods, settings and the query."""
    rows = sources(of)
    queries = "".join(f"<pre>{_escape(query.strip())}</pre>" for query in of.queries)
    asked = f"<details><summary>Show the query</summary>{queries}</details>" if queries else ""
    if not rows and not asked:
        return ""
    return f'<details class="source"><summary>Where it comes from</summary>{listed(rows)}{asked}</details>'


def listed(rows: Sequence[tuple[str, str]]) -> str:
    """Names with what is said of them."""
    return f"<dl>{''.join(f'<dt>{e(key)}</dt><dd>{e(value)}</dd>' for key, value in rows)}</dl>"


def definitions(findings: Sequence[Finding]) -> str:
    """Every definition that the report rests on, in words, with version, hash and who agreed; and the records."""
    refs = dict.fromkeys(ref for f in findings for ref in f.provenance.definitions)
    rows = dict.fromkeys(row for f in findings for row in records(f.provenance))
    if not refs and not rows:
        return ""
    heads = "".join(f'<th scope="col">{words}</th>' for words in ("Definition", "What it says", "Agreement"))
    body = "".join(
        f"<tr><td>{e(definition(ref))}</td><td>{e(ref.says)}</td><td>{e(agreed(ref))}</td></tr>" for ref in refs
    )
    table = f'<table class="words"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>' if refs else ""
    says = "Every number above rests on these words, as they stood at this mark of the ledger."
    title = '<h2 id="definitions-h">Definitions and records</h2>'
    opening = f'<section id="definitions" aria-labelledby="definitions-h">{title}<p class="says">{says}</p>'
    scroll = f'<div class="scroll" tabindex="0" role="region" aria-label="Definitions">{table}</div>' if refs else ""
    return f"{opening}{scroll}{listed(list(rows))}</section>"
