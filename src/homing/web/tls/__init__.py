"""Certificates for the home network: one authority for one address, and the short-lived certificate it signs."""

from homing.web.tls.authority import AUTHORITY_LIVES, LEAF_LIVES, Authority, Leaf
from homing.web.tls.context import Fresh
from homing.web.tls.private import Address, is_at_home
from homing.web.tls.store import AuthorityDamaged, forget, kept

__all__ = [
    "AUTHORITY_LIVES",
    "LEAF_LIVES",
    "Address",
    "Authority",
    "AuthorityDamaged",
    "Fresh",
    "Leaf",
    "forget",
    "is_at_home",
    "kept",
]
