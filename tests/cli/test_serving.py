"""The production server: renewed without a gap, stopped cleanly."""

import signal
import socket
import threading
import time
import urllib.error
import urllib.request

import pytest

from tests.support.commands import environment, running, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(port):
    try:
        request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": "grove.example"})
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status
    except (OSError, urllib.error.URLError) as wrong:
        return str(wrong)


def said(folder):
    return "".join(log.read_text() for log in folder.glob("serve-*.log"))


def test_a_reload_answers_everybody_and_a_stop_leaves_nobody(app, settings, port, tmp_path):
    with running("serve", "--bind", f"127.0.0.1:{port}", "--workers", "2", env=environment(settings), cwd=tmp_path) as server:
        wait_until(lambda: answer(port) == 200)
        over, answers = threading.Event(), []

        def ask():
            while not over.is_set():
                answers.append(answer(port))
                time.sleep(0.01)

        asking = threading.Thread(target=ask)
        asking.start()
        server.send_signal(signal.SIGHUP)
        wait_until(lambda: said(tmp_path).count("Stopped old worker") == 2)
        over.set()
        asking.join()
        assert set(answers) == {200}
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
    assert answer(port) != 200
