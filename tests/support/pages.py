"""A visitor who looks at every page closely: title, heading, ids, labels, inline code and headers, at each visit.

In short: `ada = visit.as_(cast.ada)`, `page = ada.get("/rooms")`, `page = ada.submit(page, "Book it", title="Interview")`,
`assert "Booked" in page`.
"""

from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from portal.web import headers as house_headers
from tests.support.forms import NotOnThePage, fill_in, find_form
from tests.support.markup import evened, faults, name_of, read, words

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MANY = 5
LOCKED = "default-src 'none'; sandbox"


class Page:
    """An answer, read."""

    def __init__(self, response: TestResponse, path: str) -> None:
        """Keep what came back from `path`."""
        self.response, self.path = response, path
        self.status: int = response.status_code
        self.headers: Headers = response.headers

    @cached_property
    def html(self) -> str:
        """The text of the answer, whatever its type."""
        return self.response.get_data(as_text=True)

    @property
    def is_html(self) -> bool:
        """Whether this is a page or a fragment that a person sees, not a calendar, JSON or a redirect."""
        return self.response.mimetype == "text/html" and self.status not in REDIRECTS and bool(self.html.strip())

    @property
    def json(self) -> Any:
        """The answer as data."""
        return self.response.get_json()

    @property
    def location(self) -> str:
        """Where this answer sends one: path and query, without the host."""
        address = self.headers.get("Location") or self.headers.get("HX-Redirect") or self.headers.get("HX-Location") or ""
        parts = urlsplit(address)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @cached_property
    def _read(self) -> tuple[BeautifulSoup, list[str]]:
        return read(self.html)

    @property
    def soup(self) -> BeautifulSoup:
        """The page as a tree."""
        return self._read[0]

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return self.soup.title.get_text(" ", strip=True) if self.soup.title else ""

    @property
    def h1(self) -> str:
        """The heading."""
        return words(self.soup.find("h1"))

    @cached_property
    def text(self) -> str:
        """All words that can be read on it, spaces evened out."""
        return words(self.soup)

    def __contains__(self, sentence: str) -> bool:
        """Whether a person can read this on the page."""
        return evened(sentence) in self.text

    def __repr__(self) -> str:
        """Say enough for a failed assertion."""
        body = self.text if self.is_html else self.html
        return f"<{self.status} {self.path} {self.location} {body[:1500]!r}>"

    @property
    def links(self) -> dict[str, str]:
        """What each link is called, and where it leads."""
        return {name_of(tag, self.soup): str(tag["href"]) for tag in self.soup.find_all("a", href=True)}

    @property
    def buttons(self) -> list[str]:
        """What can be pressed."""
        return [name_of(tag, self.soup) for tag in self.soup.find_all("button")]

    def one(self, css: str) -> Tag:
        """The only element that the selector finds."""
        found = self.all(css)
        if len(found) != 1:
            raise NotOnThePage(f"{css!r} finds {len(found)} elements on {self!r}")
        return found[0]

    def all(self, css: str) -> list[Tag]:
        """Every element that the selector finds."""
        return list(self.soup.select(css))

    def words_of(self, css: str) -> list[str]:
        """The words of each element that the selector finds."""
        return [words(tag) for tag in self.all(css)]

    def form(self, which: str) -> Tag:
        """The form with this button, or which this selector finds."""
        return find_form(self.soup, which)[0]

    def faults(self) -> list[str]:
        """What is wrong with it."""
        found = [
            f"header {name} is {self.headers.get(name)!r}, not {value!r}"
            for name, value in house_headers.ALWAYS.items()
            if not self._is_kept(name, value)
        ]
        return [*found, *faults(self.html, *self._read)] if self.is_html else found

    def _is_kept(self, name: str, value: str) -> bool:
        """Whether this header is as everywhere, or as strict: who the next site hears of, and what a file may do."""
        said = self.headers.get(name)
        if name == "Referrer-Policy":
            return said in {value, "no-referrer"}
        return said == value or (said == LOCKED and not self.is_html)


