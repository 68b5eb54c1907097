"""What the system says of the network: whether there is one, and whether it costs money. Some systems say nothing."""

import ctypes
import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

from cdadesk.sync.schedule import Network

if sys.platform == "win32":

    def _is_imitated() -> bool:
        """Say whether Windows is only imitated here, by Wine: asked for its networks it brings the program down."""
        return hasattr(ctypes.windll.ntdll, "wine_get_version")

else:

    def _is_imitated() -> bool:
        return False


_Reach = QNetworkInformation.Reachability
_NETWORKS = {_Reach.Disconnected: Network.away, _Reach.Local: Network.there, _Reach.Site: Network.there}


class NetworkWatch(QObject):
    """Knows nothing of the network; `changed` tells when it knows something else."""

    changed = Signal()

    @property
    def network(self) -> Network:
        """Whether there is one, as far as is known."""
        return Network.unknown

    @property
    def metered(self) -> bool:
        """Whether the system says that it costs money."""
        return False


class SystemNetwork(NetworkWatch):
    """Asks the system, where Qt knows how to."""

    def __init__(self) -> None:
        super().__init__()
        if not _is_imitated():
            QNetworkInformation.loadDefaultBackend()
        self._system: QNetworkInformation | None = QNetworkInformation.instance()
        if self._system is not None:
            self._system.reachabilityChanged.connect(self._tell)
            self._system.isMeteredChanged.connect(self._tell)

    @property
    def network(self) -> Network:
        reach = self._system.reachability() if self._system is not None else _Reach.Unknown
        return Network.there if reach is _Reach.Online else _NETWORKS.get(reach, Network.unknown)

    @property
    def metered(self) -> bool:
        return self._system is not None and self._system.isMetered()

    def _tell(self, _told: object) -> None:
        self.changed.emit()
