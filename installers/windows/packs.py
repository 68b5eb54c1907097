"""Puts the byte code of a folder's modules in one file, which cdadesk_start.py reads."""

import marshal
from collections.abc import Mapping
from pathlib import Path

from installers.bytecode import compiled
from installers.windows.cdadesk_start import PACK, SIZE

_HEAD = 16  # bytes of a .pyc before its code
_PACKAGE = ".__init__"


def pack_modules(folder: Path, sources: Mapping[str, Path]) -> None:
    """Write the pack of a folder from the sources, by their names as files in it."""
    listed: dict[str, tuple[bool, int, int]] = {}
    code = bytearray()
    for name, source in sorted(sources.items()):
        own = compiled(source, name)[_HEAD:]
        module = name.removesuffix(".py").replace("/", ".")
        listed[module.removesuffix(_PACKAGE)] = (module.endswith(_PACKAGE), len(code), len(code) + len(own))
        code += own
    head = marshal.dumps(listed)
    (folder / PACK).write_bytes(len(head).to_bytes(SIZE, "little") + head + code)


def sources_in(folder: Path) -> dict[str, Path]:
    """Return the sources of a folder's modules by name, without those that their makers have compiled."""
    found = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*.py")}
    return {name: source for name, source in found.items() if not _is_compiled(source)}


def _is_compiled(source: Path) -> bool:
    return any(source.parent.glob(f"{source.stem}.*pyd"))
