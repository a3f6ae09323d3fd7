"""Column types and values that every feature's tables share."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

PUBLIC_ID_LENGTH = 12


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware on both sides, UTC in the database; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take an aware instant to UTC; SQLite keeps it without the zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a naive datetime was about to be stored as an instant"
            raise ValueError(msg)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def new_public_id() -> str:
    """Twelve random URL-safe characters (72 bits): what an address shows instead of a row number."""
    return secrets.token_urlsafe(9)
