"""Two questions to a name server, over UDP, without waiting in anybody's way: RFC 1035, as little as is needed."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import struct
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from terbit.kiosk.crawlers.ranges import Address

T = TypeVar("T")
A, PTR, AAAA = 1, 12, 28
WAIT_SECONDS: Final = 2.0
TRIES: Final = 2
MOST_LABELS: Final = 128
_NO_SUCH_NAME: Final = 3


class Unanswered(RuntimeError):
    """The name server did not answer, or not in a way that says anything."""


class Resolver:
    """Asks one name server. Each question goes out from a port of its own under a number that nobody can guess."""

    def __init__(self, host: str, port: int = 53) -> None:
        self._server = (host, port)

    async def names_of(self, address: Address) -> list[str]:
        """Raises Unanswered."""
        return await self._ask(address.reverse_pointer, PTR, lambda message, at, _: _name(message, at)[0])

    async def addresses_of(self, name: str, like: Address) -> list[Address]:
        """Those of the same kind as `like`. Raises Unanswered."""
        kind = AAAA if like.version == 6 else A
        return await self._ask(name, kind, lambda message, at, length: ipaddress.ip_address(message[at : at + length]))

    async def _ask(self, name: str, kind: int, read: Callable[[bytes, int, int], T]) -> list[T]:
        """What `read` makes of each answer: of the message, and of where in it the data begins and how long it is."""
        loop = asyncio.get_running_loop()
        for _ in range(TRIES):
            number = secrets.token_bytes(2)
            question = _packed(name) + struct.pack("!HH", kind, 1)
            heard = loop.create_future()
            transport, _protocol = await loop.create_datagram_endpoint(
                partial(_Listening, number, question, heard),
                remote_addr=self._server,
            )
            try:
                transport.sendto(number + struct.pack("!HHHHH", 0x0100, 1, 0, 0, 0) + question)
                message = await asyncio.wait_for(heard, WAIT_SECONDS)
                return [read(message, *place) for place in _places(message, 12 + len(question), kind)]
            except (TimeoutError, OSError):
                continue
            except (struct.error, IndexError, ValueError) as error:
                raise Unanswered(f"The name server's answer about {name} cannot be read.") from error
            finally:
                transport.close()
        raise Unanswered(f"The name server {self._server[0]} did not answer.")


class _Listening(asyncio.DatagramProtocol):
    """Takes the answer to its own question; whatever else comes is somebody's attempt."""

    def __init__(self, number: bytes, question: bytes, heard: asyncio.Future[bytes]) -> None:
        self._number = number
        self._question = question
        self._heard = heard

    def datagram_received(self, message: bytes, _sender: object) -> None:
        asked = message[:2] == self._number and message[12 : 12 + len(self._question)].lower() == self._question.lower()
        if asked and len(message) > 12 and message[2] & 0x80 and not self._heard.done():
            self._heard.set_result(message)

    def error_received(self, error: Exception) -> None:
        if not self._heard.done():
            self._heard.set_exception(error)


def _packed(name: str) -> bytes:
    """Raises Unanswered for what no name can be."""
    try:
        labels = [label.encode("ascii") for label in name.rstrip(".").split(".")]
    except UnicodeEncodeError:
        labels = [b""]
    if not all(0 < len(label) < 64 for label in labels):
        raise Unanswered("That is no name.")
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def _places(message: bytes, at: int, kind: int) -> list[tuple[int, int]]:
    """Where the data of each answer of this kind begins, and how long it is. Raises Unanswered, or IndexError and others
    where the message is broken."""
    flags, _, answers = struct.unpack("!HHH", message[2:8])
    if flags & 0x0200 or flags & 0x000F not in (0, _NO_SUCH_NAME):
        raise Unanswered("The name server knows nothing, or more than fits into its answer.")
    found = []
    for _ in range(answers):
        at = _name(message, at)[1]
        its_kind, _, _, length = struct.unpack("!HHIH", message[at : at + 10])
        if its_kind == kind:
            found.append((at + 10, length))
        at += 10 + length
    return found


def _name(message: bytes, at: int) -> tuple[str, int]:
    """A name that may go on elsewhere in the message, and where what follows it begins. Raises IndexError, ValueError."""
    labels: list[str] = []
    after = 0
    for _ in range(MOST_LABELS):
        length = message[at]
        if length >= 0xC0:
            after = after or at + 2
            at = (length & 0x3F) << 8 | message[at + 1]
        elif length == 0:
            return ".".join(labels), after or at + 1
        else:
            labels.append(message[at + 1 : at + 1 + length].decode("ascii"))
            at += 1 + length
    raise ValueError("a name without an end")


def system_server(file: Path = Path("/etc/resolv.conf")) -> str:
    """The first name server of this host; this host itself where none is named."""
    try:
        lines = file.read_text().splitlines()
    except OSError:
        lines = []
    return next((line.split()[1] for line in lines if line.startswith("nameserver ")), "127.0.0.1")
