"""Photos and papers from a stick: each only where a record names it, part after part, believed when it is whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from cdadesk.acts import stick_photos
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.store import Store
from cdadesk.store.troubles import DamagedFile
from cdadesk.wire.blobs import Part
from cdadesk.wire.messages import Colleague, Grants


class WrongPhoto(Trouble):
    """All of a file came, and it is not the one that its record names."""

    def __init__(self, title: str) -> None:
        said = _("“{title}” is not the file that its record names. Nothing of it was kept; ask for a new stick.")
        super().__init__(said.format(title=title))


@dataclass
class CamePhotos:
    """What came of files: how many are whole now, by the name of who sent them, and how many are not yet.

    Those that `wait` lack a part that is on another stick, or the record that names them.
    """

    whole: Counter[str] = field(default_factory=Counter)
    waiting: set[str] = field(default_factory=set)

    @property
    def wait(self) -> int:
        """Return how many files are not whole."""
        return len(self.waiting)


class Taking:
    """Takes files from the bundles of a stick."""

    def __init__(self, store: Store, grants: Grants) -> None:
        self._store = store
        self._grants = grants
        self.found = CamePhotos()

    def take(self, colleague: Colleague, parts: Sequence[Part]) -> None:
        """Take parts of files in their order; raises WrongPhoto, or DiskFull."""
        scopes = self._grants.scopes.keys() & set(colleague.scopes)
        for part in parts:
            attachment = self._named(part) if part.scope in scopes else None
            if attachment is None:
                self.found.waiting.add(part.sha256)
            elif not self._store.blobs.holds(part.sha256):
                self._take(colleague, part, attachment)
        stick_photos.note(self._store, colleague.user, {each.sha256 for each in parts})

    def _named(self, part: Part) -> Attachment | None:
        held = self._store.get(Attachment, part.record)
        if held is None or held.record.scope != part.scope:
            return None
        return held.record if held.record.size_of(part.sha256) == part.total else None

    def _take(self, colleague: Colleague, part: Part, attachment: Attachment) -> None:
        coming = self._store.blobs.begin(part.sha256, part.total)
        if part.offset > coming.held:
            self.found.waiting.add(part.sha256)
            return
        fresh = part.contents[coming.held - part.offset :]
        if not fresh:
            return
        try:
            coming = self._store.blobs.take(coming, fresh)
        except DamagedFile as error:
            self.found.waiting.discard(part.sha256)
            raise WrongPhoto(attachment.title()) from error
        self._note(colleague, part.sha256, is_whole=coming.held >= part.total)

    def _note(self, colleague: Colleague, sha256: str, *, is_whole: bool) -> None:
        if is_whole:
            self.found.waiting.discard(sha256)
            self.found.whole[colleague.name] += 1
        else:
            self.found.waiting.add(sha256)
