"""cdadesk-server: start the server, and look after its users, clusters and laptops."""

import argparse
import gc
import getpass
import os
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

import platformdirs
import uvicorn
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cdadesk.clock import new_id
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, format_instant, format_number
from cdadesk.server import (
    accounts,
    beginnings,
    checking,
    demo,
    devices,
    journals,
    keys,
    posted,
    recovered,
    restoring,
    schema,
    scopes,
)
from cdadesk.server.accounts import NewUser
from cdadesk.server.app import create_app
from cdadesk.server.database import Database
from cdadesk.server.files import checking as file_checking
from cdadesk.server.files.dropping import drop_gone
from cdadesk.server.files.objects import Objects
from cdadesk.server.first_downloads import LEAST
from cdadesk.wire import canonical
from cdadesk.wire.keys import Keys
from cdadesk.wire.messages import Role

_OBJECTS_BETWEEN = 20_000  # two looks of the collector at new objects
FILE = "cdadesk-server.sqlite3"
FOLDER = "files"
FILES_VARIABLE = "CDADESK_FILES"
Verb = Callable[[Database, argparse.Namespace], int]
Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, do what it asks, return the exit code."""
    asked = _parser().parse_args(arguments)
    verb: Verb = asked.verb
    try:
        database = _opened(asked)
        try:
            return verb(database, asked)
        finally:
            database.close()
    except (Trouble, OSError) as trouble:
        sys.stderr.write(f"cdadesk-server: {trouble}\n")
    except DBAPIError as error:
        sys.stderr.write(_("cdadesk-server: the database cannot be used: {error}").format(error=error.orig) + "\n")
    return 1


def serve(database: Database, asked: argparse.Namespace) -> int:
    """Answer until a signal says stop; the line that says where comes when requests are heard."""
    with socket.create_server((asked.host, asked.port)) as heard:
        _init(database)
        if asked.demo:
            database.write(lambda session: demo.fill(session, database.clock.now()))
            _say(_("Illustrative users (name, password, role):"), *demo.lines())
        app = create_app(database, _objects(database, asked), asked.ready_from, asked.updates)
        host, port = heard.getsockname()[:2]
        _settle_down()
        _say(_("cdadesk-server is ready at {address}").format(address=f"http://{host}:{port}"))
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[heard])
    return 0


def _settle_down() -> None:
    """Let the collector leave alone what stays for ever, and look at the rest less often: exchanges make no rings."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN, 20, 20)


def init(database: Database, _asked: argparse.Namespace) -> int:
    """Make the database, or bring it up to this version."""
    _init(database)
    _say(_("The database is ready."))
    return 0


