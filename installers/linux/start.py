"""Starts the installed program with the libraries beside it: `start.py window` or `start.py console`."""

import sys
from pathlib import Path

here = Path(__file__).resolve().parent
compiled = here / f"lib{sys.version_info.major}.{sys.version_info.minor}"
if not compiled.is_dir():
    sys.exit(f"cdadesk does not come with libraries for Python {sys.version_info.major}.{sys.version_info.minor}.")
sys.path[:0] = [str(here / "app"), str(here / "lib"), str(compiled)]
asked = sys.argv.pop(1)

if asked == "window":
    from cdadesk.__main__ import main
else:
    from cdadesk.cli import main

sys.exit(main())
