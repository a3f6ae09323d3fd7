"""Takes the pictures in docs/screenshots from a fresh demo house: `.venv/bin/python docs/make_screenshots.py`."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
OUT = HERE / "screenshots"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-background-networking"]
PASSWORD = "grove-demo"  # noqa: S105 - the demo's, printed on its own sign-in page
SATURDAY = 5
LAPTOP, PHONE = (1440, 900), (390, 844)
PATIENCE = 60


def next_weekday() -> date:
    """A day on which the house is open: tomorrow or the Monday after."""
    day = date.today() + timedelta(days=1)  # noqa: DTZ011 - any open day will do
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def pictures() -> tuple[tuple[str, str, str, tuple[int, int], str], ...]:
    """Name, who, where, window, light or dark."""
    day = next_weekday()
    return (
        ("rooms-1440-light", "ada", f"/rooms?day={day}&people=6&minutes=60", LAPTOP, "light"),
        ("rooms-390-dark", "ada", f"/rooms?day={day}&people=6&minutes=60", PHONE, "dark"),
        ("book-1440-light", "ada", f"/bookings/new?room=alder&day={day}&starts=13:00", LAPTOP, "light"),
        ("desk-1440-light", "cleo", "/desk", LAPTOP, "light"),
        ("notes-1440-light", "cleo", "/desk/touches", LAPTOP, "light"),
    )


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    """Until the house answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - our own demo
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("The demo house did not open.")


def signed_in(browser: Browser, base: str, who: str, window: tuple[int, int], scheme: str) -> Page:
    """A page of somebody of the demo house."""
    width, height = window
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=1, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.fill("input[name=email]", f"{who}@grove.example")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


def main() -> None:
    """Open a demo house in a folder of its own, walk through it, close it."""
    OUT.mkdir(exist_ok=True)
    port, folder = free_port(), tempfile.mkdtemp(prefix="grove-pictures-")
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "portal.cli", "demo", "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    house = subprocess.Popen(command, cwd=folder, env=environment)  # noqa: S603 - our own command
    try:
        wait_for(f"{base}/healthz")
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            for name, who, path, window, scheme in pictures():
                page = signed_in(browser, base, who, window, scheme)
                page.goto(f"{base}{path}")
                page.wait_for_load_state("networkidle")
                page.screenshot(path=OUT / f"{name}.png")
                print(OUT / f"{name}.png")
    finally:
        house.send_signal(signal.SIGINT)
        house.wait(timeout=PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
