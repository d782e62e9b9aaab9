"""``python -m homing`` is ``homing``."""

import sys

from homing.cli import main

sys.exit(main())
