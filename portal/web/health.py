"""For machines: is it alive, is it ready, may it be indexed."""

import shutil
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from portal.db.base import db
from portal.db.engine import version_of
from portal.db.migrate import is_current
from portal.kernel import clock
from portal.web.access import Access, access

blueprint = Blueprint("health", __name__)

LEAST_DISK = 100 * 1024 * 1024
A_YEAR = timedelta(days=365)


@blueprint.get("/healthz")
@access(Access.PUBLIC)
def alive() -> Response:
    """The process answers; it asks nothing of the database."""
    return Response("alive\n", mimetype="text/plain")


@blueprint.get("/readyz")
@access(Access.PUBLIC)
def ready() -> tuple[Response, int]:
    """Whether the database answers at the right revision and there is room on the disk."""
    settings = current_app.config["GROVE"]
    try:
        with db.engine.connect() as connection:
            version = version_of(connection)
        current = is_current(db.engine)
    except SQLAlchemyError:
        return jsonify(ready=False, database="away"), 503
    roomy = shutil.disk_usage(Path(settings.data_dir)).free > LEAST_DISK
    fine = current and roomy
    return jsonify(
        ready=fine, database=version, migrated=current, disk="enough" if roomy else "nearly full"
    ), 200 if fine else 503


@blueprint.get("/robots.txt")
@access(Access.PUBLIC)
def robots() -> Response:
    """Nothing here is for search engines, but calendar services ask before they fetch a feed: those stay allowed."""
    return Response("User-agent: *\nAllow: /cal/\nDisallow: /\n", mimetype="text/plain")


@blueprint.get("/.well-known/security.txt")
@access(Access.PUBLIC)
def security() -> Response:
    """Where to report a hole (RFC 9116)."""
    settings = current_app.config["GROVE"]
    expires = clock.now() + A_YEAR
    lines = (
        f"Contact: mailto:{settings.mail_from}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
