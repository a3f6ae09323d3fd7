"""Addresses of static files that change with their content, so that browsers may keep them for ever."""

from pathlib import Path

from flask import Flask

from portal.web.assets import version_of


class Assets:
    """Knows the hash of each static file; computed once, or at each use while developing."""

    def __init__(self, folder: Path, prefix: str, *, keep: bool) -> None:
        """Serve files of `folder` below `prefix`; `keep` the hashes for the life of the process."""
        self._folder, self._prefix, self._keep = folder, prefix, keep
        self._known: dict[str, str] = {}

    def address(self, name: str) -> str:
        """The address of the file, with the hash of what is in it."""
        known = self._known.get(name)
        if known is None:
            known = f"{self._prefix}/{name}?v={self._digest(name)}"
            if self._keep:
                self._known[name] = known
        return known

    def _digest(self, name: str) -> str:
        path = self._folder / name
        return version_of(path) if path.is_file() else "0"


def install(app: Flask, *, keep: bool) -> None:
    """Give templates `asset('css/base.css')`."""
    assets = Assets(Path(str(app.static_folder)), app.static_url_path or "/static", keep=keep)
    app.jinja_env.globals["asset"] = assets.address
