"""Packs the program into installers, and signs them if a key is given."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from installers.windows.tools import HERE, digest_of_folders, must, version


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
    base = digest_of_folders(*(image / each for each in ("runtime", "lib", "resources")))[:16]
    (image / "base.id").write_text(base, encoding="ascii")
    return base


def pack(image: Path, work: Path, out: Path, key: Key | None) -> list[Path]:
    """Make the full and the small installer from the laid-out program and return their paths."""
    base = write_base(image)
    made = []
    for kind, name in (("full", f"cdadesk-{version()}-setup.exe"), ("app", f"cdadesk-{version()}-update.exe")):
        target = out / name
        given = {"KIND": kind, "PAYLOAD": image, "VERSION": version(), "BASE": base, "OUT": target}
        files = {"ICON": work / "cdadesk.ico", "WORDS": HERE / "words.nsh"}
        defines = [f"-D{word}={value}" for word, value in (given | files).items()]
        must("makensis", "-V2", "-INPUTCHARSET", "UTF8", *defines, HERE / "cdadesk.nsi")
        if key:
            key.sign(target)
        made.append(target)
    return made


def copy_programs(launchers: Path, image: Path, key: Key | None) -> None:
    """Put the launchers into the image, signed if there is a key."""
    for program in ("cdadesk.exe", "cdadesk-cli.exe"):
        shutil.copyfile(launchers / program, image / program)
        if key:
            key.sign(image / program)