class Visitor:
    """Somebody with a browser of their own; keeps cookies, looks closely at every page."""

    def __init__(self, app: Flask) -> None:
        """Nobody in particular yet."""
        self.app = app
        self.base_url: str = app.config["GROVE"].base_url
        self.client: FlaskClient = app.test_client()
        self._token = ""

    def new(self) -> "Visitor":
        """Another person, or the same one with another browser."""
        return type(self)(self.app)

    def as_(self, member: Any, *, password: str | None = None) -> "Visitor":
        """A visitor of their own who has signed in as this member, through the form."""
        from tests.cast import PASSWORD  # noqa: PLC0415 - the cast needs the models, this file must not

        visitor = self.new()
        page = visitor.get("/sign-in")
        visitor.submit(page, 'form[action*="/sign-in"]', email=member.email, password=password or PASSWORD)
        return visitor

    def get(self, path: str, *, expect: int = 200, follow: bool = False, headers: dict[str, str] | None = None) -> Page:
        """Open an address."""
        return self._ask("GET", path, expect=expect, follow=follow, headers=headers or {})

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        *,
        expect: int = 303,
        follow: bool = False,
        csrf: bool = True,
        headers: dict[str, str] | None = None,
    ) -> Page:
        """Send a form without looking at one, with the token that this browser's pages carry; to look, use `submit`."""
        values = dict(data or {})
        if csrf:
            values.setdefault("csrf_token", self.token)
        return self._ask("POST", path, expect=expect, follow=follow, headers=headers or {}, data=values)

    def submit(self, page: Page, which: str, /, *, expect: int = 200, follow: bool = True, **fields: Any) -> Page:
        """Fill in the form on the page whose button reads `which`, send it, and go where that leads."""
        sending = fill_in(page.soup, which, fields)
        path = urljoin(page.path, sending.action)
        if sending.method == "get":
            return self._ask("GET", path.partition("?")[0], expect=expect, follow=follow, query_string=sending.values)
        return self._ask("POST", path, expect=expect, follow=follow, data=sending.values)

    def click(self, page: Page, link: str, *, expect: int = 200) -> Page:
        """Follow the link with this name."""
        if link not in page.links:
            raise NotOnThePage(f"no link {link!r}; the links are {list(page.links)}")
        return self.get(urljoin(page.path, page.links[link]), expect=expect)

    def fragment(self, path: str, into: str, *, data: dict[str, Any] | None = None, expect: int = 200) -> Page:
        """Ask as htmx does, for what goes into the element `tag#id`; with `data` as a POST."""
        headers = {"HX-Request": "true", "HX-Target": into, "HX-Current-URL": self.base_url + "/"}
        if data is None:
            return self.get(path, expect=expect, headers=headers)
        return self.post(path, data, expect=expect, headers=headers)

    @property
    def token(self) -> str:
        """The form token of this browser; looks for a page with a form if it has seen none."""
        for path in ("/sign-in", "/"):
            if not self._token:
                self._ask("GET", path, expect=None, follow=True)
        assert self._token, "no page with a form was found to take a token from"
        return self._token

    def _ask(self, method: str, path: str, *, expect: int | None, follow: bool, **options: Any) -> Page:
        page = self._one(method, path, **options)
        for _ in range(MANY):
            if not (follow and page.status in REDIRECTS):
                break
            page = self._one("GET", page.location)
        if expect is not None:
            assert page.status == expect, f"expected {expect}, got {page!r}"
        return page

    def _one(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> Page:
        said = {"Origin": self.base_url, "Sec-Fetch-Site": "same-origin"} if method != "GET" else {}
        response = self.client.open(path, method=method, base_url=self.base_url, headers={**said, **(headers or {})}, **options)
        page = Page(response, path)
        found = page.faults()
        assert not found, f"{method} {path} ({page.status}):\n  " + "\n  ".join(found)
        self._remember(page)
        return page

    def _remember(self, page: Page) -> None:
        if not page.is_html:
            return
        field = page.soup.find("input", attrs={"name": "csrf_token"})
        if isinstance(field, Tag):
            self._token = str(field["value"])
