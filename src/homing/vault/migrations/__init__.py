"""The steps from one form of the database to the next, oldest first. A step that was released never changes.

They are ordinary modules in the manner of Alembic (``revision``, ``down_revision``, ``upgrade``), imported rather than
found on the disk, so that they are there however Homing was installed.
"""

from homing.vault.migrations import r0001_ground

STEPS = (r0001_ground,)

__all__ = ["STEPS"]
