"""Everything a developer needs from a fresh clone: run, test, serve, check, catalogues.

Needs only Python 3.11 to 3.13. Installs into .venv of this folder, and on Debian the system libraries that Qt wants.
"""

import argparse
import ctypes
import hashlib
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "cdadesk-set-up"
LOCALES = ROOT / "resources" / "locales"
PIP = (PYTHON, "-m", "pip", "--disable-pip-version-check")
# without --no-deps an older pip resolves anew, and trips over extras as soon as one has a newer release than the lock
PIP_INSTALL = (*PIP, "install", "--require-hashes", "--only-binary=:all:", "--no-deps")

OFFSCREEN_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
BROWSER_LIBRARIES = {"libatomic.so.1": "libatomic1"}  # of the Node that drives the browser; chromium does not bring it
INSTALLER_TOOLS = {
    "makensis": "nsis",
    "osslsigncode": "osslsigncode",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "x86_64-w64-mingw32-windres": "binutils-mingw-w64-x86-64",
}
MARKERS_ON_WINDOWS = {
    "": True,
    "implementation_name != 'PyPy'": True,
    "implementation_name != 'pypy'": True,
    "platform_python_implementation != 'PyPy'": True,
    "python_full_version < '3.14'": True,
    "sys_platform == 'linux'": False,
    "sys_platform == 'win32'": True,
}


def say(text: str) -> None:
    """Tell the person at the console what happens, before a slow child process fills the screen."""
    print(f"dev.py: {text}", flush=True)


def run(*command: str | Path, **environment: str) -> int:
    """Run a command in the project's folder and return its exit code."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # the libraries are installed without byte code: it is made once, at the first import, not anew in each process
    return subprocess.run(command, cwd=ROOT, env=inherited | environment, check=False).returncode


def must(*command: str | Path) -> None:
    """Run a command that nothing can go on without."""
    if code := run(*command):
        sys.exit(f"dev.py: this did not work (exit code {code}): {shlex.join(map(str, command))}")


# --- Set-up -----------------------------------------------------------------------------------------------------------


def has_display() -> bool:
    """Say whether a window could be seen here."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_packages(libraries: dict[str, str]) -> Iterator[str]:
    """Name the Debian packages that this Linux lacks; nothing on other systems."""
    if sys.platform != "linux":
        return
    if importlib.util.find_spec("ensurepip") is None:
        yield f"python3.{sys.version_info.minor}-venv"
    for soname, package in libraries.items():
        try:
            ctypes.CDLL(soname)
        except OSError:
            yield package


def missing_tools(tools: dict[str, str]) -> Iterator[str]:
    """Name the Debian packages whose programs are not to be found."""
    return (package for program, package in tools.items() if not shutil.which(program))


def missing_browser() -> Iterator[str]:
    """Name what the server's page tests lack where a browser is or can be had unasked; elsewhere they are skipped."""
    release = Path("/etc/os-release")
    is_debian = release.exists() and "ID=debian" in release.read_text(encoding="utf-8").splitlines()
    if not shutil.which("chromium"):
        if not is_debian or os.geteuid() != 0:
            return
        yield "chromium"
    yield from missing_packages(BROWSER_LIBRARIES)


def install_packages(packages: Sequence[str]) -> None:
    """Install Debian packages, or print the line that does and stop."""
    if not packages:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    by_hand = f"apt-get update && {shlex.join(install)}"
    is_root = os.geteuid() == 0
    if not shutil.which("apt-get") or not (is_root or shutil.which("sudo")):
        sys.exit(f"dev.py: system packages are missing (named as Debian does). As root, run:\n  {by_hand}")
    say(f"installing system packages: {' '.join(packages)}")
    prefix = ["env"] if is_root else ["sudo", "env"]
    for command in (["apt-get", "-q", "update"], install):
        must(*prefix, "DEBIAN_FRONTEND=noninteractive", *command)


def contents_wanted() -> str:
    """Return what identifies the .venv that this clone needs; a bug-fix release of the same Python leaves it good."""
    python = f"{sys.base_prefix} {sys.version_info.major}.{sys.version_info.minor}"
    return hashlib.sha256(f"{ROOT}\n{python}\n".encode() + LOCK.read_bytes()).hexdigest()


def set_up(packages: Iterator[str] | Sequence[str]) -> None:
    """Make .venv what requirements.lock says, and compile the catalogues; quick when nothing changed."""
    install_packages(sorted({*packages, *missing_packages({})}))
    wanted = contents_wanted()
    if not STAMP.exists() or STAMP.read_text(encoding="ascii") != wanted:
        say("installing the libraries into .venv (some 200 MB the first time)")
        must(sys.executable, "-m", "venv", "--clear", VENV)
        progress = () if sys.stdout.isatty() else ("-qq",)
        must(*PIP_INSTALL, *progress, "--no-compile", "-r", LOCK)
        packages_folder = next(VENV.glob("[Ll]ib/**/site-packages"))
        to_source = os.path.relpath(ROOT / "src", packages_folder)  # relative, so that no encoding can spoil it
        (packages_folder / "cdadesk.pth").write_text(f"{to_source}\n", encoding="utf-8")
        STAMP.write_text(wanted, encoding="ascii")
    compile_catalogues()


