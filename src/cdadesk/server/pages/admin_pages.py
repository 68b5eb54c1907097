"""Users and laptops, for the administrator; no record is shown here."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from sqlalchemy.orm import Session
from starlette.responses import Response

from cdadesk.domain.kernel.scopes import is_private
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, _
from cdadesk.server import accounts, devices, recovered, resetting
from cdadesk.server.accounts import NewUser
from cdadesk.server.pages.rendering import ROLES, show
from cdadesk.server.pages.visit import AnyVisit, Visit, VisitWithForm, go, one_line, require
from cdadesk.server.reading.users_view import find_users, one_user
from cdadesk.server.scopes import all_clusters
from cdadesk.server.troubles import NotFound
from cdadesk.wire import canonical
from cdadesk.wire.messages import Role

router = APIRouter()
_DONE = {
    "added": N_("The user is added. Now assign the clusters."),
    "assigned": N_("Assigned."),
    "unassigned": N_("Taken away. Laptops hear of it with the next exchange."),
    "password": N_("The new password holds from now on; whoever was signed in must sign in again."),
    "disabled": N_("This user can sign in no more, neither here nor from a laptop."),
    "named": N_("The laptop has its name. Laptops learn of it with their next exchange."),
    "revoked": N_("The laptop is shut out until its person signs in again."),
}


class NameMissing(Trouble):
    """A user without a name to sign in with."""

    def __init__(self) -> None:
        super().__init__(_("Write the person's name, and a short name to sign in with."))


def new_user(
    login: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    role: Annotated[Role, Form()] = Role.cda,
    password: Annotated[str, Form()] = "",
) -> NewUser:
    """Return what the form says of a new user."""
    return NewUser(one_line(login, 60), one_line(name, 120), role, password)


@router.get("/users")
def users_page(visit: AnyVisit, words: str = "") -> Response:
    """List the users, or those that fit what was searched for."""
    return _list(visit, words)


@router.post("/users")
def add_user(visit: VisitWithForm, new: Annotated[NewUser, Depends(new_user)]) -> Response:
    """Add a user."""
    require(visit, Role.administrator)

    def work(session: Session) -> UUID:
        if not accounts.plain_login(new.login) or not new.name:
            raise NameMissing
        return accounts.add_user(session, new, visit.database.clock.now()).id

    try:
        added = visit.database.write(work)
    except Trouble as trouble:
        return _list(visit, "", str(trouble), new)
    return go(f"/users/{added}", done="added")


@router.get("/users/{user}")
def user_page(visit: AnyVisit, user: UUID, done: str = "") -> Response:
    """Show one user."""
    return _one(visit, user, done=done)


@router.post("/users/{user}/clusters")
def assign(
    visit: VisitWithForm, user: UUID, cluster: Annotated[UUID, Form()], act: Annotated[str, Form()] = "assign"
) -> Response:
    """Assign a cluster to a user, or take it away."""
    require(visit, Role.administrator)
    change = accounts.unassign if act == "unassign" else accounts.assign
    login = _login(visit, user)
    visit.database.write(lambda session: change(session, login, cluster))
    return go(f"/users/{user}", done="unassigned" if act == "unassign" else "assigned")


@router.post("/users/{user}/password")
def reset_password(visit: VisitWithForm, user: UUID, password: Annotated[str, Form()] = "") -> Response:
    """Give a user another password."""
    require(visit, Role.administrator)
    try:
        visit.database.write(lambda session: resetting.set_password(session, user, password))
    except Trouble as trouble:
        return _one(visit, user, str(trouble))
    return go(f"/users/{user}", done="password")


@router.post("/users/{user}/disable")
def disable(visit: VisitWithForm, user: UUID) -> Response:
    """Let a user in no more."""
    require(visit, Role.administrator)
    login = _login(visit, user)
    visit.database.write(lambda session: accounts.disable(session, login, visit.database.clock.now()))
    return go(f"/users/{user}", done="disabled")


@router.get("/devices")
def devices_page(visit: AnyVisit, done: str = "") -> Response:
    """List the laptops."""
    require(visit, Role.administrator)
    with visit.database.reading() as session:
        found = devices.devices(session)
        brought = recovered.summary(session)
    return show(visit, "devices.html", devices=found, recovered=brought, done=_done(done))


@router.get("/recovered/{replica}/{scope}")
def download_recovered(visit: AnyVisit, replica: UUID, scope: str) -> Response:
    """Hand over what a laptop still held of a scope when the server was restored; not what lies behind the wall."""
    require(visit, Role.administrator)
    if is_private(scope):
        raise NotFound(scope)
    with visit.database.reading() as session:
        rows = recovered.rows_of(session, replica, scope)
    if not rows:
        raise NotFound(scope)
    name = f'attachment; filename="recovered-{replica.hex[-6:]}.json"'
    return Response(canonical.encode(rows), media_type="application/json", headers={"Content-Disposition": name})


@router.post("/devices/{replica}/name")
def name_laptop(visit: VisitWithForm, replica: UUID, name: Annotated[str, Form()] = "") -> Response:
    """Give a laptop a name by which people know it; a blank one takes it away."""
    require(visit, Role.administrator)
    visit.database.write(lambda session: devices.call(session, replica, name))
    return go("/devices", done="named")


@router.post("/devices/{replica}/revoke")
def revoke(visit: VisitWithForm, replica: UUID) -> Response:
    """Shut a laptop out."""
    require(visit, Role.administrator)
    visit.database.write(lambda session: devices.revoke(session, replica, visit.database.clock.now()))
    return go("/devices", done="revoked")


def _list(visit: Visit, words: str, complaint: str = "", new: NewUser | None = None) -> Response:
    require(visit, Role.administrator)
    with visit.database.reading() as session:
        found = find_users(session, one_line(words))
    typed = new or NewUser("", "", Role.cda, "")
    status = 422 if complaint else 200
    return show(visit, "users.html", status, found=found, words=words, complaint=complaint, typed=typed, roles=ROLES)


def _one(visit: Visit, user: UUID, complaint: str = "", done: str = "") -> Response:
    require(visit, Role.administrator)
    with visit.database.reading() as session:
        found = one_user(session, user)
        clusters = all_clusters(session)
    assigned = {each for each, _name in found.clusters}
    free = sorted(((each, name) for each, name in clusters.items() if each not in assigned), key=lambda pair: pair[1])
    status = 422 if complaint else 200
    return show(visit, "user.html", status, user=found, free=free, complaint=complaint, done=_done(done))


def _login(visit: Visit, user: UUID) -> str:
    with visit.database.reading() as session:
        return one_user(session, user).login


def _done(done: str) -> str:
    return _(_DONE[done]) if done in _DONE else ""
