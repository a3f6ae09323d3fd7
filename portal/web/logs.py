"""Logs as JSON lines with a request id; no personal data, tokens or feed addresses in them."""

import json
import logging
import secrets
import sys
from datetime import UTC, datetime

from flask import g, has_request_context, request


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, what, where; the request's id and route, never its address or form."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            line |= {"request": request_id(), "route": str(request.url_rule), "method": request.method}
        error_id = getattr(record, "error_id", None)
        if error_id:
            line["error_id"] = error_id
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def request_id() -> str:
    """The id of the request being answered."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    return str(g.request_id)


def install(level: str) -> None:
    """Log to standard error; once per process."""
    root = logging.getLogger()
    root.setLevel(level.upper())
    if not any(isinstance(handler.formatter, JsonLines) for handler in root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        root.addHandler(handler)
