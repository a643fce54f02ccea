"""Style: the report's own style sheet with its dark ground, its letters as files, and what forms and links need."""

from pyrometer.views._css import CSS
from pyrometer.views._dark import dark
from pyrometer.views._fonts import EXTENDED, FACES, FOLDER

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
@media screen and (max-width:1180px){
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
@media screen and (max-width:900px){
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


def font(file: str) -> bytes | None:
    """The bytes of one vendored face; None for anything else."""
    known = {name for _, _, name, _ in FACES}
    return (FOLDER / f"{file}.woff2").read_bytes() if file in known else None
