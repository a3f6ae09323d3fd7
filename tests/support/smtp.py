"""A real mail server inside the test process: keeps what it gets, and can be told to misbehave."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

ACCEPTED = "250 Kept"
DROP = ""
PATIENCE = 10


@dataclass
class Answer:
    """What the server says instead of keeping a letter; `times` counts down, None means always."""

    said: str
    to: str | None = None
    times: int | None = None

    def serves(self, envelope: Envelope) -> bool:
        """Whether this letter is meant; uses up one of the times."""
        if self.times == 0 or (self.to is not None and self.to not in envelope.rcpt_tos):
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass
class Letter:
    """A letter as it arrived: who was named on the envelope, and what was in it."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    raw: bytes = field(repr=False)

    @property
    def subject(self) -> str:
        """The subject as people read it."""
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """The plain text of the letter."""
        part = self.message.get_body(("plain",))
        return part.get_content() if part is not None else ""

    @property
    def html(self) -> str:
        """The formatted text of the letter; empty if there is none."""
        part = self.message.get_body(("html",))
        return part.get_content() if part is not None else ""

    @property
    def calendar(self) -> str:
        """The invitation inside; empty if there is none."""
        for part in self.message.walk():
            if part.get_content_type() == "text/calendar":
                content = part.get_content()
                return content.decode() if isinstance(content, bytes) else str(content)
        return ""

    def link(self, holding: str) -> str:
        """The one address in the text that holds these words."""
        found = {word.strip("<>.,") for word in self.text.split() if word.lstrip("<").startswith("http") and holding in word}
        assert len(found) == 1, f"looked for one address with {holding!r}, found {sorted(found)} in:\n{self.text}"
        return found.pop()


class Mailbox:
    """The server and what it has kept."""

    def __init__(self) -> None:
        """Not listening yet."""
        self.letters: list[Letter] = []
        self.refused: list[Letter] = []
        self._answers: list[Answer] = []
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail server", daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        """The setting PORTAL_MAIL_URL for this server."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> "Mailbox":
        """Listen on a free port, from now on always the same one."""
        if not self._thread.is_alive():
            self._thread.start()
        self._run(self._listen)
        return self

    def go_away(self) -> None:
        """Stop listening, as a mail server that is down; `start` brings it back on the same port."""
        self._run(self._close)

    def close(self) -> None:
        """The end."""
        self._run(self._close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def clear(self) -> None:
        """Empty and well behaved again."""
        self.letters, self.refused, self._answers = [], [], []
        if self._server is None:
            self.start()

    def answer(self, said: str, *, to: str | None = None, times: int | None = None) -> None:
        """Say this (`"451 Later"`, `"550 No such person"`) instead of keeping letters, all or those to one address."""
        self._answers.append(Answer(said, to, times))

    def hang_up(self, *, times: int | None = None) -> None:
        """Break the connection in the middle of a letter."""
        self._answers.append(Answer(DROP, None, times))

    def behave(self) -> None:
        """Keep every letter again."""
        self._answers = []

    def to(self, address: str) -> list[Letter]:
        """The letters to this address, in order of arrival."""
        return [letter for letter in self.letters if address in letter.recipients]

    def one(self, address: str, *, holding: str = "") -> Letter:
        """The only letter to this address (with these words in its subject)."""
        found = [letter for letter in self.to(address) if holding in letter.subject]
        everything = [(letter.recipients, letter.subject) for letter in self.letters]
        assert len(found) == 1, f"expected one letter to {address}, there are {len(found)} among {everything}"
        return found[0]

    def _run(self, step: Callable[[], object]) -> None:
        asyncio.run_coroutine_threadsafe(self._stepped(step), self._loop).result(PATIENCE)

    async def _stepped(self, step: Callable[[], object]) -> None:
        outcome = step()
        if asyncio.iscoroutine(outcome):
            await outcome

    async def _listen(self) -> None:
        if self._server is not None:
            return
        self._server = await self._loop.create_server(lambda: SMTP(_Keeper(self), loop=self._loop), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is None:
            return
        self._server.close()
        others = [task for task in asyncio.all_tasks(self._loop) if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*others, return_exceptions=True)
        self._server = None

    def receive(self, envelope: Envelope, server: SMTP) -> str:
        """Keep a letter, or say what we were told to say."""
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        message = message_from_bytes(raw, policy=policy.default)
        letter = Letter(envelope.mail_from or "", tuple(envelope.rcpt_tos), message, raw)
        for answer in self._answers:
            if answer.serves(envelope):
                self.refused.append(letter)
                if answer.said == DROP and server.transport is not None:
                    server.transport.close()
                return answer.said or ACCEPTED
        self.letters.append(letter)
        return ACCEPTED


class _Keeper:
    """The hooks of aiosmtpd, whose names are its own."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd looks for this name
        return self._mailbox.receive(envelope, server)
