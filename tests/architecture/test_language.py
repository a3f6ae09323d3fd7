"""Every sentence for people goes through gettext, from the first on."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))
KEYWORDS = {"_": None, "_n": (1, 2), "N_": None, "gettext": None, "ngettext": (1, 2)}
METHODS = [("portal/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
# The style page shows pieces to whoever builds pages; its words are samples.
SAMPLES = ("style.html", "style/")
TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
WORDLESS = re.compile(r"<style.*?</style>|<title>.*?</title>|<svg.*?</svg>|&\w+;|<[^<>]*>|[\w-]+=\"[^\"]*\"", re.DOTALL)
NAMES = {"Grove", "Ctrl", "Enter", "min", "h", "iCal"}

pytestmark = pytest.mark.static


def untranslated(source: str) -> list[str]:
    """Words of a template that stand outside of every `_(…)` and `{% trans %}`."""
    plain = WORDLESS.sub(" ", TRANSLATED.sub(" ", source))
    return [word for word in re.findall(r"[A-Za-z]{2,}", plain) if word not in NAMES]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_says_nothing_that_cannot_be_translated(template):
    name = str(template.relative_to(ROOT / "templates"))
    if not name.startswith(SAMPLES):
        assert untranslated(template.read_text()) == []


def test_words_outside_of_gettext_would_be_noticed():
    assert untranslated('<p class="lede">Come in {{ _("Come in") }}</p>') == ["Come", "in"]


def test_every_message_can_be_extracted():
    found = {
        message
        for _, _, message, _, _ in extract_from_dir(ROOT, METHODS, keywords=KEYWORDS, options_map={"**": {"trimmed": "true"}})
    }
    words = {entry if isinstance(entry, str) else entry[0] for entry in found}
    assert "There is nothing here by that name." in words
    assert "Skip to the page" in words
    assert len(words) > 100
