"""The headers of every answer, errors and fragments included."""

from flask import Flask, Response, request

from portal.web.htmx import VARY

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": PERMISSIONS,
    "X-Frame-Options": "DENY",
}
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
FOREVER = "public, max-age=31536000, immutable"
TWO_YEARS = "max-age=63072000; includeSubDomains"


def strict(app: Flask, *, over_tls: bool) -> None:
    """Put the headers on every answer; a view that has set one of them knows better."""

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if over_tls:
            response.headers.setdefault("Strict-Transport-Security", TWO_YEARS)
        if request.endpoint == "static":
            _static(response)
        else:
            for name, value in PRIVATE.items():
                response.headers.setdefault(name, value)
            response.vary.update(VARY.split(", "))
        return response


def _static(response: Response) -> None:
    """A file asked for by its hash never changes; one asked for without is checked each time."""
    response.headers["Cache-Control"] = FOREVER if request.args.get("v") else "no-cache"
