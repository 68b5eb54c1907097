"""Rules about our own files that no linter knows."""

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

import dev

SOURCES = sorted(path for folder in ("src", "tests") for path in dev.ROOT.joinpath(folder).rglob("*.py"))
MODULES = [pytest.param(path, id=path.relative_to(dev.ROOT).as_posix()) for path in [*SOURCES, dev.ROOT / "dev.py"]]


def lines_that_call(folder: str, *, method: str, on: str) -> list[str]:
    """Return the places below a folder where a method is called on what matches a pattern."""
    return [
        f"{module.relative_to(dev.ROOT)}:{line}"
        for module in dev.ROOT.joinpath(folder).rglob("*.py")
        for owner, line in calls(module.read_text(encoding="utf-8"), method)
        if re.fullmatch(on, owner)
    ]


def calls(source: str, method: str) -> Iterator[tuple[str, int]]:
    """Yield every call of a method: what it is called on, and its line. Without its name there is nothing to read."""
    for node in ast.walk(ast.parse(source)) if re.search(rf"\b{method}\b", source) else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method:
            yield ast.unparse(node.func.value), node.lineno


@pytest.mark.parametrize("module", MODULES)
def test_a_module_fits_in_one_head(module):
    lines = module.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{lines} lines: it holds more than one thing"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_holds(module):
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


def test_a_call_is_found_wherever_it_stands():
    assert list(calls("def f():\n    return g(qtbot\n  .wait(5))", "wait")) == [("qtbot", 2)]


def test_no_dialog_stops_the_window_to_wait_for_an_answer():
    assert lines_that_call("src/cdadesk/gui", method="exec", on=".*") == []


def test_no_test_waits_for_time_to_pass():
    assert lines_that_call("tests", method="wait", on="qtbot") == []
    assert lines_that_call("tests", method="sleep", on="time") == []


def test_the_lock_names_no_host_and_no_folder():
    known = re.compile(r"|".join([
        r"[a-z0-9][a-z0-9.-]*==[a-z0-9.]+( ; [a-z_]+ [!<=>]+ '[\w.]+')? \\",
        r"    --hash=sha256:[0-9a-f]{64}( \\)?",
        r" *# .*",
    ]))  # fmt: skip
    lines = dev.LOCK.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not known.fullmatch(line) or "://" in line or "/" in line] == []


def test_the_lock_holds_every_dependency():
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["server"],
        *project["dependency-groups"]["dev"],
    ]
    names = {re.split(r"[^\w.-]", line)[0].replace(".", "-").lower() for line in asked}
    locked = {line.split("==")[0] for line in dev.LOCK.read_text(encoding="utf-8").splitlines() if "==" in line}
    assert names - locked == set()


def test_the_readme_gives_commands_that_exist_and_those_of_the_checks():
    told = set(re.findall(r"dev\.py ([\w-]+)", (dev.ROOT / "README.md").read_text(encoding="utf-8")))
    checked = set(re.findall(r"dev\.py ([\w-]+)", (dev.ROOT / ".ci" / "run").read_text(encoding="utf-8")))
    assert told <= {*dev.COMMANDS, *dev.BUILDS, "test"}
    assert {"run", "test", *checked} <= told
