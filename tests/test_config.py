"""The settings: everything wrong is said at once, before the portal starts."""

from pathlib import Path

import pytest

from config import Settings, SettingsError

GOOD = {
    "PORTAL_SECRET_KEY": "k" * 40,
    "PORTAL_BASE_URL": "https://portal.example.org",
    "PORTAL_MAIL_URL": "smtp://mail.example.org:587",
}


def problems(**changes: str | None) -> list[str]:
    """What is wrong with the good settings after these changes."""
    environ = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    with pytest.raises(SettingsError) as refusal:
        Settings.from_env(environ)
    return refusal.value.problems


def test_three_settings_are_enough() -> None:
    settings = Settings.from_env(GOOD)
    assert settings.embedded
    assert settings.over_tls
    assert settings.mail_from == "desk@portal.example.org"
    assert settings.data_dir == Path("var")


def test_everything_missing_is_named_at_once() -> None:
    told = problems(PORTAL_SECRET_KEY=None, PORTAL_BASE_URL=None, PORTAL_MAIL_URL=None)
    assert [line.split(" ", 1)[0] for line in told] == ["PORTAL_SECRET_KEY", "PORTAL_BASE_URL", "PORTAL_MAIL_URL"]


def test_a_misspelt_setting_is_not_passed_over() -> None:
    assert problems(PORTAL_MAILURL="smtp://x") == ["PORTAL_MAILURL is not a setting"]


@pytest.mark.parametrize("key", ["", "short", "changeme", "secret"])
def test_a_weak_key_keeps_the_portal_from_starting(key: str) -> None:
    assert "PORTAL_SECRET_KEY" in problems(PORTAL_SECRET_KEY=key or None)[0]


def test_the_demo_may_have_any_key() -> None:
    assert Settings.from_env({**GOOD, "PORTAL_SECRET_KEY": "demo", "PORTAL_DEMO": "1"}).demo


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_BASE_URL", "portal.example.org"),
        ("PORTAL_BASE_URL", "https://portal.example.org/grove"),
        ("PORTAL_MAIL_URL", "mail.example.org"),
        ("PORTAL_DATABASE_URL", "mysql://db"),
        ("PORTAL_PROXY_HOPS", "one"),
        ("PORTAL_DEMO", "perhaps"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_with_what_would(name: str, value: str) -> None:
    (line,) = problems(**{name: value})
    assert line.startswith(name)
