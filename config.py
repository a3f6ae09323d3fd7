"""The settings: one frozen object, read from `PORTAL_*` environment variables (or a `.env` file) once, at start.

A setting has a default only if that default is right for production and safe to publish. What is unknown, missing or
makes no sense is named, all of it at once, and the portal does not start.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values

PREFIX = "PORTAL_"
SHORTEST_KEY = 32
WELL_KNOWN = frozenset({"secret", "changeme", "change-me", "dev", "development", "password", "secret-key"})
KEPT = "keep:"


class SettingsError(Exception):
    """The environment does not make a portal; `problems` says why, a line each."""

    def __init__(self, problems: list[str]) -> None:
        """Keep the lines."""
        super().__init__("\n".join(problems))
        self.problems = problems


def _flag(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False, "": False}
    if text.strip().lower() not in words:
        msg = "is yes or no"
        raise ValueError(msg)
    return words[text.strip().lower()]


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        msg = "is a whole number"
        raise ValueError(msg)
    return int(text)


def _address(text: str) -> str:
    parts = urlsplit(text.rstrip("/"))
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        msg = "is an address like https://portal.example.org"
        raise ValueError(msg)
    return text.rstrip("/")


def _database(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        msg = "starts with sqlite:/// or postgresql+psycopg://"
        raise ValueError(msg)
    return text


def _mail(text: str) -> str:
    if text != KEPT and urlsplit(text).scheme not in {"smtp", "smtps"}:
        msg = "is an address like smtp://user:password@mail.example.org:587, smtps://… or keep: (keep letters, send none)"
        raise ValueError(msg)
    return text


def setting(read: Callable[[str], Any], help_: str, default: Any = MISSING) -> Any:  # noqa: ANN401 - as dataclasses.field is
    """A field that is read from the environment; `help_` goes into the README's table and `portal check`."""
    meta = {"read": read, "help": help_}
    return field(metadata=meta) if default is MISSING else field(default=default, metadata=meta)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an operator can set."""

    secret_key: str = setting(str, "Signs cookies and addresses; at least 32 characters. `openssl rand -hex 32` makes one.")
    base_url: str = setting(_address, "The address people use, such as https://portal.example.org.")
    mail_url: str = setting(
        _mail, "Where letters go out: smtp://user:password@host:587 (STARTTLS), smtps://…, or keep: to send none."
    )
    database_url: str = setting(
        _database, "sqlite:///… or postgresql+psycopg://…; empty: an embedded SQLite file in the data folder.", ""
    )
    data_dir: Path = setting(Path, "Folder for the embedded database, the job queue and uploaded files.", Path("var"))
    keys_file: Path | None = setting(Path, "Keys for personal notes; keep it apart from the database and its backups.", None)
    mail_from: str = setting(str, "The sender of letters; empty: desk@ the host of PORTAL_BASE_URL.", "")
    proxy_hops: int = setting(
        _number, "How many proxies of yours stand in front and set X-Forwarded-*; 0 ignores such headers.", 0
    )
    demo: bool = setting(_flag, "The demo house: sign-in help on the page, letters kept. Never for real people.", default=False)
    log_level: str = setting(str, "DEBUG, INFO, WARNING or ERROR.", "INFO")

    def __post_init__(self) -> None:
        """Fill in what follows from other settings, and refuse what is unsafe."""
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{(self.data_dir / 'grove.db').resolve()}")
        if not self.mail_from:
            object.__setattr__(self, "mail_from", f"desk@{urlsplit(self.base_url).hostname}")
        if self.keys_file is None:
            object.__setattr__(self, "keys_file", self.data_dir / "keys.json")
        if not self.demo and (len(self.secret_key) < SHORTEST_KEY or self.secret_key.lower() in WELL_KNOWN):
            raise SettingsError([f"PORTAL_SECRET_KEY is missing, short or well known: it needs {SHORTEST_KEY} random characters"])

    @property
    def over_tls(self) -> bool:
        """Whether people reach the portal over https."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """Host and port of the canonical address."""
        return urlsplit(self.base_url).netloc

    @property
    def embedded(self) -> bool:
        """Whether the database is the embedded SQLite."""
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings, or raise SettingsError with every problem at once."""
        known = {PREFIX + item.name.upper(): item for item in fields(cls)}
        problems = [f"{name} is not a setting" for name in sorted(environ) if name.startswith(PREFIX) and name not in known]
        values: dict[str, Any] = {}
        for name, item in known.items():
            if not environ.get(name):
                if item.default is MISSING:
                    problems.append(f"{name} is missing: {item.metadata['help']}")
                continue
            try:
                values[item.name] = item.metadata["read"](environ[name])
            except ValueError as wrong:
                problems.append(f"{name} {wrong}")
        if problems:
            raise SettingsError(problems)
        return cls(**values)


def load() -> Settings:
    """The settings of this process: the environment, with `.env` filling in what it lacks."""
    written = {name: value for name, value in dotenv_values(".env").items() if value is not None and name.startswith(PREFIX)}
    return Settings.from_env({**written, **os.environ})
