"""Builds the installers for Windows on Debian: `python3 dev.py installer`. Needs no Windows and no wine."""

import argparse
import shutil
import sys
from pathlib import Path

from installers import bytecode, licences
from installers.tools import ROOT, BuildFailed, digest, files_in, must_come_out_again, say, version, wanted_libraries
from installers.windows import launchers, markers, runtime, setups, staging
from installers.windows.fetching import Fetched, fetch

_OTHERS = """The C runtime libraries (msvcp140*.dll, vcruntime140*.dll) are Microsoft's, passed on as its terms allow.
Newer builds of OpenSSL (Apache License 2.0) and SQLite (public domain) stand in place of those that came with Python.

"""


def main() -> int:
    """Do what the command line asks for and return the exit code."""
    asked = _parser().parse_args()
    key = setups.Key(asked.certificate, asked.key) if asked.certificate else None
    try:
        made = build(asked.out.resolve(), asked.cache.resolve(), key)
        for installer in made:
            say(f"{installer.stat().st_size / 1_000_000:.1f} MB  {digest(installer)}  {installer}")
        if asked.twice:
            must_come_out_again("installers.windows.build", made, "--cache", asked.cache)
    except (BuildFailed, OSError) as problem:
        say(f"not built: {problem}")
        return 1
    return 0


def build(out: Path, cache: Path, key: setups.Key | None) -> list[Path]:
    """Build both installers into a folder and return their paths; raises BuildFailed."""
    bytecode.must_fit()
    work = out / "work"
    shutil.rmtree(work, ignore_errors=True)
    (work / "launchers").mkdir(parents=True)
    parts = fetch(cache)
    say(f"{markers.must_be_complete(parts.packages, wanted_libraries())} libraries, none missing for Windows")
    image = lay_out(parts, work, key)
    setups.write_base(image)
    files = list(files_in(image))
    say(f"the program: {len(files):,} files, {sum(each.stat().st_size for each in files) / 1_000_000:.0f} MB")
    say("packing")
    packing = setups.Packing(image, work / "launcher" / "cdadesk.ico", version(), key)
    return [packing.full(out), packing.update(out)]


def lay_out(parts: Fetched, work: Path, key: setups.Key | None) -> Path:
    """Make the folder that the installer carries."""
    image = work / "prog"
    say("laying out Python, libraries and the program")
    runtime.lay_out(parts, image / "runtime")
    staging.lay_out_libraries(parts.packages, image / "lib")
    staging.lay_out_program(image / "app")
    licences.gather(parts.packages, image / "licences", _OTHERS)
    shutil.copyfile(parts.python / "LICENSE.txt", image / "licences" / "Python.txt")
    say("compiling the launchers")
    launchers.compile_launchers(work / "launcher", work / "launchers")
    setups.copy_programs(work / "launchers", image, key)
    return image


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py installer", description="Build the installers for Windows.")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "windows", help="the folder for what is made")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "cache", help="the folder for what is fetched")
    parser.add_argument("--twice", action="store_true", help="build once more and compare, bit by bit; not if signed")
    parser.add_argument("--certificate", type=Path, help="sign with this certificate (PEM)")
    parser.add_argument("--key", type=Path, help="the certificate's key (PEM)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
