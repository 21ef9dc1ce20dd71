"""Where a request comes from."""

from ipaddress import ip_address
from typing import Any

from litestar.connection import ASGIConnection


def source_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The network address that asks: the nearest one that is no proxy of ours."""
    peer = connection.client.host if connection.client else ""
    proxies = connection.app.state.settings.trusted_proxies
    lines = connection.headers.getall("x-forwarded-for", [])  # a sender's own, then each proxy's
    said = [part.strip() for part in ",".join(lines).split(",")]
    hops = [*said, peer] if peer in proxies else [peer]
    outside = [hop for hop in hops if hop not in proxies and _is_address(hop)]
    return outside[-1] if outside else peer


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
