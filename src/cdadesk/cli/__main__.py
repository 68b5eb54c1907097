"""Starts the console from a source tree: python -m cdadesk.cli."""

import sys

from cdadesk.cli import main

sys.exit(main())
