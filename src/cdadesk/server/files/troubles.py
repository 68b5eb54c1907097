"""What can go wrong where files lie."""

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _


class StoreOfFilesFailed(Trouble):
    """The folder or the S3 store does not answer as it must."""

    def __init__(self, place: str) -> None:
        super().__init__(_("The files of attachments cannot be reached at {place}.").format(place=place))
