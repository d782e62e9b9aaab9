"""Which addresses are those of a home network: RFC 1918, IPv4 link-local (RFC 3927), IPv6 unique local (RFC 4193)."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

# Not ``is_private``: that calls many more ranges private, loopback and 0.0.0.0 among them.
AT_HOME = tuple(
    ip_network(told) for told in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7")
)


def is_at_home(address: Address) -> bool:
    """Whether only a home network can lead there. IPv6 link-local is left out: no browser opens such an address."""
    return any(address in net for net in AT_HOME) and getattr(address, "scope_id", None) is None
