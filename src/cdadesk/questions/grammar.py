"""The XPath of ODK's forms: elementpath reads it; how numbers, dates and truths are compared is said in `values`."""

import operator
from collections.abc import Callable, Iterator
from copy import copy
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, ClassVar

from elementpath import XPath1Parser, XPathContext, XPathNode, XPathToken
from elementpath.exceptions import MissingContextError
from elementpath.xpath_tokens import AsteriskToken

from cdadesk.questions.values import (
    NOT_A_NUMBER,
    Items,
    are_different,
    are_equal,
    first,
    number_of,
    simple,
    truth_of,
)

Compute = Callable[[Decimal, Decimal], Decimal]


class Grammar(XPath1Parser):
    """XPath 1.0 with the operators and functions of ODK; the functions are added by `functions`."""

    DEFAULT_NAMESPACES: ClassVar[dict[str, str]] = {
        **XPath1Parser.DEFAULT_NAMESPACES,
        "jr": "http://openrosa.org/javarosa",
        "orx": "http://openrosa.org/xforms",
    }
    # a path may go on from what these find
    PATH_STEP_SYMBOLS: ClassVar[set[str]] = XPath1Parser.PATH_STEP_SYMBOLS | {"current", "instance", "randomize"}


def items_of(token: XPathToken, context: XPathContext | None) -> Items:
    """Return what a part of an expression comes to."""
    if context is None:  # the library tries every part without answers, to find what is constant
        raise MissingContextError("needs answers")
    return list(token.select(copy(context)))


def _compared(symbol: str, compare: Callable[[Items, Items], bool]) -> None:
    def evaluate(self: XPathToken, context: XPathContext | None = None) -> bool:
        return compare(items_of(self[0], context), items_of(self[1], context))

    _redefine(symbol, 30, evaluate)


def _computed(symbol: str, strength: int, compute: Compute) -> None:
    def evaluate(self: XPathToken, context: XPathContext | None = None) -> Decimal:
        numbers = [number_of(first(items_of(part, context))) for part in self]
        left, right = numbers if len(numbers) > 1 else (Decimal(0), numbers[0])
        return NOT_A_NUMBER if left.is_nan() or right.is_nan() else _careful(compute, left, right)

    _redefine(symbol, strength, evaluate)


def _redefine(symbol: str, strength: int, evaluate: Callable[..., Any]) -> None:
    """Let an operator between two parts be worked out in another way; the sign before a number stays one."""

    def led(self: XPathToken, left: XPathToken) -> XPathToken:
        self[:] = left, self.parser.expression(rbp=strength)
        return self

    known = Grammar.symbol_table[symbol]
    inherited = {"nud": known.nud} if symbol in ("+", "-") else {}
    Grammar.unregister(symbol)
    made = Grammar.register(symbol, label="operator", lbp=strength, rbp=strength, evaluate=evaluate, led=led)
    for name, value in inherited.items():
        setattr(made, name, value)


def _careful(compute: Compute, left: Decimal, right: Decimal) -> Decimal:
    try:
        return compute(left, right)
    except (DivisionByZero, InvalidOperation, Overflow):
        return NOT_A_NUMBER


def _ordered(compare: Callable[[Decimal, Decimal], bool]) -> Callable[[Items, Items], bool]:
    def decide(left: Items, right: Items) -> bool:
        return any(
            not (one.is_nan() or other.is_nan()) and compare(one, other)
            for one in _numbers(left)
            for other in _numbers(right)
        )

    return decide


def _numbers(items: Items) -> Iterator[Decimal]:
    return (number_of(simple(item)) for item in items)


def _logical(symbol: str, strength: int, decide: Callable[[XPathToken, XPathContext | None], bool]) -> None:
    def evaluate(self: XPathToken, context: XPathContext | None = None) -> bool:
        return decide(self, context)

    _redefine(symbol, strength, evaluate)


def holds(token: XPathToken, context: XPathContext | None) -> bool:
    """Say whether a part of an expression holds."""
    return truth_of(items_of(token, context))


class _Star(AsteriskToken):
    """Stands for all names, and between numbers for their product."""

    def evaluate(self, context: XPathContext | None = None) -> Any:
        """Multiply, where there is something on both sides."""
        if len(self) < len(("left", "right")):
            return super().evaluate(context)
        left, right = (number_of(first(items_of(part, context))) for part in self)
        return NOT_A_NUMBER if left.is_nan() or right.is_nan() else _careful(operator.mul, left, right)


Grammar.symbol_table["*"] = _Star
_logical("or", 20, lambda token, context: holds(token[0], context) or holds(token[1], context))
_logical("and", 25, lambda token, context: holds(token[0], context) and holds(token[1], context))
_compared("=", are_equal)
_compared("!=", are_different)
_compared("<", _ordered(operator.lt))
_compared("<=", _ordered(operator.le))
_compared(">", _ordered(operator.gt))
_compared(">=", _ordered(operator.ge))
_computed("+", 40, operator.add)
_computed("-", 40, operator.sub)
_computed("div", 45, operator.truediv)
_computed("mod", 45, operator.mod)  # with the sign of the dividend, as XPath wants it and `Decimal` does it


def is_node(item: Any) -> bool:
    """Say whether something is a place in the answers, not a value."""
    return isinstance(item, XPathNode)
