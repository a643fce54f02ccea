"""Form: a settings record as a form, whose fields are the options of the command line and get the same answers."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from pyrometer.apps import _options
from pyrometer.errors import BadSetting
from pyrometer.views._html_parts import e

AS_KNOWN = click.Option(["--as-known"], type=_options.DAY, help="Judge with what was known on that day.")
Query = Mapping[str, Sequence[str]]


def given(options: Sequence[click.Option], query: Query) -> dict[str, Any]:
    """The settings that a query says; fields left empty keep their defaults.

    Raises BadSetting with the sentence that the command line would give. A name that is no option is handed on: the
    plant knows best which one was meant.
    """
    known = {str(option.name): option for option in options}
    found: dict[str, Any] = {}
    for name, texts in query.items():
        said = [text for text in texts if text.strip()]
        if said:
            found[name] = converted(known[name], said) if name in known else said[-1]
    return found


def converted(option: click.Option, texts: Sequence[str]) -> Any:
    """The value of one option from its text."""
    try:
        values = [option.type.convert(text, option, None) for text in texts]
    except click.BadParameter as error:
        raise BadSetting(error.format_message()) from error
    return tuple(values) if option.multiple else values[-1]


def form(action: str, options: Sequence[click.Option], query: Query, wrong: str = "") -> str:
    """The form; it is sent by GET, so that its address holds the question. `wrong` says what could not be."""
    alert = f'<p class="wrong" role="alert" id="wrong">{e(wrong)}</p>' if wrong else ""
    rows = "".join(row(option, [t for t in query.get(str(option.name), ()) if t.strip()], wrong) for option in options)
    return f'<form action="{e(action)}" method="get">{alert}{rows}<p><button type="submit">Ask</button></p></form>'


def row(option: click.Option, said: Sequence[str], wrong: str) -> str:
    """One field with its name and what it means."""
    name = str(option.name)
    about = f'<p id="{e(name)}-help">{e(option.help)}</p>' if option.help else ""
    blamed = ' aria-invalid="true"' if wrong and said and f"'{option.opts[0]}'" in wrong else ""
    named = f'id="{e(name)}" name="{e(name)}"' + (f' aria-describedby="{e(name)}-help"' if about else "") + blamed
    label = f'<label for="{e(name)}">{e(name.replace("_", " ").capitalize())}</label>'
    return f'<div class="field">{label}{asked(option, named, said)}{about}</div>'


def asked(option: click.Option, named: str, said: Sequence[str]) -> str:
    """The control of one field: a list of what can be chosen, a day, or plain words."""
    value = said[-1] if said else ""
    choices = list(option.type.choices) if isinstance(option.type, click.Choice) else []
    choices = ["yes", "no"] if isinstance(option.type, click.types.BoolParamType) else choices
    if choices:
        listed = "".join(f"<option{' selected' if c == value else ''}>{e(c)}</option>" for c in map(str, choices) if c)
        return f'<select {named}><option value="">as usual</option>{listed}</select>'
    if option.type is _options.DAY:
        return f'<input {named} type="date" value="{e(value)}">'
    is_number = isinstance(option.type, click.types.FloatParamType | click.types.IntParamType)
    mode = ' inputmode="decimal"' if is_number else ""
    return f'<input {named} type="text" autocomplete="off" spellcheck="false"{mode} value="{e(value)}">'
