"""Words that the database must not be able to read: AES-256-GCM, bound to the place where they stand.

The keys live in a file of their own, apart from the database and its backups. A sealed text begins with the name of
its key; what it is bound to (table, column, row, whose) is checked when it is opened, so a text that was moved to
another row is an error and never somebody else's note.
"""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
KEY_BYTES = 32
NONCE_BYTES = 12
HEADER_BYTES = 2
"""Version, and the length of the key's name that follows."""
OWNER_ONLY = 0o600
OTHERS = 0o077


class KeyTrouble(Exception):
    """The keys are missing or wrong; says so in one sentence."""


class Unreadable(Exception):
    """A sealed text was changed, moved, or sealed with a key we do not have."""


@dataclass(frozen=True)
class Place:
    """Where a sealed text stands, and whom it is about."""

    table: str
    column: str
    row: str
    member: str

    @property
    def bound(self) -> bytes:
        """What the text is bound to."""
        return f"{self.table}|{self.column}|{self.row}|{self.member}".encode()


class Keyring:
    """The keys: one seals, all open."""

    def __init__(self, current: str, keys: Mapping[str, bytes]) -> None:
        """Keep them; `current` names the one that seals."""
        if current not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
            raise KeyTrouble("The keys for personal notes are not whole: each has 32 bytes, and one of them is current.")
        self.current, self._keys = current, dict(keys)

    @property
    def ids(self) -> list[str]:
        """The names of all keys, the oldest first."""
        return list(self._keys)

    def seal(self, words: str, place: Place) -> bytes:
        """The words, readable only with the current key and only in this place."""
        name = self.current.encode()
        header = bytes((VERSION, len(name))) + name
        nonce = secrets.token_bytes(NONCE_BYTES)
        return header + nonce + AESGCM(self._keys[self.current]).encrypt(nonce, words.encode(), header + place.bound)

    def open(self, sealed: bytes, place: Place) -> str:
        """The words again; or Unreadable."""
        name, rest = key_of(sealed), sealed[HEADER_BYTES + sealed[1] :]
        if name not in self._keys:
            raise Unreadable(f"sealed with the key {name!r}, which is not in the keys file")
        try:
            header = sealed[: len(sealed) - len(rest)]
            return AESGCM(self._keys[name]).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], header + place.bound).decode()
        except (InvalidTag, ValueError) as wrong:
            raise Unreadable(f"{place.table}.{place.column} of {place.row} does not open") from wrong

    def derived(self, purpose: str, salt: bytes, *, of: str = "") -> bytes:
        """A key for another purpose, from the current key or the one of this name; Unreadable if it is not here."""
        name = of or self.current
        if name not in self._keys:
            raise Unreadable(f"made with the key {name}, which is not in the keys file")
        return HKDF(SHA256(), KEY_BYTES, salt, purpose.encode()).derive(self._keys[name])

    def rotated(self) -> "Keyring":
        """The same with a new key that seals from now on."""
        name = _new_name()
        return Keyring(name, {**self._keys, name: secrets.token_bytes(KEY_BYTES)})

    # --- The file -----------------------------------------------------------------------------------

    @classmethod
    def new(cls, path: Path) -> Self:
        """Make a keys file with one key; raises FileExistsError rather than lose an old one."""
        name = _new_name()
        ring = cls(name, {name: secrets.token_bytes(KEY_BYTES)})
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = ring._drafted(path)
        try:
            # A link appears whole or not at all, and never takes the place of another file.
            os.link(draft, path)
        finally:
            draft.unlink()
        return ring

    def save(self, path: Path) -> None:
        """Put these keys in the place of the file's, whole or not at all."""
        self._drafted(path).replace(path)

    def _drafted(self, path: Path) -> Path:
        keys = {name: base64.b64encode(key).decode() for name, key in self._keys.items()}
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8") as file:  # noqa: PTH123 - the mode matters from the first moment
            json.dump({"current": self.current, "keys": keys}, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        return draft

    @classmethod
    def load(cls, path: Path) -> Self:
        """The keys in this file; KeyTrouble says what is wrong with it."""
        try:
            if path.stat().st_mode & OTHERS:
                raise KeyTrouble(f"The keys file {path.name} can be read by others: chmod 600 it.")
            kept = json.loads(path.read_text(encoding="utf-8"))
            return cls(kept["current"], {name: base64.b64decode(key, validate=True) for name, key in kept["keys"].items()})
        except FileNotFoundError as missing:
            raise KeyTrouble(f"The keys file for personal notes is missing ({path}): `portal keys new` makes one.") from missing
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise KeyTrouble(f"The keys file {path} cannot be read: {type(wrong).__name__}.") from wrong


def key_of(sealed: bytes) -> str:
    """The name of the key that sealed this; or Unreadable."""
    if len(sealed) < HEADER_BYTES or sealed[0] != VERSION or len(sealed) < HEADER_BYTES + sealed[1] + NONCE_BYTES:
        raise Unreadable("not a sealed text")
    return sealed[HEADER_BYTES : HEADER_BYTES + sealed[1]].decode(errors="replace")


def _new_name() -> str:
    return f"k{secrets.token_hex(4)}"
