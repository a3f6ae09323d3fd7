"""`portal serve`: the production server."""

import logging
import os
from typing import Any

import click
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

import config
from portal.cli.ports import listening_at, refuse_taken
from portal.cli.steady import SteadyServer
from portal.web.logs import JsonLines

# One request in each thread; what comes beyond them waits in a short line, and beyond that is refused at the socket.
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
WAITING = 64
HEADERS_WITHIN_MS = 10_000
STOP_WITHIN = 20
RELOAD_PAUSE = 0.2
LOGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": JsonLines}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
    "loggers": {"_granian": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
def serve(bind: str, workers: int) -> None:
    """Answer requests, until Ctrl-C or SIGTERM. SIGHUP renews the workers without dropping a request.

    Put nginx or Caddy in front (deploy/ has both) and set PORTAL_PROXY_HOPS=1.

    Example: portal serve --bind 127.0.0.1:8000 --workers 4
    """
    settings = config.load()
    host, port = listening_at(bind)
    refuse_taken(host, port)
    logging.captureWarnings(capture=True)
    SteadyServer(
        "wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=WAITING,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN_MS),
        log_level=LogLevels(settings.log_level.lower()),
        log_dictconfig=LOGS,
        respawn_failed_workers=True,
        respawn_interval=RELOAD_PAUSE,
        workers_kill_timeout=STOP_WITHIN,
    ).run()
