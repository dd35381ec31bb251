"""From where a request comes, as limits count it: one subscriber, however many addresses he has."""

import ipaddress

SUBSCRIBER = (
    64  # bits of an IPv6 address that a provider gives out; whoever has them chooses the rest at will
)


def plain_address(address: str) -> str:
    """An address as it is; the IPv4 address where it is written as IPv6 (::ffff:…). What is no address stays as it is."""
    try:
        mapped = getattr(ipaddress.ip_address(address), "ipv4_mapped", None)
    except ValueError:  # a socket of the file system has none
        return address
    return str(mapped) if mapped is not None else address


def network_of(address: str) -> str:
    """Whom to count: an IPv4 address alone, of IPv6 the /64."""
    try:
        known = ipaddress.ip_address(plain_address(address))
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(ipaddress.IPv6Network((int(known), SUBSCRIBER), strict=False))
