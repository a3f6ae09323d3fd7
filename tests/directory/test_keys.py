"""Words that the database cannot read."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

import config
from portal.app import create_app
from portal.db.base import db
from portal.db.crypto import Keyring, KeyTrouble, Place, Unreadable
from portal.db.keys import KeyCheck, keyring
from portal.directory import actions, queries
from portal.directory.models import PersonalNote
from portal.directory.rules import Jotted, Kind, Source

MARKER = "zebra-sighting-4711"
HERE = Place("personal_note", "ciphertext", "one", "ada")


def remember(cast, at, member, words=MARKER):
    """Cleo writes something down."""
    jotted = Jotted(kind=Kind.OTHER, text=words, source=Source.TOLD_US, purpose=f"purpose {words}")
    return actions.remember(member, jotted, by=cast.cleo, at=at.now)


def ring():
    """Two keys, the second one current."""
    return Keyring("b", {"a": b"a" * 32, "b": b"b" * 32})


def test_sealed_words_open_again_in_their_place_only():
    sealed = ring().seal("oat milk", HERE)
    assert ring().open(sealed, HERE) == "oat milk"
    for elsewhere in (replace(HERE, row="two"), replace(HERE, member="ben"), replace(HERE, column="x"), replace(HERE, table="x")):
        with pytest.raises(Unreadable):
            ring().open(sealed, elsewhere)


def test_a_changed_byte_anywhere_is_noticed():
    sealed = ring().seal("oat milk", HERE)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(Unreadable):
            ring().open(bytes(changed), HERE)


@pytest.mark.parametrize("rubbish", [b"", b"\x01", b"\x01\x05ab", b"\x02" * 60])
def test_rubbish_does_not_open(rubbish):
    with pytest.raises(Unreadable):
        ring().open(rubbish, HERE)


def test_the_same_words_never_look_the_same():
    assert ring().seal("oat milk", HERE) != ring().seal("oat milk", HERE)


def test_no_word_of_a_line_reaches_the_database(app, cast, at, tmp_path):
    remember(cast, at, cast.ada)
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        written = b"".join(path.read_bytes() for path in tmp_path.glob("grove.db*"))
        assert b"personal_note" in written
    else:
        rows = db.session.execute(text("select n::text from personal_note n")).scalars()
        written = b"".join(bytes.fromhex(part) for row in rows for part in row.split("x")[1].split('"')[:1])
        written += "".join(db.session.execute(text("select a::text from audit_entry a")).scalars()).encode()
    assert MARKER.encode() not in written


def test_a_swapped_line_is_an_error_and_never_anothers_line(app, cast, at):
    hers, his = remember(cast, at, cast.ada, "hers"), remember(cast, at, cast.ben, "his")
    db.session.rollback()
    with db.engine.begin() as connection:
        words = "(select ciphertext from personal_note where public_id = :his)"
        swap = f"update personal_note set ciphertext = {words} where public_id = :hers"
        connection.execute(text(swap), {"his": his, "hers": hers})
    with pytest.raises(Unreadable):
        queries.remembered_about(cast.ada, for_=cast.ada, at=at.now)


def test_the_file_is_for_its_owner_only(tmp_path):
    path = tmp_path / "keys.json"
    Keyring.new(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    with pytest.raises(KeyTrouble, match="chmod 600"):
        Keyring.load(path)


def test_a_keys_file_is_never_overwritten_by_a_new_one(tmp_path):
    path = tmp_path / "keys.json"
    first = Keyring.new(path)
    with pytest.raises(FileExistsError):
        Keyring.new(path)
    assert Keyring.load(path).current == first.current
    assert [each.name for each in tmp_path.iterdir()] == ["keys.json"]


def refusal(settings):
    """The sentence with which the portal refuses to start."""
    with pytest.raises(config.SettingsError) as refused:
        create_app(settings)
    [sentence] = refused.value.problems
    return sentence


def test_without_its_keys_the_portal_does_not_start(settings, tmp_path):
    assert "portal keys new" in refusal(replace(settings, keys_file=tmp_path / "elsewhere.json"))


@pytest.mark.parametrize(
    "written", ["", "{}", "[]", '{"current": "a", "keys": {"a": "c2hvcnQ="}}', '{"current": "a", "keys": {}}', "\x00"]
)
def test_nor_with_a_broken_file(settings, written):
    path = Path(str(settings.keys_file))
    path.write_text(written)
    assert "key" in refusal(settings)


def test_nor_with_the_keys_of_another_house(app, settings, cast, at, tmp_path):
    remember(cast, at, cast.ada)
    Keyring.new(tmp_path / "other.json")
    assert "not those of this database" in refusal(replace(settings, keys_file=tmp_path / "other.json"))
    create_app(settings)


def test_the_demo_makes_its_own(settings, tmp_path):
    made = replace(settings, demo=True, keys_file=tmp_path / "new" / "keys.json")
    create_app(made)
    create_app(made)
    assert (tmp_path / "new" / "keys.json").exists()


def test_rotation_is_seen_at_once_and_goes_on_where_it_stopped(app, settings, cast, at):
    for number in range(5):
        remember(cast, at, cast.ada, f"line {number}")
    path = Path(str(settings.keys_file))
    old = keyring().current
    Keyring.load(path).rotated().save(path)
    assert keyring().current != old
    assert actions.rekey(at=at.now, batch=2) == 3
    remember(cast, at, cast.ada, "line 5")
    assert len(queries.remembered_about(cast.ada, for_=cast.ada, at=at.now)) == 6
    assert actions.rekey(at=at.now, batch=2) == 1
    assert actions.rekey(at=at.now, batch=2) == 0
    assert queries.sealed_with() == {keyring().current: 6}
    assert {line.text for line in queries.remembered_about(cast.ada, for_=cast.ada, at=at.now)} == {f"line {n}" for n in range(6)}
    assert set(db.session.scalars(select(KeyCheck.key_id))) == {old, keyring().current}


def test_an_erased_line_leaves_no_sealed_words_behind(app, cast, at):
    line = remember(cast, at, cast.ada)
    actions.forget(queries.note_about(cast.ada, line), by=cast.ada, at=at.now)
    assert db.session.scalars(select(PersonalNote.ciphertext)).one() is None
