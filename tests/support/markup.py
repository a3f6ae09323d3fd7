"""HTML as a browser reads it, and what is wrong with it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder._html5lib import HTML5TreeBuilder, TreeBuilderForHtml5lib
from bs4.element import NavigableString, PreformattedString

UNLABELLED_TYPES = frozenset({"hidden", "submit", "button", "reset", "image"})
REFERRING = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage", "list", "form")
UNREAD = frozenset({"script", "style", "template", "head"})
SENDING = "button:not([type]), button[type=submit], input[type=submit], input[type=image]"
TYPED_INTO = "input:not([type]), input[type=text], input[type=search], input[type=email], input[type=date], input[type=number]"
# What would be evaluated as script, and so fail under our Content-Security-Policy.
EVALUATED = ("js:", "javascript:")


class _Tree(TreeBuilderForHtml5lib):
    """Keeps the parser, which knows what it had to put right; Beautiful Soup throws it away."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "parser" and value is not None:
            super().__setattr__("kept", value)
        super().__setattr__(name, value)


class _Builder(HTML5TreeBuilder):
    def create_treebuilder(self, namespaceHTMLElements: bool) -> TreeBuilderForHtml5lib:  # noqa: FBT001, N803 - html5lib's
        self.underlying_builder = _Tree(namespaceHTMLElements, self.soup, store_line_numbers=self.store_line_numbers)
        return self.underlying_builder


def read(html: str) -> tuple[BeautifulSoup, list[str]]:
    """The page, and the parser's complaints with the line they are about."""
    builder = _Builder()
    soup = BeautifulSoup(html, builder=builder)
    lines = html.splitlines()
    errors = builder.underlying_builder.kept.errors  # type: ignore[attr-defined]
    return soup, [f"{code}: {lines[line - 1].strip()[:90]}" for (line, _), code, _ in errors if 0 < line <= len(lines)]


def words(tag: Tag | BeautifulSoup | None) -> str:
    """The text a person reads, spaces evened out."""
    if tag is None:
        return ""
    parts = [text for text in tag.find_all(string=True) if not _is_hidden(text, tag)]
    return evened(" ".join(parts))


def evened(text: str) -> str:
    """One space between words, none before a comma that follows an element."""
    return re.sub(r"\s+([,.;:!?)’])", r"\1", " ".join(text.split()))


def _is_hidden(text: NavigableString, inside: Tag) -> bool:
    between = takewhile(lambda parent: parent is not inside, text.parents)
    return isinstance(text, PreformattedString) or any(parent.name in UNREAD for parent in between)


def name_of(tag: Tag, soup: BeautifulSoup) -> str:
    """What a screen reader calls this element, roughly: label, aria-label, text, alt or title."""
    if tag.get("aria-label"):
        return str(tag["aria-label"])
    referred = [soup.find(id=each) for each in str(tag.get("aria-labelledby", "")).split()]
    if referred:
        return " ".join(words(each) for each in referred if isinstance(each, Tag))
    label = soup.find("label", attrs={"for": tag["id"]}) if tag.get("id") else None
    label = label or tag.find_parent("label")
    if isinstance(label, Tag) and words(label):
        return words(label)
    pictures = [str(picture.get("alt") or picture.get("aria-label") or "") for picture in tag.find_all(["img", "svg"])]
    return " ".join([words(tag), *pictures]).strip() or str(tag.get("title") or tag.get("value") or "")


Check = Callable[[BeautifulSoup], Iterator[str]]


def _ids(soup: BeautifulSoup) -> Iterator[str]:
    counted = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
    yield from (f"id {name!r} stands {times} times" for name, times in counted.items() if times > 1)


def _references(soup: BeautifulSoup) -> Iterator[str]:
    known = {str(tag["id"]) for tag in soup.find_all(id=True)}
    for attribute in REFERRING:
        for tag in soup.select(f"[{attribute}]"):
            values = tag[attribute]
            wanted = values if isinstance(values, list) else str(values).split()
            yield from (f"{tag.name} {attribute}={each!r} names no element" for each in wanted if each not in known)


def _labels(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(["input", "select", "textarea"]):
        if tag.get("type") not in UNLABELLED_TYPES and not name_of(tag, soup):
            yield f"{tag.name} {tag.get('name')!r} has no label"
    for tag in soup.find_all(["button", "a", "summary"]):
        if not name_of(tag, soup) and (tag.name != "a" or tag.get("href")):
            yield f"nothing to read in {str(tag)[:90]}"
    yield from (f"picture without alt: {str(tag)[:90]}" for tag in soup.find_all("img") if tag.get("alt") is None)


def _inline(soup: BeautifulSoup) -> Iterator[str]:
    yield from (f"inline script: {str(tag)[:60]}" for tag in soup.find_all("script") if not tag.get("src"))
    yield from (f"inline style: {str(tag)[:60]}" for tag in soup.find_all("style"))
    for tag in soup.select("*"):
        for attribute, value in tag.attrs.items():
            if attribute == "style" or attribute.startswith(("on", "hx-on", "data-hx-on")):
                yield f"{tag.name} has the attribute {attribute}"
            if str(value).lower().lstrip().startswith(EVALUATED) or (attribute.startswith("hx-trigger") and "[" in str(value)):
                yield f"{tag.name} {attribute} would be evaluated: {value}"


def _foreign(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(["script", "link", "img", "source", "iframe", "use"]):
        address = str(tag.get("src") or (tag.get("href") if tag.name in {"link", "use"} else "") or "")
        if address.startswith(("http:", "https:", "//")) and tag.get("rel") != ["canonical"]:
            yield f"{tag.name} loads {address}"


def _forms(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.find_all("form"):
        posts = str(form.get("method", "get")).lower() == "post"
        if posts and not form.find("input", attrs={"name": "csrf_token"}):
            yield f"form to {form.get('action')!r} carries no csrf_token"
        if not _can_be_sent(form, soup):
            yield f"form to {form.get('action')!r} cannot be sent without JavaScript: it has no button"


def _can_be_sent(form: Tag, soup: BeautifulSoup) -> bool:
    """Whether there is a button, or a single field in which Enter sends it."""
    beside = bool(form.get("id") and soup.find("button", attrs={"form": form["id"]}))
    return beside or bool(form.select(SENDING)) or len(form.select(TYPED_INTO)) == 1


def _page(soup: BeautifulSoup) -> Iterator[str]:
    html = soup.find("html")
    if not isinstance(html, Tag) or not html.get("lang"):
        yield "html has no lang"
    if soup.title is None or not soup.title.get_text(strip=True):
        yield "no title"
    headings = soup.find_all("h1")
    if len(headings) != 1 or not words(headings[0]):
        yield f"a page has one h1, this has {[words(each) for each in headings]}"
    if len(soup.find_all("main")) != 1:
        yield "a page has one main"


EVERYWHERE: tuple[Check, ...] = (_ids, _labels, _inline, _foreign, _forms)
ON_PAGES: tuple[Check, ...] = (_page, _references)


def faults(html: str, soup: BeautifulSoup, complaints: list[str]) -> list[str]:
    """Everything wrong with a page, or with a fragment of one."""
    whole = html.lstrip().lower().startswith("<!doctype")
    checks = (*EVERYWHERE, *ON_PAGES) if whole else EVERYWHERE
    found = [fault for check in checks for fault in check(soup)]
    return [*found, *complaints] if whole else found
