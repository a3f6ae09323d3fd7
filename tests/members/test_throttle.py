"""Guessing passwords is slow, for the guesser only."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.db.base import db
from portal.members import actions, jobs
from portal.members.models import SignInTry
from portal.members.rules import FREE_TRIES, Failures, network_of, to_wait, try_keys
from tests.cast import PASSWORD

THIEF, HOME = "198.51.100.7", "192.0.2.44"


@pytest.fixture
def try_from(visit):
    """Try to sign in from a network address; gives the page."""

    def once(visitor, address, email, password, expect):
        visitor.client.environ_base["REMOTE_ADDR"] = address
        return visitor.post("/sign-in", {"email": email, "password": password}, expect=expect)

    return once


def test_a_guesser_has_to_wait_longer_each_time(visit, cast, at, try_from):
    for _ in range(FREE_TRIES):
        try_from(visit, THIEF, cast.ada.email, "guess", 422)
    page = try_from(visit, THIEF, cast.ada.email, "guess", 429)
    assert page.headers["Retry-After"] == "15"
    assert "a few tries too many" in page
    assert page.one("input[name=email]")["value"] == cast.ada.email
    try_from(visit, THIEF, cast.ada.email, PASSWORD, 429)
    at.later(seconds=15)
    try_from(visit, THIEF, cast.ada.email, "guess", 422)
    assert try_from(visit, THIEF, cast.ada.email, "guess", 429).headers["Retry-After"] == "30"


def test_nobody_is_locked_out_by_a_guesser(visit, cast, try_from):
    for number in range(30):
        try_from(visit.new(), f"198.51.100.{number}", cast.ada.email, "guess", 422)
    try_from(visit.new(), HOME, cast.ada.email, PASSWORD, 303)


def test_but_a_guesser_with_many_addresses_has_one_try_from_each(visit, cast, try_from):
    for number in range(20):
        try_from(visit.new(), f"198.51.100.{number}", cast.ada.email, "guess", 422)
    guesser = visit.new()
    try_from(guesser, "203.0.113.9", cast.ada.email, "guess", 422)
    try_from(guesser, "203.0.113.9", cast.ada.email, "guess", 429)


def test_a_known_device_is_not_held_up_by_its_network(visit, cast, try_from):
    ada = visit.as_(cast.ada)
    ada.post("/sign-out", follow=True, expect=200)
    address = "127.0.0.1"
    for _ in range(FREE_TRIES):
        try_from(visit, address, cast.ada.email, "guess", 422)
    try_from(visit, address, cast.ada.email, PASSWORD, 429)
    try_from(ada, address, cast.ada.email, PASSWORD, 303)


def test_the_mark_of_a_device_serves_for_one_account_only(visit, cast, try_from):
    ben = visit.as_(cast.ben)
    ben.post("/sign-out", follow=True, expect=200)
    for _ in range(FREE_TRIES):
        try_from(ben, THIEF, cast.ada.email, "guess", 422)
    try_from(visit.new(), THIEF, cast.ada.email, "guess", 429)


def test_a_known_device_cannot_guess_for_ever_either(visit, cast, try_from):
    ada = visit.as_(cast.ada)
    for _ in range(FREE_TRIES):
        try_from(ada, HOME, cast.ada.email, "guess", 422)
    try_from(ada, HOME, cast.ada.email, "guess", 429)


def test_one_network_cannot_try_everybody(visit, cast, try_from):
    for number in range(30):
        try_from(visit, THIEF, f"somebody{number}@grove.example", "guess", 422)
    try_from(visit, THIEF, "one-more@grove.example", "guess", 429)
    try_from(visit.new(), HOME, "one-more@grove.example", "guess", 422)


def test_signing_in_forgives_what_was_mistyped(visit, cast, app, try_from):
    for _ in range(FREE_TRIES - 1):
        try_from(visit, HOME, cast.ada.email, "typo", 422)
    try_from(visit, HOME, cast.ada.email, PASSWORD, 303)
    for _ in range(FREE_TRIES):
        try_from(visit.new(), HOME, cast.ada.email, "typo", 422)


def test_unknown_addresses_wait_just_the_same(visit, cast, try_from):
    for _ in range(FREE_TRIES):
        try_from(visit, THIEF, cast.eve.email, "guess", 422)
    try_from(visit, THIEF, cast.eve.email, "guess", 429)


def test_many_tries_at_once_are_not_more_than_one_after_the_other(app, cast, at):
    """Sign-ins in other threads stand for those in other processes: all they share is the database."""
    keys = try_keys("a secret", cast.ada.email, network=THIEF)
    outcomes, gate = [], threading.Barrier(8)

    def guess():
        with app.app_context():
            gate.wait()
            try:
                actions.recognise(cast.ada.email, "guess", keys=keys, at=at.now)
            except (actions.NotRecognised, actions.TooManyTries) as refusal:
                outcomes.append(type(refusal))
            finally:
                db.session.remove()

    cast.ada.email  # noqa: B018 - loaded before the threads share it
    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(actions.NotRecognised) == FREE_TRIES
    assert outcomes.count(actions.TooManyTries) == 8 - FREE_TRIES


def test_what_is_counted_names_nobody_and_is_forgotten(visit, cast, at, app, try_from):
    try_from(visit, THIEF, cast.ada.email, "guess", 422)
    hashes = db.session.scalars(select(SignInTry.key_hash)).all()
    assert len(hashes) == 3
    assert all(len(each) == 32 for each in hashes)
    at.later(hours=1)
    jobs.tidy()
    assert db.session.scalar(select(func.count()).select_from(SignInTry)) == 0


def test_waiting_doubles_and_ends_at_a_quarter_of_an_hour(at):
    waits = [to_wait(Failures(count, at.now), Failures(), Failures(), now=at.now) for count in (4, 5, 6, 7, 11, 40)]
    assert waits == [timedelta(seconds=each) for each in (0, 15, 30, 60, 900, 900)]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:aaaa::1", "20010db800010002::/64"),
        ("2001:db8:1:2:bbbb::9", "20010db800010002::/64"),
        (None, "nowhere"),
        ("unix:", "nowhere"),
    ],
)
def test_a_household_is_one_network(address, network):
    assert network_of(address) == network
