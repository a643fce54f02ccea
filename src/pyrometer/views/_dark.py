"""The dark ground of a page, where the machine asks for one: each colour of a picture has its dark one."""

from collections.abc import Mapping

from pyrometer.figures import _style as paint

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


def dark() -> str:
    """The rules for a screen that asks for a dark ground: variables for the page, a colour for each in figures.

    Paper stays light; so does a picture that is taken out of the page.
    """
    pictures = "".join(
        f'svg [{part}="{light}"]{{{part}:{deep}}}' for light, deep in DARK.items() for part in ("fill", "stroke")
    )
    page = f":root{{color-scheme:dark;{VARIABLES}}}body,.skip:focus{{background:{DARK[paint.PAPER]}}}"
    return f"@media screen and (prefers-color-scheme:dark){{\n{page}\n{pictures}\n}}\n"
