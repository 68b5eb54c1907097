"""Trouble: what went wrong outside the program, in a sentence that is shown as it stands."""

from cdadesk.i18n import _


class Trouble(Exception):
    """Something the person can understand and act on; `str()` is a translated sentence.

    Everything that is not a Trouble is a mistake of ours: logged with its trace and called that.
    """


class RecordTooLarge(Trouble):
    """A record is over the limit that the protocol sets."""

    def __init__(self) -> None:
        super().__init__(_("This record is too large to be sent. Shorten its longest text, then save again."))


class RecordIsClosed(Trouble):
    """Something was agreed to, and stays as it was agreed to."""

    def __init__(self) -> None:
        super().__init__(_("This was approved and stays as it is. Begin a new revision to change something."))


class WrongShape(Trouble):
    """A record holds values of the wrong type or size; `complaints` says which, by path."""

    def __init__(self, complaints: dict[str, str]) -> None:
        super().__init__(
            _("Some answers cannot be saved as they are: {first}").format(first=next(iter(complaints.values()), ""))
        )
        self.complaints = complaints
