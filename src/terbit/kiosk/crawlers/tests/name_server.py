"""A small name server on this machine that says what it is told to, also what is not true."""

from __future__ import annotations

import asyncio
import ipaddress
import struct
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from terbit.kiosk.crawlers.dns import AAAA, PTR, A


@dataclass
class NameServer(asyncio.DatagramProtocol):
    """`names`: what an address is called. `addresses`: where a name leads."""

    names: dict[str, list[str]] = field(default_factory=dict)
    addresses: dict[str, list[str]] = field(default_factory=dict)
    silent: bool = False
    broken: bytes = b""
    asked: Counter[str] = field(default_factory=Counter)
    port: int = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, message: bytes, sender: tuple[str, int]) -> None:
        at, labels = 12, []
        while message[at]:
            labels.append(message[at + 1 : at + 1 + message[at]].decode())
            at += 1 + message[at]
        question, (kind,) = message[12 : at + 5], struct.unpack("!H", message[at + 1 : at + 3])
        name = ".".join(labels).lower()
        self.asked[name] += 1
        if self.silent:
            return
        if self.broken:
            head = message[:2] + struct.pack("!HHHHH", 0x8180, 1, 1, 0, 0)
            return self._transport.sendto(head + question + self.broken, sender)
        found = self._found(name, kind)
        flags = 0x8180 if found else 0x8183
        head = message[:2] + struct.pack("!HHHHH", flags, 1, len(found), 0, 0)
        records = b"".join(b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 60, len(one)) + one for one in found)
        forged = b"\0\0" + head[2:] + question + records  # of another question, before the right one
        self._transport.sendto(forged, sender)
        self._transport.sendto(head + question + records, sender)

    def _found(self, name: str, kind: int) -> list[bytes]:
        if kind == PTR:
            return [
                b"".join(bytes([len(label)]) + label.encode() for label in one.split(".")) + b"\0"
                for address, names in self.names.items()
                if ipaddress.ip_address(address).reverse_pointer == name
                for one in names
            ]
        version = {A: 4, AAAA: 6}.get(kind, 0)
        found = [ipaddress.ip_address(one) for one in self.addresses.get(name, [])]
        return [one.packed for one in found if one.version == version]


@asynccontextmanager
async def a_name_server(server: NameServer) -> AsyncIterator[NameServer]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: server, local_addr=("127.0.0.1", 0))
    server.port = transport.get_extra_info("sockname")[1]
    try:
        yield server
    finally:
        transport.close()
