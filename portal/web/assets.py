"""Browser files: from `node_modules/` into `static/vendor/`, which is not kept in git.

`python -m portal.web.assets` is part of the set-up. It copies htmx, cuts the fonts to what the pages show and
draws the icons into one sprite; while nothing it reads has changed, it does nothing. It knows no Flask.
"""

import hashlib
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

_WANTED = """
accessibility alarm-clock archive armchair arrow-left arrow-right arrow-up-right baby badge-check battery-charging
bell bell-off bike book-open brain briefcase brush-cleaning building-2 bus cake calendar calendar-check calendar-clock
calendar-days calendar-plus calendar-x car check chevron-down chevron-left chevron-right circle-check
circle-question-mark clock coffee concierge-bell cookie copy croissant dog door-open download ear ellipsis eye eye-off
file-text fingerprint-pattern flag footprints gift goal hand handshake heart history hourglass house inbox info
key-round languages layout-grid leaf lightbulb link list-plus lock log-in log-out mail mail-open map map-pin megaphone
message-circle minus monitor moon notebook-pen package palette paperclip party-popper paw-print pen-line pencil phone
pin plus presentation printer projector qr-code refresh-cw repeat rss scroll-text search send settings shield-check
skip-forward sliders-horizontal smartphone snowflake sprout star sun table tag target thermometer thumbs-down
thumbs-up ticket timer trash-2 tree-deciduous triangle-alert undo-2 upload user user-plus user-x users utensils video
volume-x wifi wrench x
"""
ICONS = tuple(_WANTED.split())
"""Every Lucide icon a page may show; a test finds the ones a template names and this list forgets."""

LICENSES = (
    ("htmx.org/LICENSE", "htmx.txt"),
    ("lucide-static/LICENSE", "lucide.txt"),
    ("@fontsource-variable/newsreader/LICENSE", "newsreader.txt"),
    ("@fontsource-variable/figtree/LICENSE", "figtree.txt"),
    ("@fontsource-variable/caveat/LICENSE", "caveat.txt"),
)


# --- Fonts ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cut:
    """One font file: where it comes from, what it is called here, which axes are pinned or narrowed."""

    family: str
    script: str
    weights: str
    style: str = "normal"
    axes: str = "wght"
    limits: dict[str, float | tuple[float, float]] = field(default_factory=dict)

    @property
    def source(self) -> Path:
        name = self.family.lower()
        stem = f"{name}-{self.script}-{self.axes}-{self.style}.woff2"
        return MODULES / "@fontsource-variable" / name / "files" / stem

    @property
    def target(self) -> Path:
        italic = "-italic" if self.style == "italic" else ""
        return VENDOR / "fonts" / f"{self.family.lower()}-{self.script}{italic}.woff2"

    @property
    def reach(self) -> str:
        """Latin is always needed; the extended letters are fetched when a page has one."""
        return " unicode-range: U+100-2BA, U+1E00-1EFF;" if self.script == "latin-ext" else ""


def _cuts() -> tuple[Cut, ...]:
    # One optical size and the weights we set: half the bytes of the whole Newsreader.
    limits: dict[str, float | tuple[float, float]] = {"opsz": 34, "wght": (400, 600)}
    scripts = ("latin", "latin-ext")
    serif = [Cut("Newsreader", script, "400 600", style, "opsz", limits) for script in scripts for style in ("normal", "italic")]
    sans = [Cut("Figtree", script, "300 900") for script in scripts]
    hand = [Cut("Caveat", script, "400 700") for script in scripts]
    return (*serif, *sans, *hand)


CUTS = _cuts()

# Stand-ins while a font travels, stretched to its widths and lines: nothing moves when it arrives.
STAND_INS = """\
@font-face {
  font-family: "Newsreader stand-in"; src: local("Times New Roman"), local("Liberation Serif"), local("Tinos");
  size-adjust: 103.7%; ascent-override: 70.9%; descent-override: 25.6%; line-gap-override: 0%;
}
@font-face {
  font-family: "Figtree stand-in"; src: local("Arial"), local("Liberation Sans"), local("Arimo");
  size-adjust: 100.8%; ascent-override: 94.2%; descent-override: 24.8%; line-gap-override: 0%;
}
"""


def cut(font: Cut) -> None:
    """Write one font; untouched where nothing is to be pinned."""
    font.target.parent.mkdir(parents=True, exist_ok=True)
    if not font.limits:
        shutil.copyfile(font.source, font.target)
        return
    # Loaded late: half a second that a set-up with nothing to do should not spend.
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.varLib import instancer  # noqa: PLC0415

    whole = TTFont(font.source, recalcTimestamp=False)
    small = instancer.instantiateVariableFont(whole, font.limits)
    small.flavor = "woff2"
    small.save(font.target)


def font_css() -> str:
    """The @font-face rules. Each address carries the version of its file, so browsers may keep it for ever."""
    return STAND_INS + "".join(
        f"@font-face {{ font-family: {font.family}; "
        f"src: url(fonts/{font.target.name}?v={version_of(font.target)}); "
        f"font-weight: {font.weights}; font-style: {font.style}; font-display: swap;{font.reach} }}\n"
        for font in CUTS
    )


