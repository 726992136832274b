"""Where indexes are kept if not in files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Server:
    """Where Milvus is: an address, or a file of the embedded form; `token` is `user:password`."""

    url: str
    token: str = ""
