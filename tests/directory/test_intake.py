"""People from a table of another system."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.db.base import db
from portal.directory.intake import rules
from portal.directory.intake.actions import import_members
from portal.directory.intake.rules import birthday
from portal.directory.models import Profile
from portal.directory.rules import Birthday
from portal.kernel.errors import Invalid
from portal.members.actions import offer_plan, see_out
from portal.members.models import AuditEntry, Company, Member
from portal.members.queries import member_by_email, plan_names
from tests.cast import PASSWORD

DATA = Path(__file__).parents[1] / "data"
TODAY = date(2026, 3, 10)
HEAD = "email,name,company,plan,joined,birthday,preferred_channel,can_help_with,looking_for,listed,place\n"


def table(name):
    """One of the tables that other systems gave."""
    return (DATA / name).read_text(encoding="utf-8")


@pytest.fixture
def take_in(app, at):
    """Import a table; gives the report."""

    def imported(text, *, dry_run=False):
        return import_members(text, dry_run=dry_run, at=at.now)

    return imported


def counts(report):
    """New, unchanged, not taken."""
    return report.new, report.unchanged, len(report.problems)


def who(email):
    """Whoever has this address."""
    found = member_by_email(email)
    assert found
    return found


def how_many(model):
    """Rows in a table."""
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_hundred_people_come_in_once(take_in):
    assert counts(take_in(table("members.csv"))) == (100, 0, 0)
    before = how_many(Member), how_many(Company), how_many(Profile), how_many(AuditEntry)
    assert counts(take_in(table("members.csv"))) == (0, 100, 0)
    assert (how_many(Member), how_many(Company), how_many(Profile), how_many(AuditEntry)) == before
    assert before[0] == 100


def test_everything_on_a_line_is_kept(take_in):
    take_in(table("members.csv"))
    ewa = who("u1@example.test")
    profile = db.session.get(Profile, ewa.id)
    assert profile
    assert ewa.company
    assert ewa.plan
    assert (ewa.name, ewa.company.name, ewa.plan.name, ewa.place) == ("Ewa Semenowicz", "Second Draft", "Resident", "Desk 33")
    assert (ewa.joined_on, ewa.password_hash) == (date(2021, 7, 21), None)
    assert profile.told.birthday == Birthday(5, 14, 1962)
    assert profile.looking_for == ["illustration", "photography"]
    assert (profile.listed, profile.preferred_channel) == (False, "mail")


def test_a_dry_run_writes_nothing(take_in):
    report = take_in(table("members.csv"), dry_run=True)
    assert counts(report) == (100, 0, 0)
    assert "nothing was written" in " ".join(report.lines())
    assert (how_many(Member), how_many(Company), plan_names()) == (0, 0, [])


def test_a_table_with_mistakes_loses_only_those(take_in):
    take_in(table("members.csv"))
    assert counts(take_in(table("members-with-mistakes.csv"))) == (1, 5, 10)
    report = take_in(table("members-with-mistakes.csv"))
    assert counts(report) == (0, 6, 10)
    assert sorted(problem.line for problem in report.problems) == list(range(7, 17))
    assert who("u108@example.test").name == "Zoë Ångström-Łukasiewicz 山田"
    said = "\n".join(report.lines())
    for expected in (
        "Line 7 (u101@example.test): The name is missing",
        "Line 8 (not-an-address): “not-an-address” is not an e-mail address",
        "Line 9 (u5@example.test): This address is Hilda Fechner’s already",
        "Line 10 (u6@example.test): This address is Cláudio Pinheiro’s already",
        "Line 11 (u102@example.test): There is no 1990-02-30",
        "Line 12 (u103@example.test): “05/02/2026” could be read in two ways",
        "is a formula, not a name",
        "Line 14 (u105@example.test): There is no plan called Platinum. Use one of Day, Flex, Resident",
        "Line 15 (u106@example.test): It has 13 cells and the first line 11",
        "Line 16 (u107@example.test): It has 3 cells",
    ):
        assert expected in said


def test_nobody_was_overwritten_by_a_namesake_of_their_address(take_in):
    take_in(table("members.csv"))
    take_in(table("members-with-mistakes.csv"))
    assert who("u5@example.test").name == "Hilda Fechner"
    assert who("U6@example.test ").name == "Cláudio Pinheiro"


def test_the_same_address_twice_on_one_table_is_said(take_in):
    text = HEAD + "a@x.example,Ann Lee,,,,,,,,,\nA@x.example,ANN LEE,,,,,,,,,\n a@x.example,Bob,,,,,,,,,\n"
    report = take_in(text)
    assert counts(report) == (1, 1, 1)
    assert "Ann Lee’s already" in report.lines()[-1]


def test_who_was_taken_in_cannot_sign_in_until_invited(take_in, visit):
    report = take_in(HEAD + "a@x.example,Ann Lee,,,,,,,,,\n")
    assert "cannot sign in until they are invited" in " ".join(report.lines())
    for password in ("", PASSWORD):
        visit.post("/sign-in", {"email": "a@x.example", "password": password}, expect=422)


def test_a_house_without_plans_begins_with_three(take_in):
    report = take_in(HEAD + "a@x.example,Ann Lee,,Flex,,,,,,,\nb@x.example,Bo,,Platinum,,,,,,,\n")
    assert counts(report) == (1, 0, 1)
    assert plan_names() == ["Resident", "Flex", "Day"]
    assert "begins with Resident, Flex, Day" in " ".join(report.lines())


def test_a_house_with_plans_knows_only_its_own(take_in, at):
    offer_plan("Garden", by=None, at=at.now)
    report = take_in(HEAD + "a@x.example,Ann Lee,,Flex,,,,,,,\nb@x.example,Bo,,Garden,,,,,,,\n")
    assert counts(report) == (1, 0, 1)
    assert plan_names() == ["Garden"]


def test_former_members_are_not_brought_back_by_a_table(take_in, cast, at):
    see_out(cast.ben, by=cast.cleo, at=at.now)
    report = take_in(HEAD + f"{cast.ben.email},{cast.ben.name},,,,,,,,,\n")
    assert counts(report) == (0, 0, 1)
    assert "has left" in report.lines()[-1]


def test_a_quote_that_never_closes_loses_its_own_line_only(take_in):
    rows = [f"u{number}@x.example,Person {number},,,,,,,,,\n" for number in range(30)]
    rows[3] = 'u3@x.example,"Person 3,,,,,,,,,\n'
    report = take_in(HEAD + "".join(rows))
    assert counts(report) == (29, 0, 1)
    assert report.problems[0].line == 5


def test_a_table_without_its_columns_is_refused_whole(take_in):
    for text in ("", "name;plan\nAnn;Flex\n", "\ufeff\n\n"):
        with pytest.raises(Invalid):
            take_in(text)


def test_columns_may_come_in_any_order_and_be_fewer(take_in):
    report = take_in("Name;Listed;EMAIL\r\nAnn Lee;Yes;a@x.example\r\n\r\n;;\r\n")
    assert counts(report) == (1, 0, 0)
    assert db.session.scalars(select(Profile)).one().listed


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1990-05-14", Birthday(5, 14, 1990)),
        ("--05-14", Birthday(5, 14)),
        ("--02-29", Birthday(2, 29)),
        ("1992-02-29", Birthday(2, 29, 1992)),
        ("1990", Birthday(year=1990)),
        ("", Birthday()),
    ],
)
def test_birthdays_may_be_whole_or_in_part(text, day):
    assert birthday(text, today=TODAY) == day


@pytest.mark.parametrize(
    "text", ["1990-02-30", "1991-02-29", "--02-30", "--13-01", "05/14/1990", "2027-01-01", "1850", "14 May", "--5-1"]
)
def test_days_that_never_were_are_refused(text):
    with pytest.raises(rules.Wrong):
        birthday(text, today=TODAY)


@given(st.text())
def test_no_text_at_all_breaks_the_reading_of_lines(text):
    for line in rules.lines(text):
        read = rules.read(line, ["email", "name"], frozenset(), TODAY)
        assert read.line == line.number
