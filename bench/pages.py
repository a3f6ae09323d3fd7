"""What pages and feeds cost: CPU per answer beside the empty route, in the demo house.

python -m bench
"""

import re
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from flask.testing import FlaskClient

import config
from portal.app import create_app
from portal.db import migrate
from portal.db.base import db
from portal.db.crypto import Keyring
from portal.demo.fill import fill
from portal.kernel import clock

BASE = "http://127.0.0.1"
ROUNDS, WARM_UP = 60, 5
SATURDAY = 5
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FEED = re.compile(r"/cal/[\w-]+/[\w-]+\.ics")


def measured(answer: Callable[[], object]) -> float:
    """Milliseconds of CPU, the median of many."""
    took = []
    for number in range(ROUNDS + WARM_UP):
        began = time.process_time()
        answer()
        if number >= WARM_UP:
            took.append((time.process_time() - began) * 1000)
    return statistics.median(took)


def token_of(client: FlaskClient, path: str) -> str:
    """The form token of a page."""
    return TOKEN.findall(client.get(path, base_url=BASE).get_data(as_text=True))[0]


def signed_in(client: FlaskClient) -> None:
    """Ben of the demo house."""
    form = {"email": "ben@grove.example", "password": "grove-demo", "csrf_token": token_of(client, "/sign-in")}
    client.post("/sign-in", data=form, base_url=BASE)


def feed(client: FlaskClient) -> tuple[str, str]:
    """The address of his own bookings' feed, and its ETag."""
    form = {"feed": "mine", "label": "bench", "csrf_token": token_of(client, "/calendars")}
    page = client.post("/calendars/links", data=form, base_url=BASE, follow_redirects=True).get_data(as_text=True)
    address = FEED.findall(page)[0]
    return address, client.get(address, base_url=BASE).headers["ETag"]


def open_day() -> date:
    """The next weekday."""
    day = date.today() + timedelta(days=1)  # noqa: DTZ011 - any open day will do
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def table(client: FlaskClient) -> None:
    """Measure and print, each beside the empty route."""
    signed_in(client)
    address, etag = feed(client)
    empty = measured(lambda: client.get("/healthz", base_url=BASE))
    print(f"{'empty route':28} {empty:7.2f} ms")
    for name, path in (("day of six rooms", f"/rooms?day={open_day()}"), ("a room's week", "/rooms/alder"), ("home", "/")):
        took = measured(lambda path=path: client.get(path, base_url=BASE))  # type: ignore[misc]
        print(f"{name:28} {took:7.2f} ms  {took / empty:5.1f} x")
    for name, headers in (("feed, joined", {}), ("feed, 304", {"If-None-Match": etag})):
        took = measured(lambda headers=headers: client.get(address, base_url=BASE, headers=headers))  # type: ignore[misc]
        print(f"{name:28} {took:7.2f} ms  {took / empty:5.1f} x")


def main() -> None:
    """In a house of its own."""
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder) / "keys.json"
        Keyring.new(keys)
        settings = config.Settings(
            secret_key=secrets.token_hex(), base_url=BASE, mail_url="keep:", data_dir=Path(folder), keys_file=keys, demo=True,
            log_level="ERROR",
        )  # fmt: skip
        migrate.upgrade(settings.database_url)
        app = create_app(settings)
        with app.app_context():
            fill(at=clock.now())
            db.session.remove()
        table(app.test_client())
        with app.app_context():
            db.engine.dispose()


if __name__ == "__main__":
    main()
