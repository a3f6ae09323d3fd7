"""What calendar programs are answered: a calendar, 304, or plain words; never a page, a redirect or a cookie."""

import gzip
from collections.abc import Callable
from functools import wraps

from flask import Response, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.http import http_date, is_resource_modified

from portal.calendars.feeds.queries import Edition
from portal.kernel.errors import PortalError, TooMany, Unavailable
from portal.web.say import say

HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Vary": "Accept-Encoding",
}
LATER = {"Retry-After": "60"}
SMALL = 500

View = Callable[[str, str], Response]


def plainly(view: View) -> View:
    """Say what was refused as plain text, and give every answer the headers of a secret address."""

    @wraps(view)
    def answer(token: str, slug: str) -> Response:
        try:
            response = view(token, slug)
        except TooMany as refusal:
            response = words(say(refusal), refusal.status, **LATER)
        except PortalError as refusal:
            response = words(say(refusal), refusal.status)
        except (DBAPIError, PoolTimeout):
            response = words(say(Unavailable()), Unavailable.status, **LATER)
        response.headers.update(HEADERS)
        return response

    return answer


def words(sentence: str, status: int, **headers: str) -> Response:
    """A sentence as plain text."""
    response = Response(sentence + "\n" if sentence else "", status, mimetype="text/plain")
    response.headers.update(headers)
    return response


def is_known(edition: Edition) -> bool:
    """Whether the program has this edition already."""
    return not is_resource_modified(request.environ, etag=edition.tag, last_modified=edition.changed_at)


def unchanged(edition: Edition) -> Response:
    """304: what you have is right."""
    return _dated(Response(status=304), edition)


def whole(body: bytes, edition: Edition, *, filename: str) -> Response:
    """The calendar, packed where that is accepted and worth it; the same state gives the same bytes."""
    packed = len(body) > SMALL and request.accept_encodings.quality("gzip") > 0
    response = Response(gzip.compress(body, 6, mtime=0) if packed else body)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return _dated(response, edition)


def _dated(response: Response, edition: Edition) -> Response:
    # A weak tag: packed and unpacked, it is the same calendar.
    response.set_etag(edition.tag, weak=True)
    response.headers["Last-Modified"] = http_date(edition.changed_at)
    return response
