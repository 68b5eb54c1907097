"""A method: its steps in their usual order, and the gates by which each shows that it is done. They never lock."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from cdadesk import resources
from cdadesk.domain.methods.words import Words

Facts = Mapping[str, int]
"""How much of each thing is recorded, by the names that the gates use."""


class GateState(Enum):
    """What the records say of a gate."""

    passed = "passed"
    open = "open"
    not_seen = "not_seen"


@dataclass(frozen=True)
class Gate:
    """What should be so before a step counts as done; without a fact the records cannot tell."""

    key: str
    label: Words
    fact: str | None
    at_least: int

    def state(self, facts: Facts) -> GateState:
        """Say whether the facts pass the gate; a fact that is not handed in counts as none."""
        if self.fact is None:
            return GateState.not_seen
        return GateState.passed if facts.get(self.fact, 0) >= self.at_least else GateState.open


@dataclass(frozen=True)
class Step:
    """One step; one that runs on is begun once and goes on beside the others."""

    key: str
    label: Words
    phase: str
    gates: tuple[Gate, ...]
    runs_on: bool


@dataclass(frozen=True)
class Method:
    """One method, as its sources tell it; of some they tell hardly more than the name."""

    key: str
    label: Words
    about: Words
    source: Words
    works_on_firms: bool
    years: str
    funding: Words | None
    indicators: Words | None
    rule_sets: tuple[str, ...]
    little_known: bool
    steps: tuple[Step, ...]

    def step(self, key: str) -> Step | None:
        """Return the step of that key; None for one that the method does not have."""
        return next((each for each in self.steps if each.key == key), None)


@cache
def methods() -> Mapping[str, Method]:
    """Return the methods that come with the program, by their keys."""
    plain = resources.read_json("methods", "methods.json")
    gates = {key: Gate(key, each["label"], each["fact"], each["at_least"]) for key, each in plain["gates"].items()}
    return {each["key"]: _method(each, gates) for each in plain["methods"]}


def _method(plain: Mapping[str, Any], gates: Mapping[str, Gate]) -> Method:
    return Method(
        key=plain["key"],
        label=plain["label"],
        about=plain["about"],
        source=plain["source"],
        works_on_firms=plain["unit"] == "firm",
        years=plain["years"],
        funding=plain["funding"],
        indicators=plain["indicators"],
        rule_sets=tuple(plain["rule_sets"]),
        little_known=plain["little_known"],
        steps=tuple(_step(each, gates) for each in plain["steps"]),
    )


def _step(plain: Mapping[str, Any], gates: Mapping[str, Gate]) -> Step:
    return Step(
        key=plain["key"],
        label=plain["label"],
        phase=plain["phase"],
        gates=tuple(gates[key] for key in plain["gates"]),
        runs_on=plain.get("runs_on", False),
    )
