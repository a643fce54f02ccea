"""Style: the report's own style sheet, its letters as files, what forms and links need, and a dark ground."""

from collections.abc import Mapping

from pyrometer.figures import _style as paint
from pyrometer.views._css import CSS
from pyrometer.views._fonts import EXTENDED, FACES, FOLDER

# What each colour of a picture becomes on a dark ground: the same meaning, the same order of contrast.
DARK: Mapping[str, str] = {
    paint.INK: "#f0eee8",
    paint.TEXT: "#cbc9c2",
    paint.QUIET: "#a3a9af",
    paint.RULE: "#3b3f44",
    paint.WASH: "#1c1e21",
    paint.BAND: "#222529",
    paint.POINT: "#9aa3ad",
    paint.LINE: "#767e86",
    paint.WORSE: "#f0733a",
    paint.WORSE_TEXT: "#f58f5e",
    paint.BETTER: "#5aa9e6",
    paint.WAY: "#3f4b55",
    paint.WAITING: "#66717b",
    paint.STOPPED: "#4a463d",
    paint.DARK: "#a9b4bf",
    paint.LIGHT: "#57616b",
    paint.PAPER: "#141618",
    "#faf9f6": "#191b1d",  # the lanes: ours, the customers', and what is done again
    "#eaf1f7": "#16202a",
    "#f8f1ea": "#2a211a",
    "#aebac5": "#52606c",
    "#de977a": "#9c5c3f",
    "#c5cad0": "#4d545b",
    "#eef2f5": "#1a2026",  # under the line of those who go on
}
VARIABLES = (
    f"--ink:{DARK[paint.INK]};--text:{DARK[paint.TEXT]};--quiet:{DARK[paint.QUIET]};--rule:{DARK[paint.RULE]};"
    f"--wash:{DARK[paint.WASH]};--here:#33363a;--hot:{DARK[paint.WORSE_TEXT]};--link:#7cb8ec"
)

OWN = """
#finding{border:0;margin:0;padding:0}
#finding>h2{font-size:30px;max-width:46em;margin:0 0 8px}
.rail a[aria-current]{background:var(--here);color:var(--ink);font-weight:600}
.plant{margin:-12px 8px 18px;color:var(--quiet);font-size:13px;overflow-wrap:anywhere}
form{margin:14px 0;max-width:46em}
.field{display:grid;grid-template-columns:150px minmax(0,1fr);gap:2px 14px;align-items:center;margin:12px 0}
.field label{color:var(--ink)}
.field p{grid-column:2;max-width:40em;margin:0;color:var(--quiet);font-size:13px}
.field input,.field select{max-width:220px}
input,select,button{font:inherit;color:var(--ink);background:transparent;
border:1px solid var(--quiet);border-radius:3px;padding:6px 9px;width:100%;min-height:36px}
select option{color:#1b1f24;background:#fff}
button{width:auto;font-weight:600;cursor:pointer;padding:6px 16px}
button:hover{background:var(--wash)}
[aria-invalid]{border-color:var(--hot);border-width:2px}
.wrong{color:var(--hot);font-weight:600;max-width:46em;overflow-wrap:anywhere}
.also a{margin-right:14px}
.also{margin:14px 0;max-width:64em}
table.records td{overflow-wrap:break-word;max-width:34em}
.top{display:none}
@media screen and (max-width:960px){
body{display:flex;flex-direction:column}
main{flex:1;width:100%}
.top{display:flex;align-items:baseline;gap:10px;padding:10px 16px;
background:var(--wash);border-bottom:1px solid var(--rule)}
.top .brand,.top .plant{margin:0}
.top a{margin-left:auto;padding:6px 0}
.rail{order:2;padding:14px 16px 28px;border-top:1px solid var(--rule)}
.rail div,.rail .verb{display:block}
.rail .brand,.rail .plant{display:none}
.rail ul{display:flex;flex-wrap:wrap}
.verb{margin:14px 8px 2px}
}
@media screen and (max-width:800px){
.field{grid-template-columns:minmax(0,1fr)}
.field p{grid-column:1}
}
@media print{form,.also,section:has(>form){display:none}}
"""


def sheet() -> str:
    """The whole style sheet."""
    return letters() + CSS + OWN + dark()


def letters() -> str:
    """Each face of the vendored letters, fetched from here and only when a page needs it."""
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-display:swap;"
        f"{f'unicode-range:{EXTENDED};' if need == 'extended' else ''}"
        f"src:url(/font/{file}.woff2) format('woff2')}}\n"
        for family, weight, file, need in FACES
    )


def dark() -> str:
    """The rules for a machine that asks for a dark ground: variables for the page, a colour for each in figures."""
    pictures = "".join(
        f'svg [{part}="{light}"]{{{part}:{deep}}}' for light, deep in DARK.items() for part in ("fill", "stroke")
    )
    page = f":root{{color-scheme:dark;{VARIABLES}}}body,.skip:focus{{background:{DARK[paint.PAPER]}}}"
    return f"@media screen and (prefers-color-scheme:dark){{\n{page}\n{pictures}\n}}\n"


def font(file: str) -> bytes | None:
    """The bytes of one vendored face; None for anything else."""
    known = {name for _, _, name, _ in FACES}
    return (FOLDER / f"{file}.woff2").read_bytes() if file in known else None
