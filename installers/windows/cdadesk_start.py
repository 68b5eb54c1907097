"""What the launchers start: window or console, with all modules taken from few files.

Each of some 1,600 modules would otherwise be looked for and opened by itself, which takes an old disk and a virus
scanner their time. A folder that is searched for modules may hold `code.pack`, made by packs.py; what is not in it,
such as compiled libraries, or our own code after a small update, lies in the folder as ever.
"""

import marshal
import mmap
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType, ModuleType

PACK = "code.pack"
SIZE = 8  # bytes, in which the length of the list is written
_SEPARATOR = "\\" if sys.platform == "win32" else "/"


class _Loader(SourceFileLoader):
    """Takes one module out of a pack; its data, and its source if it has one there, lie in the folder."""

    def __init__(self, name: str, path: str, code: memoryview) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - asked so by Python
        """Return the module's code."""
        code: CodeType = marshal.loads(self._code)  # noqa: S302 - it came with the program, as all its code
        return code


class Pack:
    """Finds the modules of one folder in its pack."""

    def __init__(self, folder: str) -> None:
        """Open the pack of a folder; raises OSError if it has none."""
        self._folder = folder
        with open(folder + _SEPARATOR + PACK, "rb") as file:  # noqa: PTH123 - pathlib lies in a pack
            self._view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        begin = SIZE + int.from_bytes(self._view[:SIZE], "little")
        self._listed: dict[str, tuple[bool, int, int]] = marshal.loads(self._view[SIZE:begin])  # noqa: S302 - as above
        self._code = self._view[begin:]

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module is, as Python asks its finders."""
        del path, target  # the name says it all
        listed = self._listed.get(name)
        if listed is None:
            return None
        is_package, begin, end = listed
        inside = self._folder + _SEPARATOR + name.replace(".", _SEPARATOR)
        file = f"{inside}{_SEPARATOR}__init__.py" if is_package else f"{inside}.py"
        loader, within = _Loader(name, file, self._code[begin:end]), [inside] if is_package else None
        return spec_from_file_location(name, file, loader=loader, submodule_search_locations=within)


def use_packs() -> None:
    """Look into the packs of the folders that are searched, before anything else is opened."""
    packs = []
    for folder in sys.path:
        try:
            packs.append(Pack(folder))
        except OSError:
            continue
    ours = sys.meta_path.index(PathFinder)  # behind what is built in, before the search through folders
    sys.meta_path[ours:ours] = packs


def main() -> int:
    """Start what the launcher's first word names, and return the exit code."""
    use_packs()
    asked = sys.argv.pop(1)
    if asked == "window":
        from cdadesk.__main__ import main as begin  # noqa: PLC0415 - the packs are in use now
    else:
        from cdadesk.cli import main as begin  # noqa: PLC0415 - the packs are in use now
    return begin()


if __name__ == "__main__":
    sys.exit(main())
