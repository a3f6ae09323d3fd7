"""Granian, renewing its workers without a gap."""

import logging
import multiprocessing
import socket
import subprocess
import sys
from functools import partial
from typing import Any

from granian.net import SocketSpec  # type: ignore[attr-defined]
from granian.server.mp import MPServer

log = logging.getLogger("_granian")

READY_WITHIN = 60
TRIAL = "import wsgi"


class SteadyServer(MPServer):
    """A server whose reload drops no request.

    Granian gives each worker a listening socket of its own, and stops an old worker a fixed time after the new one was
    started. Here all workers share one socket that the main process holds, so nobody who knocks is lost with a worker;
    and an old worker stays until the new one has its app. A release that does not start leaves the old workers alone.
    """

    def __init__(self, target: str, **options: Any) -> None:
        """As Granian's; nobody is ready yet."""
        super().__init__(target, **options)
        self._ready = multiprocessing.Semaphore(0)
        self._renewing = False

    def run(self) -> None:
        """Serve until told to stop."""
        self.serve(target_loader=partial(_app, self._ready), wrap_loader=False)

    def _init_shared_socket(self) -> None:
        self._ssp = None
        holder: Any = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd, self._sfd = holder, holder.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)

    def _reload(self, *to_spawn: Any) -> None:
        if subprocess.run([sys.executable, "-c", TRIAL], check=False).returncode:  # noqa: S603 - our own words
            log.error("The new release or its settings do not start; the old workers stay.")
            self.reload_signal = False
            self.main_loop_interrupt.clear()
            return
        self._renewing = True
        try:
            super()._reload(*to_spawn)  # type: ignore[no-untyped-call]
        finally:
            self._renewing = False

    def _spawn_worker(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        worker = super()._spawn_worker(*args, **kwargs)
        if self._renewing:
            worker.start = partial(self._start, worker.start)  # type: ignore[method-assign]
        return worker

    def _start(self, start: Any) -> None:  # noqa: ANN401
        while self._ready.acquire(block=False):
            pass
        start()
        self._ready.acquire(timeout=READY_WITHIN)


def _app(ready: Any) -> Any:  # noqa: ANN401
    """Runs in each worker, so that a reload finds new code and settings."""
    import wsgi  # noqa: PLC0415 - importing it makes the app

    ready.release()
    return wsgi.app
