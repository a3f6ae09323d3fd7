"""UIDs that cannot be matched across feeds: each scope has its own for the same thing."""

import hashlib
import hmac
from uuid import UUID


def uid(scope: str, identifier: str, key: bytes) -> str:
    """A UUID for this thing in this scope, always the same, telling nothing without the key."""
    digest = hmac.digest(key, f"{scope}\0{identifier}".encode(), hashlib.sha256)
    return str(UUID(bytes=digest[:16], version=5))
