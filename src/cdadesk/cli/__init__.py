"""cdadesk-cli: the same work without a window. Exit code 0: done; 1: a trouble, said in a sentence; 2: wrong usage."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from cdadesk import i18n
from cdadesk.cli import check, exchange, init, questions, report, restore, settle, show, stick, support, trust, update
from cdadesk.cli.console import Console
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.version import program_version

DONE, TROUBLE, STOPPED = 0, 1, 130


class Verb(Protocol):
    """A module for each verb: what it is good for, its arguments, and the act, which returns the exit code."""

    HELP: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what may follow the verb."""

    def run(self, asked: argparse.Namespace, console: Console) -> int:
        """Do it."""


Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name

VERBS: Mapping[str, Verb] = {
    "init": init,
    "show": show,
    "settle": settle,
    "trust": trust,
    "report": report,
    "exchange": exchange,
    "stick": stick,
    "questions": questions,
    "check": check,
    "restore": restore,
    "support": support,
    "update": update,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, do what it asks, return the exit code."""
    console = Console(sys.stdout, sys.stderr)
    _speak(sys.argv[1:] if arguments is None else arguments)
    asked = _parser().parse_args(arguments)
    try:
        code = VERBS[asked.verb].run(asked, console)
        sys.stdout.flush()
    except Trouble as trouble:
        console.note(f"cdadesk-cli: {trouble}")
        return TROUBLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the flush at exit finds a listener
        return TROUBLE
    except KeyboardInterrupt:
        console.note(_("Stopped. What was done so far stays done."))
        return STOPPED
    return code


def _speak(arguments: Sequence[str]) -> None:
    """Speak the language that is asked for before the help is written; a wrong one is told by the parser itself."""
    first = argparse.ArgumentParser(add_help=False)
    first.add_argument("--language")
    found, _rest = first.parse_known_args([each for each in arguments if each != "--"])
    if found.language in i18n.LANGUAGES:
        i18n.use_language(found.language)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cdadesk-cli",
        description=_("The cluster development agent's desk without a window."),
        epilog=_("Exit codes: 0 done, 1 a trouble that is told in one sentence, 2 wrong usage."),
    )
    parser.add_argument("--version", action="version", version=f"cdadesk-cli {program_version()}")
    _common(parser, None)
    verbs: Verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
    for name, verb in VERBS.items():
        made = verbs.add_parser(name, help=_(verb.HELP), description=_(verb.HELP))
        _common(made, argparse.SUPPRESS)
        verb.arguments(made)
    return parser


def _common(parser: argparse.ArgumentParser, otherwise: str | None) -> None:
    """Declare what may stand before the verb or after it."""
    parser.add_argument("--profile", type=Path, metavar=_("FOLDER"), default=otherwise, help=_("folder of the profile"))
    parser.add_argument(
        "--passphrase-file",
        metavar=_("FILE"),
        default=otherwise,
        help=_("file whose first line is the passphrase (- for the input); without it you are asked"),
    )
    parser.add_argument("--language", choices=sorted(i18n.LANGUAGES), default=otherwise, help=_("language to speak"))
