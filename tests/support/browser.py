"""A real Chromium on the real portal, served by a real server on a free port.

`browse()` opens a page of a new visitor, `browse(cast.ada)` of one who has signed in; with `phone=True`, `dark=True`,
`scripts=False` for the small screen, the dark colours, and no JavaScript. A test fails for anything in the browser's
console, for any breach of the Content-Security-Policy, and for any request that leaves the house.
"""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize, sync_playwright
from werkzeug.serving import BaseWSGIServer, make_server

import config
from portal.app import create_app
from portal.db.base import db

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
    "--force-color-profile=srgb",
)
LAPTOP, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
PATIENCE_MS = 10_000
# The console mentions every answer of 400 and more; for these the page itself says what is wrong.
EXPECTED_ANSWER = re.compile(r"Failed to load resource: the server responded with a status of (403|409|413|422|429)\b")


# --- The portal, served ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Served:
    """The portal behind a port."""

    app: Flask
    url: str


@contextmanager
def _serving(app: Flask, server: BaseWSGIServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="portal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def served(app: Flask, settings: config.Settings) -> Iterator[Served]:
    """The portal of this test at an address a browser can open: the same database, plain http."""
    server = make_server("localhost", 0, _nothing_yet, threaded=True)
    url = f"http://localhost:{server.server_port}"
    server.app = create_app(replace(settings, base_url=url))
    with _serving(server.app, server):
        yield Served(server.app, url)


def _nothing_yet(_environ: Any, _start: Any) -> Any:
    raise NotImplementedError


# --- The browser -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests of this worker."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS), timeout=60_000)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What went wrong in the browser without anybody seeing it."""

    url: str
    allowed: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Listen to every page of this context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not EXPECTED_ANSWER.match(message.text):
            where = message.location.get("url", "")
            self.found.append(f"{message.type}: {message.text} ({where})")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(self.url + "/"):
            self.found.append(f"left the house: {request.url}")

    def verdict(self) -> list[str]:
        """What nobody allowed."""
        return [each for each in self.found if not any(words in each for words in self.allowed)]


class Browse:
    """Opens browsers of visitors."""

    def __init__(self, chromium: Browser, served: Served) -> None:
        """No visitor yet."""
        self._chromium, self._served = chromium, served
        self._contexts: list[BrowserContext] = []
        self.watch = Watch(served.url)
        self.url = served.url

    def __call__(self, member: Any = None, *, phone: bool = False, dark: bool = False, scripts: bool = True) -> Page:
        """A page in a browser of its own, at the front door; signed in if a member is named."""
        context = self._chromium.new_context(
            base_url=self._served.url,
            viewport=PHONE if phone else LAPTOP,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        self.watch.over(context)
        page = context.new_page()
        if member is not None:
            self.sign_in(page, member.email)
        return page

    def sign_in(self, page: Page, email: str) -> None:
        """Through the form, as anybody."""
        from tests.cast import PASSWORD  # noqa: PLC0415 - as in pages.py

        page.goto("/sign-in")
        page.locator("input[name=email]").first.fill(email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/sign-in"))

    def allow(self, *words: str) -> None:
        """Say that the console may hold these words in this test."""
        self.watch.allowed.extend(words)

    def close(self) -> None:
        """Close every browser, and complain about what went wrong in them."""
        for context in self._contexts:
            context.close()
        found = self.watch.verdict()
        assert not found, "in the browser:\n  " + "\n  ".join(found)


@pytest.fixture
def browse(chromium: Browser, served: Served) -> Iterator[Browse]:
    """Opens browsers of visitors. What they changed, the test's own session sees after `db.session.rollback()`."""
    browse = Browse(chromium, served)
    yield browse
    browse.close()


# --- Checks on a page that is open -------------------------------------------------------------------


@cache
def _axe() -> str:
    file = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    assert file.exists(), "axe-core is missing: run `make setup`"
    return file.read_text("utf-8")


def axe(page: Page, *without: str) -> list[str]:
    """What axe finds on the page: rule, element and advice. It runs beside the page's Content-Security-Policy, not through it."""
    page.evaluate(f"() => {{ {_axe()}; return null }}")
    options = json.dumps({"resultTypes": ["violations"], "rules": {name: {"enabled": False} for name in without}})
    result = page.evaluate(f"async () => (await axe.run(document, {options})).violations")
    return [f"{rule['id']}: {node['html'][:120]} ({rule['help']})" for rule in result for node in rule["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window; 0 is right."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
