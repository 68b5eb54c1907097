"""The program for Windows takes its modules out of few files, and notices nothing of it."""

import importlib
import sys
import traceback
from collections.abc import Iterator, Sequence
from importlib import resources
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

from installers.tools import ROOT
from installers.windows import cdadesk_start
from installers.windows.packs import pack_modules, sources_in


class ByNobody(MetaPathFinder):
    """Stands behind all other finders, as some library's may, and finds nothing."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find nothing."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a folder with a package that has a part, a part that its makers compiled, and words of its own."""
    package = tmp_path / "grove"
    (package / "mango").mkdir(parents=True)
    (package / "__init__.py").write_text("trees = 4\n", encoding="utf-8")
    (package / "mango" / "__init__.py").write_text("def fall():\n    return 1 / 0  # it falls\n", encoding="utf-8")
    (package / "mango" / "words.txt").write_text("आम", encoding="utf-8")
    for each in ("quick.py", "quick.cp311-win_amd64.pyd", "quicker.py"):
        (package / each).write_text("", encoding="utf-8")
    return tmp_path


@pytest.fixture
def packed(library: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Have the folder searched for modules, by its pack."""
    pack_modules(library, sources_in(library))
    monkeypatch.setattr(sys, "path", [str(library), str(library / "none here"), *sys.path])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, ByNobody()])
    yield library
    for name in [each for each in sys.modules if each.partition(".")[0] == "grove"]:
        del sys.modules[name]


def test_modules_come_from_the_pack_and_their_words_from_the_folder(packed: Path) -> None:
    cdadesk_start.use_packs()
    (packed / "grove" / "__init__.py").unlink()
    assert importlib.import_module("grove").trees == 4
    assert resources.files("grove.mango").joinpath("words.txt").read_text(encoding="utf-8") == "आम"


def test_a_message_shows_the_line_where_the_source_lies_beside(packed: Path) -> None:
    cdadesk_start.use_packs()
    with pytest.raises(ZeroDivisionError) as caught:
        importlib.import_module("grove.mango").fall()
    assert "it falls" in "".join(traceback.format_exception(caught.value))


def test_what_its_makers_compiled_is_not_packed(library: Path) -> None:
    assert "grove/quick.py" not in sources_in(library)
    assert "grove/quicker.py" in sources_in(library)


def test_without_a_pack_modules_are_found_as_ever(packed: Path) -> None:
    (packed / cdadesk_start.PACK).unlink()
    cdadesk_start.use_packs()
    assert importlib.import_module("grove").trees == 4


def test_the_same_modules_make_the_same_pack(library: Path) -> None:
    made = []
    for _again in range(2):
        pack_modules(library, sources_in(library))
        made.append((library / cdadesk_start.PACK).read_bytes())
    assert made[0] == made[1]


def test_the_launcher_starts_what_is_there() -> None:
    launcher = (ROOT / "installers" / "windows" / "launcher" / "launcher.c").read_text(encoding="utf-8")
    assert f'L"{Path(cdadesk_start.__file__).stem}"' in launcher