# --- Catalogues -------------------------------------------------------------------------------------------------------


def catalogues() -> list[Path]:
    """Return the translated catalogues, one a language."""
    return sorted(LOCALES.glob("*/LC_MESSAGES/cdadesk.po"))


def pybabel(*arguments: str | Path) -> None:
    """Run babel's catalogue tool in the venv."""
    must(PYTHON, "-m", "babel.messages.frontend", "-q", *arguments)


def compile_catalogues() -> None:
    """Write the .mo beside each .po that changed since."""
    for po in catalogues():
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            pybabel("compile", "-i", po, "-o", mo)


def with_texts_of_source(po: Path) -> str:
    """Return the catalogue as it should be: texts of today's source, sorted, translations kept, nothing guessed."""
    header, _, _ = po.read_text(encoding="utf-8").partition("\n\n")
    with tempfile.TemporaryDirectory() as folder:
        template, updated = Path(folder, "cdadesk.pot"), Path(folder, "cdadesk.po")
        shutil.copyfile(po, updated)
        plain = ("--omit-header", "--no-wrap")  # dates and line numbers would change with every commit
        pybabel("extract", "-F", "pyproject.toml", "--no-location", "--sort-output", *plain, "-o", template, "src")
        exact = ("--no-fuzzy-matching", "--ignore-obsolete")
        pybabel("update", "-l", po.parts[-3], *exact, *plain, "-i", template, "-o", updated)
        return f"{header}\n\n{updated.read_text(encoding='utf-8').strip()}\n"


def catalogues_are_complete() -> int:
    """Return 0 if every text of the source is in every catalogue, translated and certain."""
    complaints = [complaint for po in catalogues() for complaint in complaints_about(po)]
    print("\n".join(complaints) or f"{len(catalogues())} catalogue(s): complete")
    return 1 if complaints else 0


def complaints_about(po: Path) -> Iterator[str]:
    """Say what is wrong with a catalogue."""
    text = po.read_text(encoding="utf-8")
    if text != with_texts_of_source(po):
        yield f"{po.relative_to(ROOT)}: not up to the source; run `python3 dev.py catalogues`"
    for complaint in unfinished(text):
        yield f"{po.relative_to(ROOT)}: {complaint}"


def unfinished(catalogue: str) -> Iterator[str]:
    """Name the entries of a catalogue's text that a translator has still to look at."""
    for entry in catalogue.strip().split("\n\n"):
        text = re.sub(r"(?s).*?^msgid (.*?)\nmsg.*", r"\1", entry, flags=re.MULTILINE)
        if re.search(r"^#,.*\bfuzzy\b", entry, re.MULTILINE):
            yield f"not certain (fuzzy): {text}"
        if re.search(r'^msgstr(\[\d\])? ""(?!\n")', entry, re.MULTILINE):
            yield f"not translated: {text}"


# --- Checks -----------------------------------------------------------------------------------------------------------


def lock_for_windows() -> str:
    """Return the lock as pip would read it on Windows: pip elsewhere judges the markers by its own machine."""
    without_comments = re.sub(r"(?m)^ *#.*\n", "", LOCK.read_text(encoding="utf-8"))
    kept = []
    for requirement in re.split(r"(?m)^(?=\w)", without_comments)[1:]:
        pinned, _, hashes = requirement.partition("\\\n")
        name, _, marker = pinned.partition(";")
        if MARKERS_ON_WINDOWS[marker.strip()]:
            kept.append(f"{name.strip()} \\\n{hashes}")
    return "".join(kept)


def windows_has_wheels() -> int:
    """Return 0 if every dependency has a wheel for 64-bit Windows, of a locked hash; one lock is looked up once."""
    wanted = lock_for_windows()
    proof = VENV / f"windows-{hashlib.sha256(wanted.encode()).hexdigest()[:16]}"
    if proof.exists():
        return 0
    with tempfile.TemporaryDirectory() as folder:
        subset = Path(folder, "windows.lock")
        subset.write_text(wanted, encoding="utf-8")
        target = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--target", folder)
        code = run(*PIP_INSTALL, "-qq", "--dry-run", *target, "-r", subset)
    if code == 0:
        proof.touch()
    return code