def add_user(database: Database, asked: argparse.Namespace) -> int:
    """Add a user; the password is asked for, or read from the first line of the input."""
    password = getpass.getpass(_("Password: ")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    new = NewUser(asked.login, asked.name or asked.login, Role(asked.role), password)
    member = database.write(lambda session: accounts.add_user(session, new, database.clock.now()))
    _say(f"{member.id}  {member.login}")
    return 0


def list_users(database: Database, _asked: argparse.Namespace) -> int:
    """Write one line for each user."""
    with database.reading() as session:
        for each in accounts.members(session):
            _say("  ".join((str(each.id), each.login, each.role.value, each.name, *map(str, each.clusters))))
    return 0


def add_cluster(database: Database, asked: argparse.Namespace) -> int:
    """Make the scopes of a new cluster."""
    cluster = new_id()
    database.write(lambda session: scopes.make_cluster(session, cluster, asked.name, database.clock.now()))
    _say(str(cluster))
    return 0


def list_clusters(database: Database, _asked: argparse.Namespace) -> int:
    """Write one line for each cluster."""
    with database.reading() as session:
        for cluster, name in sorted(scopes.all_clusters(session).items(), key=lambda pair: pair[1]):
            _say(f"{cluster}  {name}")
    return 0


def assign(database: Database, asked: argparse.Namespace) -> int:
    """Let a user work on a cluster."""
    database.write(lambda session: accounts.assign(session, asked.login, asked.cluster))
    return 0


def list_devices(database: Database, _asked: argparse.Namespace) -> int:
    """Write one line for each laptop."""
    with database.reading() as session:
        for each in devices.devices(session):
            seen = format_instant(each.seen_at) if each.seen_at else "-"
            state = _("revoked") if each.revoked_at else _("enrolled")
            _say("  ".join((str(each.replica), each.login, each.laptop, state, seen, format_number(each.changes))))
    return 0


def revoke_device(database: Database, asked: argparse.Namespace) -> int:
    """Shut a laptop out until its person signs in again."""

    def work(session: Session) -> None:
        devices.revoke(session, asked.replica, database.clock.now())

    database.write(work)
    return 0


def stick(database: Database, asked: argparse.Namespace) -> int:
    """Take in files that laptops wrote for a stick, and write the answers to send back."""
    for file in asked.files:
        answered = posted.take_file(database, _objects(database, asked), file, asked.out or file.parent)
        _say(*answered.lines)
        if answered.back is not None:
            _say(_("The answer is in {file}").format(file=answered.back))
    return 0


def check(database: Database, asked: argparse.Namespace) -> int:
    """Say what is not as it must be, when the bytes of erased files have gone that could not go before.

    What can be worked out again is set right, and told.
    """
    objects = _objects(database, asked)
    if schema.is_current(database):
        drop_gone(database, objects)
    found = [*checking.problems(database), *checking.mended(database), *file_checking.problems(database, objects)]
    _say(*(found or [_("All is in order.")]))
    return 1 if found else 0


def restored(database: Database, _asked: argparse.Namespace) -> int:
    """Say that this database is a backup which was put back; laptops then bring again what it lacks."""
    _init(database)
    epoch = database.write(lambda session: restoring.begin_epoch(session, database.clock.now()))
    _say(_("Epoch {epoch} begins. Each laptop brings again what it sent since this backup.").format(epoch=epoch))
    _say(_("What was done on the pages since is gone."))
    _say(_("Laptops erase again what they know to be erased; ask the advisors for the rest."))
    return 0


def recovered_rows(database: Database, asked: argparse.Namespace) -> int:
    """Write down what laptops still held after a restore and this database does not; without a file, count it."""
    with database.reading() as session:
        found = recovered.summary(session)
        rows = [row for each in found for row in recovered.rows_of(session, each.replica, each.scope)]
    for each in found:
        cells = (str(each.replica), each.person, each.laptop, each.cluster or each.scope, format_number(each.records))
        _say("  ".join(cells))
    if asked.file is not None:
        asked.file.write_bytes(canonical.encode(rows))
        _say(_("Saved as {file}.").format(file=asked.file))
    return 0


def journal(database: Database, asked: argparse.Namespace) -> int:
    """Say what this server should hold of a laptop that wrote a file for support, and what it lacks; take that in."""
    told = journals.read(_opened_file(database, asked.file))
    found = _say_standing(database, told)
    if asked.take:
        refused = journals.take(database, told, asked.take)
        _say(
            *(f"{each.n}  {each.result.value}  {each.sentence}" for each in refused), _("What was lacking is taken in.")
        )
        return 0
    return 1 if any(each.lacking or each.forked for each in found) else 0


def open_support(database: Database, asked: argparse.Namespace) -> int:
    """Open a file for support that a laptop sealed to this server, and save what is in it as JSON. It is personal."""
    plain = _opened_file(database, asked.file)
    told = journals.read(plain)
    asked.out.write_bytes(plain)
    _say_standing(database, told)
    _say(_("Saved as {file}. It holds personal data; delete it when it is no longer needed.").format(file=asked.out))
    return 0


def _say_standing(database: Database, told: journals.Journal) -> list[journals.Standing]:
    with database.reading() as session:
        found = journals.compare(session, told)
    _say(*(each.sentence() for each in found))
    return found


def _opened_file(database: Database, file: Path) -> bytes:
    _init(database)
    with database.reading() as session:
        own = keys.of_server(session)
    return journals.opened(file.read_bytes(), own or Keys.new(), _secret)


def _secret() -> str:
    return getpass.getpass(_("Passphrase: ")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _init(database: Database) -> None:
    schema.upgrade(database)
    database.write(lambda session: beginnings.ensure(session, database.clock.now()))


def _opened(asked: argparse.Namespace) -> Database:
    if asked.database:
        return Database(asked.database)
    usual = platformdirs.user_data_path("cdadesk-server-demo" if asked.demo else "cdadesk-server", appauthor=False)
    folder = asked.data or usual
    folder.mkdir(parents=True, exist_ok=True)
    return Database(URL.create("sqlite", database=str(folder / FILE)))


def _objects(database: Database, asked: argparse.Namespace) -> Objects:
    """Return where files of attachments lie: where the command line or the environment says, or beside the database."""
    told = asked.files or os.environ.get(FILES_VARIABLE, "")
    if told:
        return Objects(told if "://" in told else Path(told))
    file = database.engine.url.database if database.engine.url.get_backend_name() == "sqlite" else None
    folder = Path(file).parent if file else platformdirs.user_data_path("cdadesk-server", appauthor=False)
    return Objects(folder / FOLDER)


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cdadesk-server", description=__doc__)
    parser.set_defaults(demo=False)
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    serving = _verb(verbs, "serve", serve)
    _serving(serving)
    _verb(verbs, "init", init)
    for each in (serving, _verb(verbs, "check", check)):
        _files_of(each)
    _verb(verbs, "restored", restored)
    opening = _verb(verbs, "journal", journal)
    opening.add_argument("file", type=Path)
    opening.add_argument("--take", metavar="LOGIN", help=_("take in what is lacking, for this user"))
    unsealing = _verb(_verbs_of(verbs, "support"), "open", open_support)
    unsealing.add_argument("file", type=Path)
    unsealing.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("file to write"))
    _verb(verbs, "recovered", recovered_rows).add_argument("--file", type=Path, metavar="FILE")
    reading = _verb(verbs, "stick", stick)
    _files_of(reading)
    reading.add_argument("files", metavar="FILE", nargs="+", type=Path)
    reading.add_argument("--out", metavar="DIR", type=Path, help=_("folder of the answers; without it beside the file"))
    assigning = _verb(verbs, "assign", assign)
    assigning.add_argument("login")
    assigning.add_argument("cluster", type=UUID)
    _users(_verbs_of(verbs, "user"))
    _clusters(_verbs_of(verbs, "cluster"))
    _devices(_verbs_of(verbs, "device"))
    return parser


def _serving(serving: argparse.ArgumentParser) -> None:
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8321, help=_("0 takes any free one"))
    ready = _("records of a scope from which on its first download lies ready")
    serving.add_argument("--ready-from", type=int, default=LEAST, metavar="N", help=ready)
    offered = _("folder of a release that is offered to laptops")
    serving.add_argument("--updates", type=_folder, metavar="DIR", help=offered)
    serving.add_argument("--demo", action="store_true", help=_("add illustrative users and clusters"))


