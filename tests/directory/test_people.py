"""Who is found, and by whom."""

import pytest

from portal.directory import actions
from portal.directory.rules import Told, findable, listing
from portal.members.actions import see_out

LISTED = Told(
    listed=True, about="Ask me about maps.", can_help_with=("illustration", "Zoë’s fonts"), looking_for=("a web developer",)
)


@pytest.fixture
def listed(app, cast, at):
    """Ben is listed, Ada is not."""
    actions.write_profile(cast.ben, LISTED, by=cast.ben, at=at.now)
    return cast.ben


def test_members_find_whoever_chose_to_be_listed(visit, cast, listed):
    ada = visit.as_(cast.ada)
    page = ada.get("/people")
    assert page.words_of(".person h3") == ["Ben Lindqvist"]
    page = ada.click(page, "Ben Lindqvist")
    assert "Ask me about maps." in page
    assert "a web developer" in page
    assert cast.ben.email not in page.html


@pytest.mark.parametrize("who", ["cleo", "dora"])
def test_hidden_and_former_members_look_like_nobody(visit, cast, listed, who):
    person = getattr(cast, who)
    ada = visit.as_(cast.ada)
    hidden = ada.get(f"/people/{person.public_id}", expect=404)
    nobody = ada.get("/people/nosuchperson", expect=404)
    assert hidden.text == nobody.text
    assert person.name not in ada.get("/people")


def test_who_leaves_is_gone_at_once(visit, cast, listed, at):
    ada = visit.as_(cast.ada)
    see_out(cast.ben, by=cast.cleo, at=at.now)
    ada.get(f"/people/{listed.public_id}", expect=404)
    assert "Ben Lindqvist" not in ada.get("/people")


@pytest.mark.parametrize("words", ["lindq", "BEN", "tidewater", "illustr", "zoe", "ben tide", "lindqvist illustration"])
def test_name_company_and_skills_are_searched(visit, cast, listed, words):
    assert visit.as_(cast.ada).get(f"/people?q={words}").words_of(".person h3") == ["Ben Lindqvist"]


@pytest.mark.parametrize("words", ["okafor", "%", "_", "ben fernhill", "x" * 500])
def test_what_does_not_fit_is_not_found(visit, cast, listed, words):
    page = visit.as_(cast.ada).get("/people", follow=True)
    assert page.words_of(".person h3")
    page = visit.as_(cast.ada).submit(page, "Search", q=words)
    assert "No one by that name" in page


def test_the_desk_finds_everybody_present_and_lands_on_their_card(visit, cast, listed):
    cleo = visit.as_(cast.cleo)
    page = cleo.get("/people")
    assert page.words_of(".person h3") == ["Ada Okafor", "Ben Lindqvist", "Cleo Marsh", "Max Adeyemi"]
    page = cleo.submit(page, "Search", q="okafor")
    assert cleo.click(page, "Ada Okafor").path == f"/desk/people/{cast.ada.public_id}"


def test_the_front_desk_card_is_for_the_desk(visit, cast):
    path = f"/desk/people/{cast.ben.public_id}"
    assert "Tidewater Maps" in visit.as_(cast.cleo).get(path)
    assert visit.as_(cast.ada).get(path, expect=404).text == visit.as_(cast.ada).get("/desk/people/nobody", expect=404).text
    assert visit.get(path, expect=303).location.startswith("/sign-in")


def test_one_lists_and_hides_oneself(visit, cast):
    ada, ben = visit.as_(cast.ada), visit.as_(cast.ben)
    ada.submit(ada.get("/me"), "Keep my card", listed="yes", can_help_with="tea, Tea kettles, tea", pronouns="she/her")
    page = ben.click(ben.get("/people"), "Ada Okafor")
    assert "tea, Tea kettles" in page
    assert "she/her" in page
    page = ada.get("/me")
    assert page.one("#f-can_help_with")["value"] == "tea, Tea kettles"
    ada.submit(page, "Keep my card", listed=False)
    ben.get(f"/people/{cast.ada.public_id}", expect=404)
    assert "Ada Okafor" in ada.get(f"/people/{cast.ada.public_id}")


def test_too_much_on_a_card_is_said_and_kept(visit, cast):
    ada = visit.as_(cast.ada)
    words = ", ".join(f"skill {number}" for number in range(13))
    page = ada.submit(ada.get("/me"), "Keep my card", can_help_with=words, expect=422)
    assert "Choose the 12 that matter most" in page
    assert page.one("#f-can_help_with")["value"] == words
    ada.post("/me", {"about": "x" * 301}, expect=422)
    ada.post("/me", {"preferred_channel": "pigeon"}, expect=422)


def test_role_and_plan_are_not_taken_from_the_form(visit, cast):
    ada = visit.as_(cast.ada)
    ada.get("/me")
    ada.post(
        "/me", {"role": "manager", "plan_id": "1", "member_id": str(cast.ben.id), "pronouns": "", "preferred_channel": "mail"}
    )
    ada.get(f"/desk/people/{cast.ben.public_id}", expect=404)


def test_things_typed_one_after_the_other_are_told_apart():
    assert listing(" seo;  photo  graphy ,seo,\nknitting,, ") == ("seo", "photo graphy", "knitting")
    assert findable("Zoë Ångström-Łukasiewicz 山田") == "zoe angstrom-lukasiewicz 山田"
