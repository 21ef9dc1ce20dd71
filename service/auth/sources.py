"""Where a request comes from."""

import re
from ipaddress import ip_address
from typing import Any

from litestar.connection import ASGIConnection

_WITH_PORT = re.compile(r"(?:\[(?P<v6>[^\]]+)\]|(?P<v4>[\d.]+))(?::\d+)?")


def source_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The network address that asks: the nearest one that is no proxy of ours."""
    peer = connection.client.host if connection.client else ""
    proxies = connection.app.state.settings.trusted_proxies
    lines = connection.headers.getall("x-forwarded-for", [])  # a sender's own, then each proxy's
    said = [_without_port(part.strip()) for part in ",".join(lines).split(",")]
    hops = [*said, peer] if peer in proxies else [peer]
    hop = next((hop for hop in reversed(hops) if hop not in proxies), peer)
    return hop if _is_address(hop) else peer  # what stands before such a hop anybody may have said


def _without_port(hop: str) -> str:
    """A hop's address where a proxy wrote its port too: ``192.0.2.1:80``, ``[2001:db8::1]:80``."""
    found = _WITH_PORT.fullmatch(hop)
    return hop if found is None else found["v6"] or found["v4"]


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
