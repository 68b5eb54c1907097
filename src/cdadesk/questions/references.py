"""Which answers an expression looks at, so that only what may change is worked out again, and circles are found."""

import re
from collections.abc import Iterable, Iterator, Mapping

from cdadesk.questions.form import Expression, Form
from cdadesk.questions.troubles import CircularForm

_NAME = r"[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?"
_TOKEN = re.compile(
    r"(?P<literal>'[^']*'|\"[^\"]*\")|(?P<number>\d[\d.]*|\.\d+)"
    rf"|(?P<call>{_NAME}\s*\()|(?P<step>\.\.|\.|\*|{_NAME})|(?P<slash>/)|(?P<sign>\S)"
)
_IN_LIST = re.compile(r"instance\([^)]*\)(?:/[\w.\-]+)*")


def references(expression: Expression, at: str) -> frozenset[str]:
    """Return which paths of the form an expression names that is asked at a path."""
    text = _IN_LIST.sub(" ", expression.replace("current()/", ""))
    return frozenset(resolved(path, at) for path in _paths(text) if path.strip("/"))


def looks_at_own_row(expression: Expression, at: str, repeats: Iterable[str]) -> bool:
    """Say whether a rule in a repeat looks at nothing beyond the row that it stands in; where that is unsure, not."""
    if "[" in expression or "indexed-repeat" in expression:
        return False
    rows = [each for each in repeats if at.startswith(f"{each}/")]
    own = max(rows, key=len, default="")
    inside = [each for each in repeats if own and each.startswith(f"{own}/")]
    named = [path for path in _paths(expression.replace("current()/", "")) if path.strip("/")]
    ways = [resolved(path, at) for path in named if not path.startswith("/")]
    is_within = all(way == own or way.startswith(f"{own}/") for way in ways)
    return len(ways) == len(named) and is_within and not any(way.startswith(each) for way in ways for each in inside)


def _paths(text: str) -> Iterator[str]:
    """Return the paths of an expression as they are written.

    What stands after a value is an operator, whatever it looks like: `a * /b`, `a and /b` name two paths each.
    """
    path, after_value = "", False
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind == "slash" and (after_value or not path):
            path, after_value = path + "/", False
        elif kind == "step" and not after_value:
            path, after_value = path + found[0], True
        else:
            yield path
            path, after_value = "", kind in ("literal", "number") or found[0] in (")", "]")
    yield path


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


def dependants(form: Form) -> dict[str, set[str]]:
    """Return for each path which others must be worked out anew when it changes."""
    found: dict[str, set[str]] = {}
    for path, bind in form.binds.items():
        for named in references(bind.calculate, path) | references(bind.relevant, path):
            for source in _with_all_above_and_below(form, named):
                found.setdefault(source, set()).add(path)
    return found


def own_rows(form: Form) -> dict[str, str]:
    """Return the paths whose rules look at their own row only, with the repeat whose rows these are."""
    repeats = tuple(each.path for each in form.repeats())
    found: dict[str, str] = {}
    for path, bind in form.binds.items():
        around = [each for each in repeats if path.startswith(f"{each}/")]
        rules = (bind.calculate, bind.relevant)
        if around and all(looks_at_own_row(rule, path, repeats) for rule in rules):
            found[path] = max(around, key=len)
    return found


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


def _with_all_above_and_below(form: Form, path: str) -> Iterator[str]:
    """Return a path, those it lies in, and those that lie in it: a row that goes changes what counts the rows."""
    parts = path.split("/")
    yield from ("/".join(parts[:end]) for end in range(3, len(parts) + 1))
    yield from (each for each in form.binds if each.startswith(path + "/"))