def version_of(path: Path) -> str:
    """The `v` in the address of a static file: changes when its bytes do."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


# --- Icons ------------------------------------------------------------------------------------------

STROKE = 'fill="none" stroke="currentColor" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round"'
BLADE = "M16 27C11.2 22.6 9.6 17.4 11 12.2 11.9 8.9 13.6 6 16 3.4c2.4 2.6 4.1 5.5 5 8.8 1.4 5.2-.2 10.4-5 14.8Z"
SIDES = (
    "M14 28.2C6.6 27.6 2.6 23 2.2 14.6c3.2.6 5.6 1.8 7.4 3.6",
    "M18 28.2c7.4-.6 11.4-5.2 11.8-13.6-3.2.6-5.6 1.8-7.4 3.6",
)


def symbol(name: str) -> str:
    """One Lucide icon as a symbol of the sprite."""
    file = MODULES / "lucide-static" / "icons" / f"{name}.svg"
    drawn = re.sub(r"<!--.*?-->", "", file.read_text("utf-8"), flags=re.DOTALL)
    inner = re.sub(r"<svg[^>]*>|</svg>", "", drawn, flags=re.DOTALL)
    lines = re.sub(r"\s+", " ", inner).replace(" />", "/>").replace("> <", "><").strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24" {STROKE.format(1.75)}>{lines}</symbol>'


def crest() -> str:
    sides = "".join(f'<path d="{side}"/>' for side in SIDES)
    blade = f'<path fill="currentColor" d="{BLADE}"/>'
    stems = f"<g {STROKE.format(1.9)}>{sides}</g>"
    return f'<symbol id="crest" viewBox="0 0 32 32">{blade}{stems}</symbol>'


def _seat(x: float, y: float, r: float = 2.1) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}"/>'


def _row(xs: tuple[float, ...], *ys: float) -> str:
    return "".join(_seat(x, y) for y in ys for x in xs)


def layouts() -> dict[str, str]:
    """Four ways to set a room, seen from above."""
    table = '<rect x="10" y="12" width="28" height="8" rx="2"/>'
    stage = '<rect x="16" y="4" width="16" height="3.4" rx="1.4"/>'
    horseshoe = '<path d="M11 6v16a3 3 0 0 0 3 3h20a3 3 0 0 0 3-3V6h-5v14H16V6z"/>'
    loose = _row((7, 41), 18) + _row((19, 29), 7) + _row((17, 31), 27)
    return {
        "board": table + _row((14, 20.7, 27.3, 34), 7.5, 24.5) + _row((5.6, 42.4), 16),
        "theatre": stage + _row((10, 17, 24, 31, 38), 13, 20, 27),
        "ushape": horseshoe + _row((6, 42), 8, 14, 20) + _row((16, 24, 32), 29),
        "standing": _seat(13, 12, 4) + _seat(35, 12, 4) + _seat(24, 22, 4) + loose,
    }


def sprite() -> str:
    seats = (
        f'<symbol id="lay-{name}" viewBox="0 0 48 32" fill="currentColor">{drawn}</symbol>' for name, drawn in layouts().items()
    )
    symbols = "".join((*map(symbol, ICONS), crest(), *seats))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


# --- The positions of a day -------------------------------------------------------------------------


def time_css() -> str:
    """`static/css/time.css`: where a slot stands is a word of its class, so no page needs an inline style."""
    words = (
        ("c", range(96)),  # starts at this quarter of the day
        ("s", range(1, 97)),  # lasts so many quarters
        ("m", range(1, 15)),  # minutes into a quarter
        ("o", range(0, 49, 4)),  # the day is drawn from this quarter
        ("n", range(16, 97, 4)),  # for so many quarters
    )
    lines = "\n".join(" ".join(f".{w}{i}{{--{w}:{i}}}" for i in span) for w, span in words)
    return (
        "/* Positions in a day, as classes: .c42 starts at quarter 42 (10:30), .s6 lasts six quarters,\n"
        "   .m5 is five minutes in, .o32 a day drawn from 08:00, .n48 drawn for 48 quarters.\n"
        "   Written by time_css() in portal/web/assets.py. */\n"
        f"@layer utilities {{\n{lines}\n}}\n"
    )


# --- Filling static/vendor ---------------------------------------------------------------------------


def stamp() -> str:
    """What the files in `static/vendor/` were made from."""
    made_from = hashlib.sha256()
    for path in (Path(__file__), ROOT / "package-lock.json"):
        made_from.update(path.read_bytes())
    return made_from.hexdigest()


def is_fresh() -> bool:
    mark = VENDOR / ".stamp"
    return mark.is_file() and mark.read_text("ascii") == stamp()


def fill() -> None:
    """Make `static/vendor/` anew. The stamp comes last: an interrupted run is done again."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "licenses").mkdir(parents=True)
    shutil.copyfile(MODULES / "htmx.org" / "dist" / "htmx.min.js", VENDOR / "htmx.min.js")
    (VENDOR / "icons.svg").write_text(sprite(), "utf-8")
    for font in CUTS:
        cut(font)
    (VENDOR / "fonts.css").write_text(font_css(), "utf-8")
    for source, target in LICENSES:
        shutil.copyfile(MODULES / source, VENDOR / "licenses" / target)
    (VENDOR / ".stamp").write_text(stamp(), "ascii")


def main() -> int:
    if is_fresh():
        return 0
    if not (MODULES / "htmx.org").is_dir():
        sys.stderr.write("The browser files are not here yet: run `npm ci` first.\n")
        return 1
    fill()
    sys.stdout.write(f"Fonts, icons and htmx are in {VENDOR.relative_to(ROOT)}/.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
