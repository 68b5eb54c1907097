"""`python -m cdadesk`, and the `cdadesk` command: reads the command line and shows the window."""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from cdadesk.version import program_version

_DEMOS = ("jaipur", "ludhiana", "pune")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for and return the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    return _test_itself() if asked.self_test else _show(asked)


def _show(asked: argparse.Namespace) -> int:
    from cdadesk.gui.opening import Opening  # noqa: PLC0415 - whoever asks for the version need not wait for the window

    opening = Opening()
    gc.disable()  # next to nothing of what is made now can go again
    from cdadesk import app  # noqa: PLC0415 - it takes long, and is seen to

    gc.freeze()
    gc.enable()
    return app.run(app.Asked(asked.profile, asked.demo, asked.language), opening)


def _test_itself() -> int:
    from cdadesk import app  # noqa: PLC0415 - as above

    return app.run_self_test()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cdadesk", description="The desk of a Cluster Development Agent.")
    parser.add_argument("--profile", type=Path, metavar="DIR", help="open the profile in this folder, or make it there")
    said = "open an invented cluster, in a folder of its own: jaipur, ludhiana or pune"
    parser.add_argument("--demo", nargs="?", const="jaipur", default="", choices=_DEMOS, help=said)
    parser.add_argument("--language", choices=("en", "hi"), default="", help="the language of the window")
    parser.add_argument("--self-test", action="store_true", help="try database, PDF and window, without a network")
    parser.add_argument("--version", action="version", version=f"cdadesk {program_version()}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
