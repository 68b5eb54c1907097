"""Asking expressions of a form at places in its answers; what a form says wrongly is asked as if it said nothing."""

import datetime as dt
from collections.abc import Callable, Mapping
from random import Random

from elementpath import ElementPathError, XPathNode, XPathToken, get_node_tree

from cdadesk.questions import functions, xforms
from cdadesk.questions.answers import Answers, Place
from cdadesk.questions.form import Expression, Form, Output, Text
from cdadesk.questions.grammar import Grammar, items_of
from cdadesk.questions.markup import without_marks
from cdadesk.questions.situation import Asked, Situation
from cdadesk.questions.values import Items, first, text_of, truth_of

Named = Callable[[str, str], str]
_UNASKABLE = (ElementPathError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def parsed(expression: Expression) -> XPathToken:
    """Return an expression ready to be asked; raises ElementPathError, or what else the library trips over."""
    functions.all_known()
    return Grammar(namespaces=dict(Grammar.DEFAULT_NAMESPACES)).parse(expression)


class Asking:
    """The expressions of one form, each read once."""

    def __init__(self, form: Form, answers: Answers, now: Callable[[], dt.datetime], named: Named, seed: int) -> None:
        self._answers = answers
        self._read: dict[Expression, XPathToken | None] = {}
        self.too_slow: set[Expression] = set()
        lists: Mapping[str, XPathNode] = {
            name: get_node_tree(each) for name, each in xforms.secondary_instances(form.source).items()
        }
        chance = Random(seed)  # noqa: S311 - no secret
        self._situation = Situation(lists, now, named, chance, answers.is_there, form.version)

    def items(self, expression: Expression, at: Place) -> Items:
        """Return what an expression comes to at a place; nothing if it cannot be asked."""
        token = self._token(expression)
        if token is None:
            return []
        try:
            return items_of(token, Asked(self._answers.root, self._answers.node(at), self._situation))
        except TimeoutError:
            self._give_up(expression)
            return []
        except _UNASKABLE:
            return []

    def text(self, expression: Expression, at: Place) -> str:
        """Return the text of an expression's value; what is no number is blank."""
        text = text_of(first(self.items(expression, at)))
        return "" if text == "NaN" else text

    def holds(self, expression: Expression, at: Place, *, otherwise: bool) -> bool:
        """Say whether a rule holds; one that is not there, or cannot be asked, says `otherwise`."""
        items = self.items(expression, at) if expression else []
        if not expression or self._token(expression) is None:
            return otherwise
        return truth_of(items) if items else False

    def said(self, text: Text, at: Place) -> str:
        """Return a text of the form with the values that it names."""
        parts = (self.text(part.expression, at) if isinstance(part, Output) else part for part in text)
        return without_marks("".join(parts)).strip()

    def _give_up(self, expression: Expression) -> None:
        """Ask an expression that goes on and on no more: from now on it counts as not written."""
        self._read[expression] = None
        self.too_slow.add(expression)

    def _token(self, expression: Expression) -> XPathToken | None:
        if expression not in self._read:
            try:
                self._read[expression] = parsed(expression)
            except _UNASKABLE:
                self._read[expression] = None
        return self._read[expression]
