"""The web face: thin handlers over the companion, one use case each."""

from homing.web.app import create_app
from homing.web.keeper import Keeper

__all__ = ["Keeper", "create_app"]
