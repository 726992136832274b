"""Who sent a request: the peer, or whom a trusted proxy names."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

Network = IPv4Network | IPv6Network

CLIENT: ContextVar[str] = ContextVar("client", default="unknown")
"""Who sent the request that is being answered, where it is answered while it waits."""


def current_client(trusted: Sequence[Network] = ()) -> str:
    """Who asked for what runs now, in a function of the page as well as in a request.

    Gradio runs a function in a task of its own, where only its own note of the request leads back.
    """
    from gradio.context import LocalContext

    asked = LocalContext.request.get(None)
    scope = getattr(getattr(asked, "request", None), "scope", None)
    return CLIENT.get() if scope is None else find_client(scope, trusted)


def find_client(scope: Scope, trusted: Sequence[Network] = ()) -> str:
    """A name for the client of a request: its IPv4 address, or the /64 network of its IPv6 address.

    X-Forwarded-For is read from the right, past proxies of `trusted`, and only when the peer itself is
    one of them: anybody can write anything at its left.
    """
    peer = _read((scope.get("client") or ("",))[0])
    if peer is None:
        return "unknown"
    if _is_trusted(peer, trusted):
        for part in reversed(_forwarded(scope)):
            address = _read(part)
            if address is None:
                break
            peer = address
            if not _is_trusted(address, trusted):
                break
    if isinstance(peer, IPv6Address):
        return str(ip_network((peer, 64), strict=False))
    return str(peer)


def is_proxy(peer: tuple[str, int] | None, trusted: Sequence[Network]) -> bool:
    """Is the other end of a connection one of the trusted proxies?"""
    address = _read((peer or ("",))[0])
    return address is not None and _is_trusted(address, trusted)


def _forwarded(scope: Scope) -> list[str]:
    values = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return [part.strip() for part in ",".join(values).split(",") if part.strip()]


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """An address, with or without a port; None for what is none."""
    if text.startswith("[") and "]" in text:
        text = text[1 : text.index("]")]
    elif text.count(":") == 1:
        text = text.split(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def _is_trusted(address: IPv4Address | IPv6Address, trusted: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in trusted)
