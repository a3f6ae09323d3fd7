"""Passwords: argon2id, its cost in one place."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's floor for argon2id: 19 MiB, two passes, one lane; 40 ms on a small machine. Raise it here, and each
# password is hashed anew when its owner next signs in.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """The password as it is kept."""
    return _hasher.hash(password)


@cache
def _nobodys() -> str:
    return _hasher.hash("the password of nobody in particular")


def fits(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes as long for somebody who has none, or does not exist."""
    try:
        _hasher.verify(kept or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_dated(kept: str) -> bool:
    """Whether it was hashed at another cost than today's."""
    return _hasher.check_needs_rehash(kept)
