"""Which answers an expression looks at, so that only what may change is worked out again, and circles are found."""

import re
from collections.abc import Iterable, Mapping

from cdadesk.questions.form import Expression, Form
from cdadesk.questions.troubles import CircularForm

_NAME = r"[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?"
_STEP = rf"(?:\.\.|\.|\*|{_NAME})"
_LITERAL = r"'[^']*'|\"[^\"]*\""
_TOKEN = re.compile(
    rf"(?P<literal>{_LITERAL})|(?P<call>{_NAME}\s*\()|(?P<path>(?:/\s*)?{_STEP}(?:\s*/\s*{_STEP})*)|(?P<number>\d[\d.]*)"
)
_OPERATORS = frozenset({"and", "or", "div", "mod", "*"})
_IN_LIST = re.compile(r"instance\([^)]*\)(?:/[\w.\-]+)*")


def references(expression: Expression, at: str) -> frozenset[str]:
    """Return which paths of the form an expression names that is asked at a path."""
    text = _IN_LIST.sub(" ", expression.replace("current()/", ""))
    named = (found["path"] for found in _TOKEN.finditer(text))
    return frozenset(resolved("".join(step.split()), at) for step in named if step and step not in _OPERATORS)


def resolved(step: str, at: str) -> str:
    """Return the path that a step leads to from another path."""
    parts = [] if step.startswith("/") else at.strip("/").split("/")
    for part in step.strip("/").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in (".", ""):
            parts.append(part)
    return "/" + "/".join(parts)


def refuse_circles(form: Form) -> None:
    """Raise CircularForm where an answer is worked out from itself, or is asked only if it has been answered."""
    graph = {path: _needs(form, path) for path in form.binds}
    done: set[str] = set()
    for path in graph:
        _follow(graph, path, (), done)


def _needs(form: Form, path: str) -> frozenset[str]:
    bind = form.bind(path)
    named = references(bind.calculate, path) | references(bind.relevant, path)
    above = {path.rsplit("/", maxsplit=depth)[0] for depth in range(1, path.count("/"))}
    asked = {each for each in above if form.bind(each).relevant}
    itself = {path} if bind.calculate.startswith("once(") else set()
    return frozenset((named | asked) & form.binds.keys() - itself)


def _follow(graph: Mapping[str, Iterable[str]], path: str, way: tuple[str, ...], done: set[str]) -> None:
    if path in way:
        raise CircularForm((*way[way.index(path) :], path))
    if path in done:
        return
    for each in sorted(graph[path]):
        _follow(graph, each, (*way, path), done)
    done.add(path)