def check() -> int:
    """Run every check that needs no test, and name those that fail."""
    set_up([])
    steps: dict[str, Callable[[], int]] = {
        "ruff check": lambda: run(PYTHON, "-m", "ruff", "check", "."),
        "ruff format": lambda: run(PYTHON, "-m", "ruff", "format", "--check", "."),
        "mypy": lambda: run(PYTHON, "-m", "mypy"),
        "import contracts": lambda: run(PYTHON.parent / "lint-imports", "--no-logo"),
        "catalogues": catalogues_are_complete,
        "lock is complete": lambda: run(*PIP, "check"),
        "Windows wheels": windows_has_wheels,
    }
    failed = []
    for name, step in steps.items():
        say(name)
        if step():
            failed.append(name)
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


# --- Commands ---------------------------------------------------------------------------------------------------------


def start() -> int:
    """Open the application with demo data."""
    if not has_display():
        sys.exit(
            "dev.py: there is no display here, so nobody could see the window.\n"
            "  Run this in a desktop session, or under Xvfb: xvfb-run -a python3 dev.py run"
        )
    set_up([*missing_packages(OFFSCREEN_LIBRARIES | WINDOW_LIBRARIES)])
    return run(PYTHON, "-m", "cdadesk", "--demo")


def test(*, long: bool, more: Sequence[str]) -> int:
    """Run the tests, the long ones too when asked; `more` goes to pytest."""
    set_up([*missing_packages(OFFSCREEN_LIBRARIES), *missing_browser()])
    arguments = ["-n", "auto", *(["--long"] if long else []), *more]
    return run(PYTHON, "-m", "pytest", *arguments, QT_QPA_PLATFORM="offscreen", CDADESK_LONG="1" if long else "")


def serve() -> int:
    """Start a server with demo users on this machine."""
    set_up([])
    return run(PYTHON, "-m", "cdadesk.server.command", "serve", "--demo")


def bench() -> int:
    """Measure how fast and how lean the exchange is; takes minutes."""
    set_up([])
    return run(PYTHON, "-m", "benchmarks.sync")


def installer(more: Sequence[str]) -> int:
    """Build the installers for Windows on Debian; `more` goes to the build."""
    set_up([*missing_packages(OFFSCREEN_LIBRARIES), *missing_tools(INSTALLER_TOOLS)])
    return run(PYTHON, "-m", "installers.windows.build", *more)


def deb(more: Sequence[str]) -> int:
    """Build the package for Debian; `more` goes to the build."""
    set_up([*missing_packages(OFFSCREEN_LIBRARIES), *missing_tools({"dpkg-deb": "dpkg", "xz": "xz-utils"})])
    return run(PYTHON, "-m", "installers.linux.build", *more)


def release(more: Sequence[str]) -> int:
    """Make the key of a release, or sign what was built; `more` says which."""
    set_up([])
    return run(PYTHON, "-m", "installers.release", *more)


def wine(more: Sequence[str]) -> int:
    """Try installers and program under wine, after setup_wine.sh and a build; `more` goes to pytest."""
    set_up([])
    named = [each for each in more if (ROOT / each.partition("::")[0]).exists()]
    where = () if named else ("installers/windows",)
    return run(PYTHON, "-m", "pytest", "-p", "no:randomly", "-o", "faulthandler_timeout=0", *where, *more)


def update_catalogues() -> int:
    """Bring every catalogue up to the source, and name what is left to translate."""
    set_up([])
    for po in catalogues():
        po.write_text(with_texts_of_source(po), encoding="utf-8", newline="\n")
    compile_catalogues()
    return catalogues_are_complete()


def write_question_sets() -> int:
    """Write the XForms of the question sets anew, after a table of theirs was changed."""
    set_up([])
    return run(PYTHON, "-m", "cdadesk.questions.sources")


COMMANDS: dict[str, Callable[[], int]] = {
    "run": start,
    "serve": serve,
    "check": check,
    "catalogues": update_catalogues,
    "bench": bench,
    "question-sets": write_question_sets,
}
BUILDS: dict[str, Callable[[Sequence[str]], int]] = {
    "installer": installer,
    "deb": deb,
    "release": release,
    "wine": wine,
}


def main(arguments: Sequence[str]) -> int:
    """Read the command line and do what it asks."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(f"dev.py: needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__)
    testing = commands.add_parser("test", help="Run the tests; what follows -- goes to pytest.")
    testing.add_argument("--long", action="store_true", help="run the long tests too")
    testing.add_argument("more", nargs="*", metavar="-- PYTEST-ARGUMENT", help="such as -- -k settlement")
    for name, build in BUILDS.items():
        building = commands.add_parser(name, help=build.__doc__)
        building.add_argument("more", nargs="*", metavar="-- ARGUMENT", help="such as -- --out DIR")
    asked = parser.parse_args(arguments)
    if asked.command == "test":
        return test(long=asked.long, more=asked.more)
    if asked.command in BUILDS:
        return BUILDS[asked.command](asked.more)
    return COMMANDS[asked.command]()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
