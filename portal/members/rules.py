"""Addresses, waiting times and lifetimes; pure."""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import IPv6Address, ip_address

LONGEST_EMAIL = 254
LONGEST_NAME = 120
SHORTEST_PASSWORD = 12
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\]{1,64}@[^\s@<>(),;:\"\\.]+(\.[^\s@<>(),;:\"\\.]+)+")

# --- People -----------------------------------------------------------------------------------------


def folded(email: str) -> str:
    """The address as it is kept and compared: no spaces around it, lower case."""
    return unicodedata.normalize("NFC", email).strip().lower()


def is_email(text: str) -> bool:
    """Whether a letter could go there; the only proof is a letter that arrives."""
    return len(text) <= LONGEST_EMAIL and _ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody to be admitted; company and plan by name, both may be empty."""

    name: str
    email: str
    joined_on: date
    company: str = ""
    plan: str = ""
    place: str = ""
    role: str = "member"


# --- How long a session lasts -----------------------------------------------------------------------

LONGEST = timedelta(hours=20)
IDLE_MEMBER = timedelta(hours=12)
IDLE_STAFF = timedelta(minutes=30)
IDLE_STAFF_IN_THE_DEMO = timedelta(hours=8)


def has_lapsed(created_at: datetime, seen_at: datetime, *, idle: timedelta, now: datetime) -> bool:
    """Whether a session is over: unused for `idle`, or twenty hours old however busy."""
    return now - seen_at >= idle or now - created_at >= LONGEST


def idle_for(*, is_staff: bool, demo: bool) -> timedelta:
    """How long a session may rest; the desk's is short because it opens more doors."""
    if not is_staff:
        return IDLE_MEMBER
    return IDLE_STAFF_IN_THE_DEMO if demo else IDLE_STAFF


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
    ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def client_of(user_agent: str) -> str:
    """What people call their browser: "Firefox, Linux"; empty when it does not say."""
    found = [next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)


# --- Guessing passwords -----------------------------------------------------------------------------
#
# A failed try is counted in three places: this account from this place, this account, this network. Waiting grows
# only where tries failed, so nobody can lock somebody else out: from any other place the account still opens. A
# device that has signed in to this account before is a place of its own, whatever network it is in, and is not held
# up by its network.

WINDOW = timedelta(hours=1)
FREE_TRIES = 5
FREE_UNDER_ATTACK = 1
ATTACKED_FROM = 20
FREE_FOR_A_NETWORK = 30
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
NO_WAIT = timedelta(0)
_IPV6_SITE = 64


@dataclass(frozen=True)
class TryKeys:
    """Where a try is counted; keyed hashes, so that the table holds nobody's address. No network for a known device."""

    place: bytes
    account: bytes
    network: bytes | None

    @property
    def all(self) -> tuple[bytes, ...]:
        """In a fixed order, so that two sign-ins lock them the same way round."""
        return tuple(sorted(key for key in (self.place, self.account, self.network) if key is not None))


@dataclass(frozen=True)
class Failures:
    """How many tries failed within the window, and when the last one did."""

    count: int = 0
    last_at: datetime | None = None


def keyed(secret: str, *parts: str) -> bytes:
    """A keyed hash of these words; nobody without the secret can make or guess it."""
    return hmac.digest(secret.encode(), "\x1f".join(parts).encode(), hashlib.sha256)


def network_of(address: str | None) -> str:
    """The network a visitor comes from: an IPv4 address, the /64 of an IPv6 one (one household has a whole /64)."""
    if not address:
        return "nowhere"
    try:
        parsed = ip_address(address)
    except ValueError:
        return "nowhere"
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return f"{int(parsed) >> (128 - _IPV6_SITE):x}::/64"
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def try_keys(secret: str, email: str, *, network: str, device: str = "") -> TryKeys:
    """Where a try on this account is counted; `device` is the mark of a device that the account knows, if it is one."""
    account = folded(email)
    place = keyed(secret, "try", account, "device", device) if device else keyed(secret, "try", account, "network", network)
    return TryKeys(place, keyed(secret, "try", account), None if device else keyed(secret, "try", "network", network))


def device_mark(secret: str, email: str, nonce: str) -> str:
    """What a device shows to be known to an account."""
    return keyed(secret, "device", folded(email), nonce).hex()[:32]


def to_wait(place: Failures, account: Failures, network: Failures, *, now: datetime) -> timedelta:
    """How long before the next try is taken; nothing, for whoever has not failed here."""
    free = FREE_UNDER_ATTACK if account.count >= ATTACKED_FROM else FREE_TRIES
    return max(_rest(place, free, now), _rest(network, FREE_FOR_A_NETWORK, now))


def _rest(failures: Failures, free: int, now: datetime) -> timedelta:
    over = failures.count - free
    if over < 0 or failures.last_at is None:
        return NO_WAIT
    pause: timedelta = min(FIRST_WAIT * (1 << min(over, 10)), LONGEST_WAIT)
    return max(failures.last_at + pause - now, NO_WAIT)
