"""A message to somebody else's server over HTTPS: to a host that is named, at a public address, once, and without following on.

The certificate is checked. What the other side answers is read to a bound and told as it is.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

PATIENCE = 10.0  # seconds for one step of the network
MOST_BYTES = 4096  # of an answer
LONGEST_LABEL = 63  # signs between two dots of a name
# Addresses of IPv6 that a translator on the way turns into some of IPv4 (RFC 6052, RFC 4291 2.5.5.1).
_TRANSLATED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "::/96"))


class NotAllowed(ValueError):
    """The address is none that may be written to: not HTTPS, not a listed host, or not in the open network."""


class Away(Exception):
    """Nothing is known to have arrived: not reached, too slow, or the connection broke off."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    retry_after: str = ""


def is_listed(address: str, hosts: Collection[str]) -> bool:
    """Whether an address is HTTPS on the usual port of a listed host; ``*.example.com`` lists every host below it."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = (parts.hostname or "").removesuffix(".")
    # What no name server can be asked for (RFC 1035 2.3.4).
    if not host.isascii() or not all(0 < len(label) <= LONGEST_LABEL for label in host.split(".")):
        return False
    listed = any(host.endswith(one[1:]) if one.startswith("*.") else host == one for one in hosts)
    return parts.scheme == "https" and port in (None, 443) and "@" not in parts.netloc and listed


def post(
    address: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    roots: str = "",
    private: bool = False,
) -> Answer:
    """Post once. ``private`` where an operator chose the server, which may stand beside this one; ``roots`` is the file of the
    certificates that are trusted instead of the system's. Raises NotAllowed, Away."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise NotAllowed("not https")
    port = parts.port or 443
    place = _place(parts.hostname, port, private=private)
    try:
        connection = _Pinned(parts.hostname, port, place, _context(roots))
    except http.client.HTTPException as problem:  # a name that no header can hold
        raise Away(type(problem).__name__) from None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(MOST_BYTES), answer.headers.get("Retry-After", ""))
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise Away(type(problem).__name__) from None
    finally:
        connection.close()


def _place(host: str, port: int, *, private: bool) -> str:
    """The address that the name stands for, looked up once: what is checked is what is connected to."""
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, ValueError):  # a name that cannot be encoded is a UnicodeError
        raise Away("no address") from None
    if not private and not all(is_public(one) for one in found):
        raise NotAllowed("an address that is not public")
    if not found:
        raise Away("no address")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an address lies in the open network, also one of IPv6 that stands for one of IPv4."""
    place = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(place, "ipv4_mapped", None) or getattr(place, "sixtofour", None)
    if any(place in net for net in _TRANSLATED):
        return False
    return place.is_global and not place.is_multicast and (inner is None or inner.is_global)


class _Pinned(http.client.HTTPSConnection):
    """A connection to the address that was checked, under the name that the certificate must bear."""

    def __init__(self, host: str, port: int, place: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=PATIENCE, context=context)
        self._place, self._trust = place, context

    def connect(self) -> None:
        plain = socket.create_connection((self._place, self.port), self.timeout)
        self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)


@lru_cache(maxsize=4)
def _context(roots: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=roots or None)
