"""Papers for people without a computer: minutes, the account of a fair, the sheet of each who took part."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cdadesk.acts.attaching import hung_on
from cdadesk.acts.fairs import latest_settlement, series, settle_fair
from cdadesk.acts.illustration import illustrative_day
from cdadesk.acts.meetings import previous, tasks_of
from cdadesk.acts.naming import names_in
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.actors.person import Person, PersonPrivate, Sex
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.tapering import SeriesFair
from cdadesk.domain.kernel.record import Record, in_order
from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task
from cdadesk.i18n import speaking
from cdadesk.reports.fair_papers import FairAccount
from cdadesk.reports.fair_settlement import write_fair_settlement
from cdadesk.reports.letterhead import Letterhead
from cdadesk.reports.minutes import write_minutes
from cdadesk.reports.minutes_rows import MeetingPapers
from cdadesk.reports.participant_sheet import write_all_sheets, write_participant_sheet
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store


@dataclass(frozen=True)
class Printing:
    """In which language a paper is made, and on which day."""

    language: str
    on: dt.date


def minutes_pdf(store: Store, meeting: Meeting, printing: Printing) -> bytes:
    """Return the minutes of a meeting as a PDF."""
    papers = meeting_papers(store, meeting)
    people: list[Record] = [meeting, *papers.given, *papers.earlier]
    file = io.BytesIO()
    with speaking(printing.language):
        write_minutes(papers, letterhead(store, meeting.scope, people, printing.on), file)
    return file.getvalue()


def settlement_pdf(store: Store, fair: Fair, printing: Printing) -> bytes:
    """Return the account of a fair as a PDF, marked as a draft while it is not approved; raises what settling does."""
    file = io.BytesIO()
    with speaking(printing.language):
        account = fair_account(store, fair)
        write_fair_settlement(account, letterhead(store, fair.scope, [fair], printing.on), file)
    return file.getvalue()


def sheets_pdf(store: Store, fair: Fair, printing: Printing) -> bytes:
    """Return the sheets of all participants of a fair in one PDF, each on pages of its own."""
    file = io.BytesIO()
    with speaking(printing.language):
        account = fair_account(store, fair)
        write_all_sheets(account, letterhead(store, fair.scope, [fair], printing.on), file)
    return file.getvalue()


def sheet_pdf(store: Store, fair: Fair, participant: str, printing: Printing) -> bytes:
    """Return the sheet of one participant, by the key of its line in the fair."""
    file = io.BytesIO()
    with speaking(printing.language):
        account = fair_account(store, fair)
        write_participant_sheet(account, participant, letterhead(store, fair.scope, [fair], printing.on), file)
    return file.getvalue()


def meeting_papers(store: Store, meeting: Meeting) -> MeetingPapers:
    """Return the records that minutes are drawn from."""
    network = store.get(Network, meeting.network) if meeting.network else None
    before = previous(store, meeting)
    came = [line.member for _key, line in in_order(meeting.attendance) if line.member]
    actors = store.get_all(Actor, came)
    return MeetingPapers(
        meeting=meeting,
        network=network.record if network else None,
        given=_tasks(store, meeting),
        earlier=_tasks(store, before) if before else (),
        kinds={held.record.id: held.record.actor_kind for held in actors if held.record.actor_kind},
        sexes=_sexes(store, came),
        attachments=_attachments(store, meeting),
        recorded_by=store.me.name,
    )


def fair_account(store: Store, fair: Fair) -> FairAccount:
    """Return what the papers of a fair are drawn from: the account that was approved, or today's while none was."""
    approval = latest_settlement(store, fair.id)
    meeting = store.get(Meeting, approval.approved_in) if approval and approval.approved_in else None
    return FairAccount(
        fair=fair,
        settlement=approval.read_account() if approval else settle_fair(store, fair),
        approval=approval,
        approved_in=meeting.record if meeting else None,
        earlier=tuple(_earlier(store, fair)),
        attachments=_attachments(store, fair),
    )


def letterhead(store: Store, scope: str, records: Sequence[Record], on: dt.date) -> Letterhead:
    """Return what the papers of a cluster share, with the names of all that the records point at."""
    found = cluster_of(scope)
    held = store.get(Cluster, found) if found else None
    return Letterhead(
        programme=(held.record.programme_name or "") if held else "",
        cluster=held.record.title() if held else "",
        made_on=on,
        illustrative=illustrative_day(store) is not None,
        names=names_in(store, records),
    )


def _earlier(store: Store, fair: Fair) -> list[SeriesFair]:
    return [
        each
        for each in series(store, fair.scope)
        if each.series == fair.series and fair.ordinal and each.ordinal < fair.ordinal
    ]


def _attachments(store: Store, about: Record) -> tuple[Attachment, ...]:
    return tuple(each.record for each in hung_on(store, about))


def _tasks(store: Store, meeting: Meeting) -> tuple[Task, ...]:
    return tuple(held.record for held in tasks_of(store, meeting))


def _sexes(store: Store, came: Sequence[UUID]) -> dict[UUID, Sex]:
    """Return what is known behind the wall; a paper prints only how many there are."""
    people = [held.record.id for held in store.get_all(Person, came)]
    if not people:
        return {}
    answers = store.find(PersonPrivate, Ask(equals={"parent_id": people}))
    known = ((held.record.parent_id, held.record.sex) for held in answers if held.record.consent_in_force())
    return {person: sex for person, sex in known if person and sex}
