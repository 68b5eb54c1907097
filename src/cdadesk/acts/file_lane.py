"""Sending and fetching the files of photos and papers: after the records, and only as this person wants it."""

from collections.abc import Callable, Sequence

from cdadesk.acts import sending_files
from cdadesk.clock import Clock
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.store import Store
from cdadesk.sync import files
from cdadesk.sync.carrier import Cancelled
from cdadesk.sync.files import FileCarrier, FileProgress, Wanted
from cdadesk.sync.http import HttpCarrier, never

__all__ = ["Cancelled", "FileProgress", "NotSignedInYet", "fetch", "nobody", "send_ready"]

Watcher = Callable[[FileProgress], None]


class NotSignedInYet(Trouble):
    """Nothing can be fetched without a server."""

    def __init__(self) -> None:
        super().__init__(_("This laptop was not signed in to a server yet. Do that first, under Exchange."))


def nobody(_progress: FileProgress) -> None:
    """Watch nothing."""


def send_ready(
    store: Store, carrier: FileCarrier, watch: Watcher = nobody, stopped: Callable[[], bool] = never
) -> FileProgress:
    """Send what may go now, in the order of its making; raises a Trouble or Cancelled, and goes on the next time."""
    epochs = [seen.epoch for seen in store.cursors().values() if seen.epoch]
    if epochs:
        store.blobs.meet_epoch(max(epochs))
    ready = sending_files.ready(store)
    return files.send(store, carrier, ready, watch, stopped) if ready else FileProgress()


def fetch(
    store: Store,
    attachments: Sequence[Attachment],
    watch: Watcher = nobody,
    stopped: Callable[[], bool] = never,
    clock: Clock | None = None,
) -> FileProgress:
    """Fetch the files of attachments that are not here; raises a Trouble or Cancelled, and goes on the next time."""
    link = store.link()
    if not link.server or not link.token:
        raise NotSignedInYet
    here = store.blobs.held_of({each.sha256 or "" for each in attachments})
    wanted = {
        each.sha256: Wanted(each.scope, each.id, each.sha256, each.size)
        for each in attachments
        if each.sha256 and each.size and each.sha256 not in here and each.size_of(each.sha256)
    }
    if not wanted:
        return FileProgress()
    with HttpCarrier(link.server, clock or Clock(), stopped) as carrier:
        return files.fetch(store, carrier, list(wanted.values()), watch, stopped)
