"""The pages on which a manager sets rooms up, as a browser gets them."""

import io

import pytest

from portal.booking.queries import room as find
from portal.booking.rooms import pictures

PATHS = ("/manage/rooms", "/manage/rooms/new", "/manage/rooms/alder")
POSTS = (
    "/manage/rooms", "/manage/rooms/alder", "/manage/rooms/alder/photo", "/manage/rooms/alder/photo/removal",
    "/manage/rooms/cedar/retirement", "/manage/rooms/cedar/return",
)  # fmt: skip


def photo_file(data, name="IMG_1.jpg"):
    return (io.BytesIO(data), name)


@pytest.mark.parametrize("who", ["ada", "cleo"])
def test_for_others_none_of_this_exists(visit, cast, rooms, who):
    other = visit.as_(getattr(cast, who))
    for path in PATHS:
        other.get(path, expect=404)
    for path in POSTS:
        other.post(path, {"name": "Mine"}, expect=404)
    assert find("cedar").retired_at is None


def test_the_way_there_is_in_the_managers_menu_alone(visit, cast, rooms, boss):
    assert boss.get("/manage").links["Rooms"]
    assert "Set up the house" in boss.get("/rooms").links
    assert "Set up the house" not in visit.as_(cast.cleo).get("/rooms").links


def test_a_room_is_opened_and_stands_in_the_day(boss, visit, cast):
    page = boss.click(boss.get("/manage/rooms"), "Add a room at Mill Lane")
    page = boss.submit(
        page,
        "Open this room",
        name="Oak",
        capacity=6,
        fire_capacity=8,
        amenities=["video"],
        more="Green screen, lamp",
        step_free=True,
    )
    assert "Oak can be booked." in page
    oak = find("oak")
    assert (oak.amenities, oak.step_free) == (["green screen", "lamp", "video"], True)
    assert "Oak" in visit.as_(cast.ada).get("/rooms").words_of(".room h2")


def test_words_of_the_house_are_offered_for_the_next_room(boss):
    boss.submit(boss.get("/manage/rooms/alder"), "Save Alder", more="Green screen")
    offered = [each["value"] for each in boss.get("/manage/rooms/new").all('input[name="amenities"]')]
    assert "green screen" in offered


def test_what_was_typed_is_kept_when_it_cannot_be(boss):
    page = boss.submit(
        boss.get("/manage/rooms/new"), "Open this room", name="Oak", capacity=9, fire_capacity=4, more="Lamp", expect=422
    )
    assert "It seats 9, so at least as many must be allowed in." in page
    assert page.one("#f-name")["value"] == "Oak"
    assert page.one("#f-more")["value"] == "Lamp"
    page = boss.submit(page, "Open this room", fire_capacity=12)
    assert page.h1 == "Oak"


@pytest.mark.parametrize(
    ("field", "typed"), [("capacity", "many"), ("capacity", "0"), ("turnover_minutes", "999"), ("name", " "), ("floor", "x" * 50)]
)
def test_a_mistake_stands_at_its_field(boss, field, typed):
    page = boss.submit(boss.get("/manage/rooms/alder"), "Save Alder", expect=422, **{field: typed})
    assert page.one(f"#f-{field}")["aria-invalid"] == "true"


def test_a_name_that_is_taken_stands_at_its_field(boss):
    page = boss.submit(boss.get("/manage/rooms/birch"), "Save Birch", name="Alder", expect=422)
    assert "There is a room called Alder here already." in page
    assert page.one("#f-name")["value"] == "Alder"


def test_rooms_are_combined_and_shown_as_one(boss):
    page = boss.click(boss.get("/manage/rooms"), "Combine rooms at Mill Lane")
    page = boss.submit(page, "Open this room", name="Birch + Cedar", capacity=14, fire_capacity=18, made_of=["birch"], expect=422)
    assert "Choose at least two." in page
    page = boss.submit(page, "Open this room", made_of=["birch", "cedar"])
    assert page.h1 == "Birch + Cedar"
    assert "opens from Birch + Cedar" in boss.get("/manage/rooms")


def test_bookings_in_the_way_are_listed_with_links(boss, cast, book):
    first = book(cast.ada, "alder", "10:00", "11:00")
    book(cast.ben, "alder", "11:00", "12:00")
    page = boss.submit(boss.get("/manage/rooms/alder"), "Save Alder", turnover_minutes=15, expect=409)
    assert page.links["Alder, Tuesday 10 March, 10:00 – 11:00, Ada Okafor"] == f"/bookings/{first.public_id}"
    assert page.one("#f-turnover_minutes")["value"] == "15"


def test_the_second_editor_sees_what_changed_and_keeps_what_was_typed(boss):
    old = boss.get("/manage/rooms/alder")
    boss.submit(boss.get("/manage/rooms/alder"), "Save Alder", capacity=9)
    page = boss.submit(old, "Save Alder", floor="Attic", expect=409)
    assert "Max Adeyemi changed this on Tuesday 10 March, 09:00, while you had it open." in page
    assert "Seats: 9 now" in page
    assert page.one("#f-floor")["value"] == "Attic"
    boss.submit(page, "Save Alder", capacity=9)
    assert (find("alder").capacity, find("alder").floor) == (9, "Attic")


def test_a_room_retires_and_comes_back(boss):
    assert "Hall has retired." in boss.submit(boss.get("/manage/rooms/hall"), "Yes, retire Hall")
    boss.get("/rooms/hall", expect=404)
    assert "Hall can be booked again." in boss.submit(boss.get("/manage/rooms/hall"), "Bring Hall back")


def test_a_photo_hangs_for_members(boss, visit, cast, a_photo):
    page = boss.submit(boss.get("/manage/rooms/alder"), "Hang this photo", photo=photo_file(a_photo()))
    assert "The photo hangs." in page
    ada = visit.as_(cast.ada)
    address = ada.get("/rooms/alder").one("img.roomphoto")["src"]
    answer = ada.get(address)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "attachment; filename=alder.webp"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.response.data[:4] == b"RIFF"
    visit.get(address, expect=303)


def test_without_a_photo_there_is_none(boss, visit, cast, a_photo):
    boss.get("/rooms/alder/photo", expect=404)
    boss.submit(boss.get("/manage/rooms/alder"), "Hang this photo", photo=photo_file(a_photo()))
    boss.submit(boss.get("/manage/rooms/alder"), "Take the photo down")
    visit.as_(cast.ada).get("/rooms/alder/photo", expect=404)


@pytest.mark.parametrize(("sent", "status"), [(b"no photo", 422), (b"", 422), (b"x" * 5001, 413)])
def test_what_is_no_photo_is_refused_at_its_field(boss, monkeypatch, sent, status):
    # The test client leaves files of half a megabyte and more open, so the limit comes down to it.
    monkeypatch.setattr(pictures, "MOST_BYTES", 5000)
    page = boss.submit(boss.get("/manage/rooms/alder"), "Hang this photo", photo=photo_file(sent, "shell.php.jpg"), expect=status)
    assert page.one("#f-photo")["aria-invalid"] == "true"
