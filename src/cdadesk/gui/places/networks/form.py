"""The form of a network on three pages: what it is, who belongs to it, by what rules."""

from dataclasses import replace
from functools import partial

from pydantic import ValidationError

from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.domain.networks.network import Network
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.editors.lines import LineShape
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.shaped_rows import ShapedRowsEditor
from cdadesk.gui.places.networks.layouts import NETWORK, SHAPES


class NetworkForm(RecordForm):
    """Asks for a network, and can be counted with while it is typed."""

    def __init__(self, around: Surroundings) -> None:
        lists = {name: partial(_list_editor, shape) for name, shape in SHAPES.items()}
        super().__init__(Network, replace(around, special=lists), NETWORK)

    def so_far(self) -> Network | None:
        """Return the network with all typed so far that can be understood; None while it cannot be made of it."""
        try:
            made = self._changed_record(self._record) if self._record is not None else None
        except ValidationError:
            return None
        return made if isinstance(made, Network) else None


def _list_editor(shape: LineShape, info: FieldInfo, around: Surroundings) -> ShapedRowsEditor:
    return ShapedRowsEditor(info, around, editor_for, shape)
