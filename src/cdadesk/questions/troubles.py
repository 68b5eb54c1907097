"""What can be wrong with a question set, in sentences that are shown as they stand."""

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _


class UnreadableForm(Trouble):
    """A file is no question set, or one with a mistake; `reason` says which and where, as the reader put it."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("This question set cannot be read: {reason}").format(reason=reason))
        self.reason = reason


class ProtectedForm(Trouble):
    """A workbook that opens only with a password."""

    def __init__(self) -> None:
        super().__init__(_("This workbook is protected with a password. Save it without one, then open it again."))


class TooLargeForm(Trouble):
    """A file that is larger, or unpacks to more, than any question set needs."""

    def __init__(self) -> None:
        super().__init__(_("This file is far too large for a question set. It was not opened."))


class CircularForm(Trouble):
    """Rules that need each other's result; `paths` says which."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        names = " → ".join(path.rsplit("/", maxsplit=1)[-1] for path in paths)
        super().__init__(_("The rules of these questions go in a circle: {names}").format(names=names))
        self.paths = paths


class UnknownSet(Trouble):
    """A code that no question set of the program has."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        super().__init__(
            _("There is no question set “{code}”. There are: {known}").format(code=code, known=", ".join(known))
        )
