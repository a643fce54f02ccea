"""The vendored fonts: as data for a page that must not ask the network, as files for the PNG renderer."""

from base64 import b64encode
from functools import cache
from importlib.resources import files

FOLDER = files("pyrometer.figures") / "fonts"
FACES = (  # family, weight, file, what it is needed for
    ("Inter", 400, "inter-400", "always"),
    ("Inter", 600, "inter-600", "always"),
    ("Source Serif 4", 400, "source-serif-4-400", "always"),
    ("Source Serif 4", 600, "source-serif-4-600", "always"),
    ("Source Serif 4", 400, "source-serif-4-ext-400", "extended"),
    ("Source Serif 4", 600, "source-serif-4-ext-600", "extended"),
    ("IBM Plex Mono", 400, "ibm-plex-mono-400", "code"),
)
EXTENDED = "U+0100-02AF, U+1E00-1EFF, U+20A0-20AB, U+20AD-20CF"
PNG_FILES = ("inter-400.ttf", "inter-600.ttf", "source-serif-4-400.ttf", "source-serif-4-600.ttf")


@cache
def face(family: str, weight: int, file: str, need: str) -> str:
    """One @font-face rule that carries its font."""
    coded = b64encode((FOLDER / f"{file}.woff2").read_bytes()).decode("ascii")
    only = f"unicode-range:{EXTENDED};" if need == "extended" else ""
    source = f"src:url(data:font/woff2;base64,{coded}) format('woff2')"
    return f"@font-face{{font-family:'{family}';font-weight:{weight};font-display:swap;{only}{source}}}"


def faces(page: str) -> str:
    """The rules that a page needs: letters beyond Western Europe and code letters only where they occur."""
    has = {
        "always": True,
        "code": "<pre" in page or "<code" in page,
        "extended": any("\u0100" <= letter <= "\u1eff" for letter in page),
    }
    return "\n".join(face(*of) for of in FACES if has[of[3]])


def png_files() -> list[str]:
    """The paths of the TTF files."""
    return [str(FOLDER / file) for file in PNG_FILES]
