"""What travels otherwise than by the feed: records from cluster to cluster, sticks by hand, files in their own lane."""

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cdadesk.acts import attaching, consent, moving, stick, stick_in
from cdadesk.acts.attaching import pasted_source
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel.erasure import personal_paths
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.scopes import is_private
from cdadesk.store.store import Held
from cdadesk.sync.troubles import LineBroke, TokenRefused
from tests.model.days import PICK, WHO, Days
from tests.model.mishaps import MISHAPS
from tests.model.road import Mishap

PAPERS = {"small": b"%PDF-1.4 a small one", "large": b"%PDF-1.4 a large one " * 30_000}


class Travelling(Days):
    """Moves, sticks and files."""

    @rule(who=WHO, pick=PICK)
    def move(self, who: str, pick: int) -> None:
        """Let a record lie in another cluster, where its writer works on both."""
        held, desk = self.shown(who, pick), self.desk(who)
        if held is None or is_private(held.record.scope):
            return
        for target in moving.other_clusters(desk.store, held.record)[:1]:
            self.remember(desk, desk.store.move([Held[Record](held.record, held.base, held.transport)], target).group)

    # sticks

    @rule(who=WHO, pick=PICK, alone=st.booleans())
    def write_stick(self, who: str, pick: int, alone: bool) -> None:
        """Write all that waits to a stick: for the server alone, or for a colleague, too."""
        desk = self.desk(who)
        found = stick.receivers(desk.store)
        receiver = found[pick % len(found)] if found and not alone else None
        wish = stick.Wish(self.world.new_stick(), receiver)
        with suppress(stick.NoStickYet):
            stick.write(desk.store, wish, desk.clock.clock)

    @precondition(lambda self: self.world.sticks)
    @rule(who=WHO, pick=PICK)
    def read_stick(self, who: str, pick: int) -> None:
        """Read a stick: a new one or an old one, whoever wrote it and for whom, perhaps again."""
        folder = self.world.sticks[-1 - pick % len(self.world.sticks)]
        if any(folder.iterdir()):
            stick_in.read(self.desk(who).store, folder)

    # files

    @rule(who=WHO, pick=PICK, what=st.sampled_from(sorted(PAPERS)))
    def attach(self, who: str, pick: int, what: str) -> None:
        """Hang a paper on a record."""
        held, desk = self.shown(who, pick), self.desk(who)
        if held is not None:
            paper = attaching.attach(desk.store, held.record, pasted_source("paper.pdf", PAPERS[what]))
            self.world.papers[paper.id] = PAPERS[what]
            self.write_down(desk)

    @rule(who=WHO, pick=PICK)
    def erase_paper(self, who: str, pick: int) -> None:
        """Erase a paper with its file, since somebody in it wishes so."""
        desk = self.desk(who)
        papers = desk.store.find(Attachment)
        for held in papers[pick % len(papers) :][:1] if papers else ():
            if consent.may_erase(desk.store, held.record):
                self.world.erased.setdefault(held.record.id, set()).update(personal_paths(Attachment))
                erased = consent.erase_photo(desk.store, held)
                self.remember(desk, erased.group, [held.record])

    @rule(who=WHO, mishap=MISHAPS)
    def send_files(self, who: str, mishap: Mishap) -> None:
        """Let files go, the first request of them well or not."""
        desk = self.desk(who)
        desk.road.next = mishap
        desk.send_files()
        desk.road.next = Mishap.none

    @rule(who=WHO, pick=PICK, mishap=MISHAPS)
    def fetch_file(self, who: str, pick: int, mishap: Mishap) -> None:
        """Fetch the file of a paper that is shown, the first request well or not."""
        desk = self.desk(who)
        found = desk.store.find(Attachment)
        papers = [held.record for held in found if held.base is not None and held.record.sha256]
        for paper in papers[pick % len(papers) :][:1] if papers else ():
            desk.road.next = mishap
            with suppress(LineBroke, TokenRefused):
                desk.fetch(paper)
            desk.road.next = Mishap.none
