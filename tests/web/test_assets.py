import gzip
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from portal.web import assets

STATIC = assets.ROOT / "static"
TEMPLATES = sorted((assets.ROOT / "templates").rglob("*.html"))
CORE = ("css/tokens", "vendor/fonts", "css/base", "css/layout", "css/components")
OWN_MARKS = {"crest", "lay-board", "lay-theatre", "lay-ushape", "lay-standing"}
KILOBYTE = 1024


def named_icons(text: str) -> set[str]:
    """The icons that a template names outright."""
    return set(re.findall(r"\b(?:icon\(|pic=|pic\": )[\"']([a-z0-9-]+)[\"']", text))


def packed(names: Iterable[str]) -> int:
    """What the files weigh on the wire."""
    return sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names)


def styles_of(template: Path) -> list[str]:
    """The style sheets a page asks for beside the core."""
    found = re.search(r"{% set styles = \[(.*?)\]", template.read_text("utf-8"))
    return re.findall(r'"([\w-]+)"', found[1]) if found else []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_icon_a_template_names_is_in_the_sprite(template):
    assert named_icons(template.read_text("utf-8")) <= set(assets.ICONS)


def test_the_sprite_holds_what_the_list_says():
    drawn = re.findall(r'<symbol id="([\w-]+)"', (assets.VENDOR / "icons.svg").read_text("utf-8"))
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == set(assets.ICONS) | OWN_MARKS


def test_the_browser_files_are_made_from_what_is_here_now():
    assert assets.is_fresh()


def test_a_set_up_with_nothing_to_do_writes_nothing():
    before = {path: path.stat().st_mtime_ns for path in assets.VENDOR.rglob("*")}
    assert assets.main() == 0
    assert before == {path: path.stat().st_mtime_ns for path in assets.VENDOR.rglob("*")}


def test_the_positions_of_a_day_are_as_generated():
    assert (STATIC / "css" / "time.css").read_text("utf-8") == assets.time_css()


def test_every_font_is_asked_for_by_the_version_it_has():
    asked = re.findall(r"url\(fonts/([\w-]+\.woff2)\?v=(\w+)\)", (assets.VENDOR / "fonts.css").read_text("utf-8"))
    assert len(asked) == len(assets.CUTS)
    for name, version in asked:
        assert version == assets.version_of(assets.VENDOR / "fonts" / name)


def test_every_file_a_style_sheet_points_to_exists():
    for sheet in (STATIC / "css").glob("*.css"):
        for address in re.findall(r"url\(([^)]+)\)", sheet.read_text("utf-8")):
            assert (sheet.parent / address).is_file(), f"{sheet.name}: {address}"


def test_the_lock_file_names_no_registry():
    assert '"resolved"' not in (assets.ROOT / "package-lock.json").read_text("utf-8")


def test_no_page_loads_more_than_15_kb_of_styles():
    # The style page alone may: it shows everything, in demo mode only.
    for template in (path for path in TEMPLATES if path.name != "style.html"):
        sheets = [f"{name}.css" for name in (*CORE, *(f"css/{name}" for name in styles_of(template)))]
        assert packed(sheets) <= 15 * KILOBYTE, template


def test_all_scripts_together_weigh_no_more_than_25_kb():
    scripts = ["vendor/htmx.min.js", *(f"js/{path.name}" for path in (STATIC / "js").glob("*.js"))]
    assert packed(scripts) <= 25 * KILOBYTE
