"""Packs the program into installers, and signs them if a key is given."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from installers.tools import digest_of_folders, must
from installers.windows.payload import HERE

_LASTING = ("runtime", "lib", "resources")


@dataclass(frozen=True)
class Key:
    """A certificate for signing programs and its key, as files."""

    certificate: Path
    key: Path

    def sign(self, program: Path) -> None:
        """Put a signature on a program."""
        signed = program.with_suffix(".signed")
        how = ("-h", "sha256", "-certs", self.certificate, "-key", self.key, "-n", "cdadesk")
        must("osslsigncode", "sign", *how, "-in", program, "-out", signed)
        signed.replace(program)


def write_base(image: Path) -> str:
    """Leave in the image a name for all but our own code: a small update fits only the same."""
    base = digest_of_folders(*(image / each for each in _LASTING))[:16]
    (image / "base.id").write_text(base, encoding="ascii")
    return base


@dataclass(frozen=True)
class Packing:
    """What installers are made of: the laid-out program, its icon, its version, and how they are packed and signed."""

    image: Path
    icon: Path
    version: str
    key: Key | None = None
    options: tuple[str, ...] = ()

    def full(self, out: Path) -> Path:
        """Make the installer that carries everything and return its path."""
        return self._pack("full", out / f"cdadesk-{self.version}-setup.exe")

    def update(self, out: Path) -> Path:
        """Make the small one that carries our own code only and return its path."""
        return self._pack("app", out / f"cdadesk-{self.version}-update.exe")

    def _pack(self, kind: str, target: Path) -> Path:
        back = self._way_back(target.with_suffix(".back"))
        told = {
            "KIND": kind,
            "PAYLOAD": self.image,
            "VERSION": self.version,
            "BASE": (self.image / "base.id").read_text(encoding="ascii"),
            "OUT": target,
            "ICON": self.icon,
            "SIDE": self.icon.with_suffix(".bmp"),
            "BACK": back,
        }
        self._compile("cdadesk.nsi", told, target)
        back.unlink()
        return target

    def _way_back(self, target: Path) -> Path:
        """Make the program that brings the version before back, which every installer leaves beside the program."""
        self._compile("back.nsi", {"VERSION": self.version, "OUT": target, "ICON": self.icon}, target)
        return target

    def _compile(self, script: str, told: Mapping[str, object], target: Path) -> None:
        shared = {"WORDS": HERE / "words.nsh", "SHARED": HERE / "swapping.nsh"}
        defines = [f"-D{word}={value}" for word, value in {**told, **shared}.items()]
        must("makensis", "-V2", "-INPUTCHARSET", "UTF8", *defines, *self.options, HERE / script)
        if self.key:
            self.key.sign(target)


def copy_programs(launchers: Path, image: Path, key: Key | None) -> None:
    """Put the launchers into the image, signed if there is a key."""
    for program in ("cdadesk.exe", "cdadesk-cli.exe"):
        shutil.copyfile(launchers / program, image / program)
        if key:
            key.sign(image / program)
