"""Lists in a shape of their own, for forms that give them one."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.editors.lines import LineShape
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.shaped_rows import ShapedRowsEditor


def list_editor(shape: LineShape, info: FieldInfo, around: Surroundings) -> ShapedRowsEditor:
    """Return a grid in a shape, with the rest of a line below it."""
    return ShapedRowsEditor(info, around, editor_for, shape)


def shaped(around: Surroundings, shapes: Mapping[str, LineShape]) -> Surroundings:
    """Return surroundings in which lists, by their names, have shapes of their own."""
    lists = {name: partial(list_editor, each) for name, each in shapes.items()}
    return replace(around, special={**around.special, **lists})
