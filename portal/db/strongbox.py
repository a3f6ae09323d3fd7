"""A file that is compressed and sealed piece by piece: for backups, whose key lies elsewhere.

Each piece is AES-256-GCM under a key made for this file alone, bound to the file's heading, its place and whether it
is the last one. A byte that flipped, a piece that is missing, doubled or in another place, a file that was cut short:
all of it shows.
"""

import json
import secrets
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.db.crypto import Keyring, Unreadable

MAGIC = b"GROVE BACKUP 1\n"
PURPOSE = "grove backup"
PIECE = 1024 * 1024
LARGEST_PIECE = PIECE + PIECE // 100 + 1024
LARGEST_HEADING = 64 * 1024
SALT_BYTES = 16
LENGTH_BYTES = 4


class Damaged(Exception):
    """The file is no backup of ours, or not whole any more."""


@dataclass(frozen=True)
class _Seal:
    cipher: AESGCM
    bound: bytes

    @staticmethod
    def nonce(number: int, *, last: bool) -> bytes:
        """The place of a piece; never used twice, since each file has a key of its own."""
        return number.to_bytes(11, "big") + bytes([last])


def sealed(source: IO[bytes], *, ring: Keyring, facts: Mapping[str, str]) -> Iterator[bytes]:
    """All of `source`, sealed; the first piece is the heading."""
    salt = secrets.token_bytes(SALT_BYTES)
    heading = json.dumps({**facts, "key": ring.current, "salt": salt.hex()}).encode()
    box = _Seal(AESGCM(ring.derived(PURPOSE, salt)), MAGIC + heading)
    yield MAGIC + len(heading).to_bytes(LENGTH_BYTES, "big") + heading
    number, piece = 0, source.read(PIECE)
    while True:
        following = source.read(PIECE)
        closed = box.cipher.encrypt(box.nonce(number, last=not following), zlib.compress(piece), box.bound)
        yield len(closed).to_bytes(LENGTH_BYTES, "big") + closed
        if not following:
            return
        number, piece = number + 1, following


def heading_of(source: IO[bytes]) -> dict[str, str]:
    """What the file says about itself; true only once it has been opened to its end. Raises Damaged."""
    return _heading(source)[0]


def _heading(source: IO[bytes]) -> tuple[dict[str, str], bytes]:
    if source.read(len(MAGIC)) != MAGIC:
        raise Damaged("This is no backup that `portal backup` has made.")
    length = int.from_bytes(source.read(LENGTH_BYTES), "big")
    raw = source.read(min(length, LARGEST_HEADING))
    try:
        facts = json.loads(raw)
        return {str(name): str(value) for name, value in facts.items()}, raw
    except (ValueError, AttributeError):
        raise Damaged("The heading of this backup is damaged.") from None


def opened(source: IO[bytes], *, ring: Keyring) -> Iterator[bytes]:
    """The pieces again, in order. Raises Damaged at the first that is not as it was sealed."""
    facts, raw = _heading(source)
    try:
        key = ring.derived(PURPOSE, bytes.fromhex(facts.get("salt", "")), of=facts.get("key", ""))
    except (Unreadable, ValueError) as wrong:
        raise Damaged(f"This backup does not open: {wrong}.") from None
    box = _Seal(AESGCM(key), MAGIC + raw)
    number, closed = 0, _piece(source)
    while True:
        following = _piece(source)
        try:
            yield zlib.decompress(box.cipher.decrypt(box.nonce(number, last=not following), closed, box.bound))
        except (InvalidTag, zlib.error):
            raise Damaged(f"This backup is damaged: piece {number + 1} is not as it was sealed.") from None
        if not following:
            return
        number, closed = number + 1, following


def _piece(source: IO[bytes]) -> bytes:
    """The next sealed piece; empty at the end."""
    length = source.read(LENGTH_BYTES)
    if not length:
        return b""
    size = int.from_bytes(length, "big")
    closed = source.read(size) if size <= LARGEST_PIECE else b""
    if len(length) < LENGTH_BYTES or len(closed) != size or not closed:
        raise Damaged("This backup is damaged, or was cut short.")
    return closed
