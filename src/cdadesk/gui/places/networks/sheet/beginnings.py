"""What a new meeting begins with: today, the place and kind of the last one, and everybody who is a member."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cdadesk.acts import meetings
from cdadesk.clock import new_id
from cdadesk.domain.networks.meeting import Meeting, MeetingKind
from cdadesk.domain.networks.network import Network
from cdadesk.gui.desk import Desk
from cdadesk.gui.records.drafted import new_in
from cdadesk.store.drafts import Draft


def begun_for(desk: Desk, network: UUID | None) -> Meeting:
    """Return a new meeting of a network, or of the whole cluster, with all that can be known before it is told."""
    today = desk.clock.today()
    held = desk.store.get(Network, network) if network is not None else None
    meeting = desk.fresh(Meeting, held_on=today, network=network)
    last = next(iter(meetings.earlier(desk.store, meeting)), None)
    usual = MeetingKind.network if network is not None else MeetingKind.cluster_wide
    values: dict[str, Any] = {
        "place": last.place if last is not None else None,
        "meeting_kind": last.meeting_kind if last is not None else usual,
        "attendance": meetings.expected(held.record, today) if held is not None else {},
    }
    return meeting.changed(**values)


def draft_for(desk: Desk, network: UUID | None) -> Draft | None:
    """Return the draft of a meeting of this network that was begun here and never saved, the newest one."""
    for draft in desk.drafts.all():
        begun = new_in(Meeting, draft) if draft.key.form == Meeting.kind else None
        if begun is not None and begun.network == network and begun.scope == desk.scope:
            return draft
    return None


def renewed(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft with other ids for all that becomes a record of its own: the ones taken back keep theirs."""
    written = json.dumps(body)
    for old in (*body.get("talk", {}).get("lines", {}), *body.get("newcomers", {})):
        written = written.replace(old, str(new_id()))
    made: dict[str, Any] = json.loads(written)
    return made
