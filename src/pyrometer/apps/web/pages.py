"""Pages: what stands on each - the report, a finding opened down to its definitions and records, and the lists."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pyrometer.definitions.read_back import read_back
from pyrometer.figures._say import plural
from pyrometer.model.definition import Definition
from pyrometer.model.finding import Finding
from pyrometer.model.table import Table
from pyrometer.plant import _records
from pyrometer.views import html
from pyrometer.views._html_parts import e, grid, listed, section, told
from pyrometer.views._words import cell, definition, name, of_column, sources

FORMS = ("pdf", "html", "png", "svg", "csv", "json")  # the first in a list of files; others follow
Counted = tuple[int, Table]  # how many there are, and the first of them
MOST_ROWS = 200  # of a measure on a page


def at(kind: str, name: str) -> str:
    """The address of one thing of a kind."""
    return f"/{kind}/{quote(name, safe='')}"


def head(title: str, says: str = "") -> str:
    """The opening of a page: what it is about, and the sentence."""
    return f"<h1>{e(title)}</h1>" + (f'<p class="says">{told(says)}</p>' if says else "")


def also(place: str, forms: Sequence[str], asked: str = "") -> str:
    """The same as a file, in each form that there is."""
    ranked = sorted(forms, key=lambda form: FORMS.index(form) if form in FORMS else len(FORMS))
    links = "".join(f'<a href="{e(place)}.{form}{e(asked)}">{form}</a>' for form in ranked)
    return f'<p class="also"><span class="meta">The same as a file: </span>{links}</p>'


def report(findings: Sequence[Finding], title: str, forms: Sequence[str]) -> str:
    """The opening page: the sentence over all findings, and each with what it says."""
    rows = dict.fromkeys(row for f in findings for row in sources(f.provenance) if row[0] in ("Period", "Ledger"))
    opening = html.today(findings, [at("study", f.study) for f in findings], title)
    return f"{opening}<section>{also('/report', forms)}{listed(list(rows))}</section>"


def finding(of: Finding, form: str, forms: Sequence[str], asked: str) -> str:
    """A finding, the way down from it, and the form by which it is asked in another way."""
    place = at("study", of.study)
    down = [
        (definition(ref), f'<a href="{e(at("definition", ref.name))}">{e(ref.says or ref.name)}</a>')
        for ref in of.provenance.definitions
    ]
    words = "".join(f"<dt>{e(key)}</dt><dd>{value}</dd>" for key, value in down)
    opened = f'<section aria-labelledby="down"><h2 id="down">Opened down</h2><dl>{words}</dl>' if down else "<section>"
    records = (
        '<p>Each definition lists who met it; each of them, every record with its file and row. <a href="/refused">'
    )
    opened += f"{records}Rows that could not be read</a> are kept as well.</p>{also(place, forms, asked)}</section>"
    return f'<h1 class="heard">{e(name(of))}</h1>{section(of, "finding")}{opened}{another(form)}'


def another(form: str) -> str:
    """The part of a page that holds its form."""
    return f'<section aria-labelledby="ask"><h2 id="ask">Ask it in another way</h2>{form}</section>' if form else ""


def unanswered(question: str, form: str) -> str:
    """A study or measure that was asked for what cannot be: its question, and the form with the sentence."""
    return f'<section class="first">{head(question)}{form}</section>'


def definitions(found: Sequence[Definition]) -> str:
    """Every definition of the plant: what it says, its version and who signed."""
    rows = [
        (f'<a href="{e(at("definition", d.name))}">{e(d.name)}</a>', e(d.says), e(version(d)), e(signed(d)))
        for d in found
    ]
    says = "What each word means here, as it runs. Signed is what people read together and agreed to."
    heads = ("Definition", "What it says", "Version", "Signed by")
    return f'<section class="first">{head("Definitions", says)}{rows_of(heads, rows, "words")}</section>'


def one_definition(of: Definition, met: Counted | None, waiting: Counted | None) -> str:
    """A definition read back in plain English, its limit samples, who met it, and who still waits after it."""
    facts = [("Version", version(of)), ("Signed by", signed(of)), ("Owner", of.owner), ("File", of.where)]
    parts = [head(of.title.capitalize() if of.title else of.name, of.says), f'<p class="read">{e(read_back(of))}</p>']
    parts += [listed([(key, words) for key, words in facts if words])]
    if of.examples:
        rows = [
            (f"<pre>{e_lines(x.story)}</pre>", e(str(x.verdict or x.number).replace("_", " "))) for x in of.examples
        ]
        shown = f"Show the {plural(len(rows), 'example')} that it must judge so"
        parts += [f"<details><summary>{shown}</summary>{rows_of(('Story', 'Verdict'), rows, 'words')}</details>"]
    return f'<section class="first">{"".join(parts)}</section>{who_waits(waiting)}{who_met(met)}'


def who_met(found: Counted | None) -> str:
    """The prospects behind a definition, latest first."""
    if found is None:
        says = "It is not on the path of this plant, so nobody was judged by it."
        return f'<section><h2>Who met it</h2><p class="says">{says}</p></section>'
    return who("Who met it", f"{plural(found[0], 'prospect')} met it", "latest", found[1])


def who_waits(found: Counted | None) -> str:
    """Those who met a milestone and nothing since, who wait longest first."""
    if found is None or not found[0]:
        return ""
    n = found[0]
    return who(
        "Who waits after it", f"{plural(n, 'prospect')} {'waits' if n == 1 else 'wait'} after it", "longest", found[1]
    )


def who(title: str, says: str, first: str, table: Table) -> str:
    """Prospects in a table, each leading to its records; of many, which of them are shown."""
    shown = f"; the {len(table)} {first}" if len(table) == _records.MOST else f", the {first} first"
    links = {"prospect": lambda name: at("prospect", name)}
    sentence = f'<p class="says">{e(says)}{shown if len(table) > 1 else ""}.</p>'
    return f"<section><h2>{title}</h2>{sentence}{records(table, links) if len(table) else ''}</section>"


def prospects(like: str, table: Table) -> str:
    """The prospects whose name begins so, and the form to find one."""
    says = (
        f"{plural(len(table), 'prospect')} whose name begins with {like}:"
        if like
        else "The latest who did anything, or to whom we did:"
    )
    found = records(table, {"prospect": lambda name: at("prospect", name)}) if len(table) else ""
    field = (
        f'<label for="name">Name</label><input id="name" name="name" type="text" autocomplete="off" value="{e(like)}">'
    )
    button = '<p><button type="submit">Find</button></p>'
    form = f'<form action="/prospects" method="get"><div class="field">{field}</div>{button}</form>'
    return f'<section class="first">{head("Prospects", says)}{form}{found}</section>'


def prospect(name: str, table: Table) -> str:
    """Everything on record about one prospect."""
    says = f"{plural(len(table), 'record')}, oldest first; each with the file and row that it was read from."
    return f'<section class="first">{head(name, says)}{records(table)}</section>'


def refused(n: int, first: int, table: Table) -> str:
    """The rows that gave no event, each with its file, row and reason."""
    says = f"{plural(n, 'row')} could not be read and {'is' if n == 1 else 'are'} kept aside with the reason."
    says = says if n else "Every row that was read gave an event; none was refused."
    shown = f'<p class="meta">Rows {first + 1:,} to {first + len(table):,}</p>{records(table)}' if len(table) else ""
    after = first + len(table)
    more = f'<p><a href="/refused?first={after}">The next rows</a></p>' if after < n else ""
    way = (
        '<p class="next"><b>Next:</b> Correct the sensor file in the plant\'s sensors/, then: pyrometer read</p>'
        if n
        else ""
    )
    return f'<section class="first">{head("Refused rows", says)}{way}{shown}{more}</section>'


def measures(questions: Mapping[str, str]) -> str:
    """Every measure with the question that it answers."""
    rows = [(f'<a href="{e(at("measure", name))}">{e(name)}</a>', e(says)) for name, says in questions.items()]
    says = "The small tables from which every finding is computed."
    return f'<section class="first">{head("Measures", says)}{rows_of(("Measure", "Question"), rows, "words")}</section>'


def measure(name: str, question: str, table: Table, form: str, asked: str) -> str:
    """One measure as a table; of a long one the first rows, and all of them as a file."""
    shown = Table(table.columns, table.rows[:MOST_ROWS])
    rest = f" The first {MOST_ROWS} are shown; a file has them all." if len(table) > MOST_ROWS else ""
    says = f'<p class="meta">{plural(len(table), "row")}.{rest}</p>'
    opening = f'<p class="kind">{e(name)}</p>{head(question)}{says}{grid(shown)}'
    return (
        f'<section class="first">{opening}{also(at("measure", name), ("csv", "json"), asked)}</section>{another(form)}'
    )


def records(table: Table, links: Mapping[str, Callable[[str], str]] | None = None) -> str:
    """A table of records without the columns in which nothing stands; values of some columns lead on."""
    used = [i for i, c in enumerate(table.columns) if any(row[i] not in (None, "") for row in table.rows)]
    heads = [table.columns[i].name.replace("_", " ").removeprefix("n ").capitalize() for i in used]

    def shown(i: int, value: Any) -> str:
        column = table.columns[i]
        link = (links or {}).get(column.name)
        words = e(str(value) if column.name == "row" else of_column(column, value) if column.unit else cell(value, ""))
        words = words.replace("/", "/<wbr>") if column.name == "file" else words
        return f'<a href="{e(link(str(value)))}">{words}</a>' if link else words

    return rows_of(heads, [tuple(shown(i, row[i]) for i in used) for row in table.rows], "records")


def rows_of(heads: Sequence[str], rows: Sequence[Sequence[str]], kind: str) -> str:
    """A table of markup already safe; wider than the page it scrolls by itself."""
    top = "".join(f'<th scope="col">{e(words)}</th>' for words in heads)
    body = "".join(f"<tr>{''.join(f'<td>{words}</td>' for words in row)}</tr>" for row in rows)
    table = f'<table class="{kind}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="scroll" tabindex="0" role="region" aria-label="Table">{table}</div>'


def version(of: Definition) -> str:
    """Version and the start of the hash."""
    return f"v{of.version} ({of.hash[:8]})"


def signed(of: Definition) -> str:
    """Who signed, and when."""
    return "; ".join(f"{a.by}, {a.on}" for a in of.agreed) or "nobody yet"


def e_lines(words: str) -> str:
    """Words of several lines, safe, with their lines kept."""
    return "\n".join(e(line) for line in words.strip().splitlines())
