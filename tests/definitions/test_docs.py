"""What the documentation shows is what the code takes."""

import re
from pathlib import Path

from pyrometer import registry
from pyrometer.definitions._words import CLAUSE_WORDS, CRITERION_WORDS, DEFINITION_WORDS
from pyrometer.definitions.check import PACKAGE
from pyrometer.definitions.parse import library_names, parse
from pyrometer.definitions.read_back import read_back
from pyrometer.definitions.templates import templates
from pyrometer.model.definition import VERDICTS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "definitions.md").read_text(encoding="utf-8")
HEAD = 'definition = "d"\nkind = "judgment"\n'


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_whole_example_parses_and_reads_back_as_shown() -> None:
    told = read_back(parse(blocks("toml")[0]))
    shown = " ".join(line.removeprefix("> ") for line in PAGE.splitlines() if line.startswith("> "))
    assert told.startswith(shown.removesuffix(" ..."))


def test_every_clause_shown_in_the_table_parses() -> None:
    section = PAGE.partition("## Clauses")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `") and line.count("|") == 4]
    shown = [cell for row in rows for cell in re.findall(r"`([^`]+)`", row.split("|")[3])]
    assert len(shown) >= 15
    for words in shown:
        clause = f"having = {words}" if words.startswith("{") else words
        if not clause.startswith(("customer", "seller", "definition", "check_sheet", "sql")):
            clause = f'customer = "any", {clause}'
        others = 'asked = { customer = ["asked"] }\ntaken_up = { seller = ["Proposal"] }'
        parse(f'{HEAD}criterion = {{ all = ["x"] }}\n[test]\n{others}\nx = {{ {clause} }}')


def test_every_word_code_verdict_and_library_name_is_told() -> None:
    names = [*CLAUSE_WORDS, *CRITERION_WORDS, *DEFINITION_WORDS, *VERDICTS, *registry.names(PACKAGE), *library_names()]
    names += [t.name for t in templates()]
    missing = [n for n in names if f"`{n}`" not in PAGE and f"{n} = " not in PAGE and f"[[{n}]]" not in PAGE]
    assert not [n for n in missing if f"[{n}]" not in PAGE]