def _folder(typed: str) -> Path:
    folder = Path(typed)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(_("there is no such folder"))
    return folder


def _files_of(parser: argparse.ArgumentParser) -> None:
    where = _("folder or s3://... where files of attachments lie")
    parser.add_argument("--files", metavar="PLACE", default="", help=where)


def _users(verbs: Verbs) -> None:
    adding = _verb(verbs, "add", add_user)
    adding.add_argument("login")
    adding.add_argument("--name", default="")
    adding.add_argument("--role", choices=[role.value for role in Role], required=True)
    _verb(verbs, "list", list_users)


def _clusters(verbs: Verbs) -> None:
    _verb(verbs, "add", add_cluster).add_argument("name")
    _verb(verbs, "list", list_clusters)


def _devices(verbs: Verbs) -> None:
    _verb(verbs, "list", list_devices)
    _verb(verbs, "revoke", revoke_device).add_argument("replica", type=UUID)


def _verbs_of(verbs: Verbs, name: str) -> Verbs:
    return verbs.add_parser(name, help=f"{name} ...").add_subparsers(required=True, metavar="COMMAND")


def _verb(verbs: Verbs, name: str, verb: Verb) -> argparse.ArgumentParser:
    made = verbs.add_parser(name, help=verb.__doc__, description=verb.__doc__)
    made.set_defaults(verb=verb)
    place = made.add_mutually_exclusive_group()
    place.add_argument("--database", metavar="URL", help=_("address of the database, such as postgresql://..."))
    place.add_argument("--data", metavar="DIR", type=Path, help=_("folder of the SQLite database"))
    return made


if __name__ == "__main__":
    sys.exit(main())
