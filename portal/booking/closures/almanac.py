"""The public holidays of the countries, as the `holidays` library knows them: proposals, never more."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from babel.core import get_global
from flask_babel import get_locale

LANGUAGES = ("en_GB", "en_US")


def countries() -> list[tuple[str, str]]:
    """Code and name of every country that is known, by name."""
    # Loaded late here and below: half a second that only this page should spend.
    from holidays.registry import EntityLoader  # noqa: PLC0415

    names = get_locale().territories
    codes = {code for code in EntityLoader.get_country_codes() if len(code) == 2}  # noqa: PLR2004 - the two letters of ISO 3166
    return sorted(((code, str(names.get(code, code))) for code in codes), key=lambda each: each[1])


def parts_of(country: str) -> list[tuple[str, str]]:
    """Code and name of the parts of a country that have holidays of their own."""
    import holidays  # noqa: PLC0415

    known = holidays.country_holidays(country)
    named = {code: name for name, code in reversed(known.subdivisions_aliases.items())}
    return sorted(((code, named.get(code, code)) for code in known.subdivisions), key=lambda each: each[1])


def proposed(country: str, part: str, years: Collection[int]) -> dict[date, str]:
    """The holidays of these years, in order."""
    import holidays  # noqa: PLC0415

    known = holidays.country_holidays(country)
    language = next((each for each in LANGUAGES if each in known.supported_languages), None)
    found = holidays.country_holidays(country, subdiv=part or None, years=years, language=language)
    return dict(sorted(found.items()))


def country_of(zone: ZoneInfo) -> str:
    """The country in which clocks go like this, as a first guess; empty if none is known."""
    return str(get_global("zone_territories").get(zone.key, ""))
