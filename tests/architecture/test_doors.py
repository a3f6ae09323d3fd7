"""All routes by all roles: who may enter is declared, and nothing is written by looking."""

import pytest
from flask import Flask
from sqlalchemy import event

from portal.db.base import db
from portal.db.unit import JOURNAL_TABLES, WrittenOutside, transaction
from portal.web.access import Access, level_of, protect

ABSENT = "none-such-000"
WRITES = ("insert", "update", "delete", "replace")
OPEN = {Access.PUBLIC, Access.TOKEN}
# Signing in is for people who are not signed in, so it may send others away; files are no pages.
LOOKED_AT_ELSEWHERE = {"static"}


def _addresses(app, method):
    """Each route with this method: endpoint and an address in it, of things that do not exist."""
    adapter = app.url_map.bind("grove.example", url_scheme="https")
    for rule in app.url_map.iter_rules():
        if method in rule.methods and rule.endpoint not in LOOKED_AT_ELSEWHERE:
            values = {name: 1 if "Integer" in type(rule._converters[name]).__name__ else ABSENT for name in rule.arguments}
            yield rule.endpoint, adapter.build(rule.endpoint, values, method=method)


def _below(app, level, method):
    return [(endpoint, path) for endpoint, path in _addresses(app, method) if level_of(app, endpoint) in level]


def test_every_endpoint_declares_who_may_enter(app):
    assert [name for name in app.view_functions if level_of(app, name) is None] == []


def test_an_endpoint_that_does_not_is_refused_at_start():
    undeclared = Flask("undeclared")
    undeclared.add_url_rule("/", "open", lambda: "anybody")
    with pytest.raises(RuntimeError, match="open"):
        protect(undeclared)


def test_a_stranger_is_sent_to_the_door(app, visit, cast):
    for endpoint, path in _below(app, {Access.MEMBER, Access.STAFF, Access.MANAGER}, "GET"):
        assert visit.get(path, expect=303).location.startswith("/sign-in"), endpoint


def test_a_stranger_cannot_send_a_form(app, visit, cast):
    for _, path in _below(app, {Access.MEMBER, Access.STAFF, Access.MANAGER}, "POST"):
        visit.post(path, expect=403)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_member_finds_nothing_where_staff_works(app, visit, cast, method):
    ada = visit.as_(cast.ada)
    ask = ada.get if method == "GET" else ada.post
    for _, path in _below(app, {Access.STAFF, Access.MANAGER}, method):
        ask(path, expect=404)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_community_manager_finds_nothing_where_the_manager_works(app, visit, cast, method):
    cleo = visit.as_(cast.cleo)
    ask = cleo.get if method == "GET" else cleo.post
    for _, path in _below(app, {Access.MANAGER}, method):
        ask(path, expect=404)


@pytest.mark.parametrize("who", ["ada", "cleo", "max"])
def test_looking_writes_nothing_but_the_journal(app, visit, cast, who):
    visitor = visit.as_(getattr(cast, who))
    written = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_):
        words = statement.replace('"', "").split()
        if words[0].lower() in WRITES and not JOURNAL_TABLES & set(words[:4]):
            written.append(statement)

    for endpoint, path in _addresses(app, "GET"):
        visitor._ask("GET", path, expect=None, follow=False)
        assert written == [], endpoint


def test_a_transaction_refuses_to_open_while_looking(app):
    with app.test_request_context("/", method="GET"), pytest.raises(WrittenOutside), transaction():
        pass
