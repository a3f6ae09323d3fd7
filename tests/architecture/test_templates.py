"""Templates a strict Content-Security-Policy can live with, and whose blocks can be asked for alone."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.support.tree import at, templates

pytestmark = pytest.mark.static

LONGEST_PAGE = 80
LONGEST_BLOCK = 40
SYNTAX = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], autoescape=True)
NEVER = {
    "an inline style": r"\sstyle\s*=|<style\b",
    "an inline script": r"<script\b(?![^>]*\bsrc=)",
    "an on… attribute": r"<[^>]*\son[a-z]+\s*=",
    "hx-on": r"\bhx-on\b|\bhx-on:",
    "a javascript: address": r"javascript:|[\"']js:",
    "a trigger with a filter, which would be evaluated": r"hx-trigger(:inherited)?\s*=\s*[\"'][^\"']*\[",
    "text that is not escaped": r"\|\s*safe\b|autoescape\s+false",
    "something from elsewhere": r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//",
}
TAG = re.compile(r"\{%[-+]?\s*(?P<what>block|endblock)\b\s*(?P<name>\w+)?")

# Letters are read by mail programs, which know only inline styles.
PAGES = [path for path in templates() if path.suffix == ".html" and "mail" not in path.parts]


def _parsed(path: Path) -> nodes.Template:
    return SYNTAX.parse(path.read_text("utf-8"))


def _outside_blocks(node: nodes.Node) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    for child in node.iter_child_nodes():
        if not isinstance(child, nodes.Block):
            found += [child, *_outside_blocks(child)]
    return found


@pytest.mark.parametrize("what", NEVER)
def test_no_template_has(what):
    pattern = re.compile(NEVER[what], re.IGNORECASE)
    found = [
        f"{at(path, number)} {line.strip()[:100]}"
        for path in PAGES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_macros_are_imported_inside_the_block_that_uses_them():
    """Else they are missing when the block is asked for alone."""
    found = [
        at(path, node.lineno)
        for path in PAGES
        if _parsed(path).find(nodes.Extends) is not None
        for node in _outside_blocks(_parsed(path))
        if isinstance(node, (nodes.FromImport, nodes.Import))
    ]
    assert found == []


def test_a_block_in_a_loop_is_scoped():
    found = [
        at(path, block.lineno)
        for path in PAGES
        for loop in _parsed(path).find_all(nodes.For)
        for block in loop.find_all(nodes.Block)
        if not block.scoped
    ]
    assert found == []


def test_no_page_is_longer_than_two_screens():
    counted = {at(path): len(path.read_text("utf-8").splitlines()) for path in PAGES if "ui" not in path.parts}
    assert {name: lines for name, lines in counted.items() if lines > LONGEST_PAGE} == {}


def test_no_block_is_longer_than_a_screen():
    assert [line for path in PAGES for line in _long_blocks(path)] == []


@dataclass
class _Open:
    name: str
    starts: int
    lines: int = 0


def _long_blocks(path: Path) -> list[str]:
    """Counts only a block's own lines: what stands in blocks inside it is theirs."""
    found: list[str] = []
    opened: list[_Open] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if opened:
            opened[-1].lines += 1
        for tag in TAG.finditer(line):
            if tag["what"] == "block":
                opened.append(_Open(tag["name"], number))
                continue
            block = opened.pop()
            if block.lines > LONGEST_BLOCK:
                found.append(f"{at(path, block.starts)} {block.name}: {block.lines}")
    return found
