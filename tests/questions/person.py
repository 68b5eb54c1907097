"""Somebody who answers question sets by chance."""

import random
from collections.abc import Iterator

from cdadesk.questions.filling import Filling
from cdadesk.questions.form import Control, Form, Kind, Question
from tests.questions.sheets import NOON

TRIES = 40
ROUNDS = 8


class Person:
    """Answers by chance, and tries again where the form complains."""

    def __init__(self, form: Form, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - answers by chance
        self.made = Filling(form, lambda: NOON, seed)
        self.language = next(iter(form.languages), "")
        self.given_up: set[str] = set()

    def fill(self) -> Filling:
        """Answer everything that is asked, in the order of the form, until nothing new is asked."""
        for turn in range(ROUNDS):
            waiting = [key for key in self.made.answerable() if self._waits(key)]
            if not waiting:
                break
            for key in waiting:
                if key in self.made.answers.places and self._waits(key):
                    self._answer(key)
            if turn < ROUNDS // 2:
                self._add_a_row()
        return self.made

    def _waits(self, key: str) -> bool:
        made = self.made
        question = made.question(key)
        is_open = made.is_asked(key) and question is not None and not made.is_read_only(key)
        return is_open and not made.text(key) and key not in self.given_up

    def _answer(self, key: str) -> None:
        question = self.made.question(key)
        assert question is not None
        for attempt in range(TRIES):
            self.made.answer(key, self._guess(key, question, 12 if attempt < TRIES // 2 else 2100))
            if key not in {each.key for each in self.made.faults(self.language)}:
                return
        self.made.answer(key, "")
        self.given_up.add(key)

    def _guess(self, key: str, question: Question, most: int) -> str:
        offered = [each.value for each in self.made.offered(key)]
        if question.control in (Control.select_many, Control.rank) and offered:
            least = len(offered) if question.control is Control.rank else 1
            return " ".join(self.chance.sample(offered, self.chance.randint(least, len(offered))))
        if question.control is Control.select_one:
            return self.chance.choice(offered) if offered else ""
        if question.control is Control.trigger:
            return "OK"
        if question.control is Control.range:
            return question.least
        return self._by_kind(self.made.form.bind(question.path).kind, most)

    def _by_kind(self, kind: Kind, most: int) -> str:
        chance = self.chance
        guesses = {
            Kind.int: lambda: str(chance.randint(0, most)),
            Kind.decimal: lambda: str(chance.choice([chance.randint(0, 9), chance.randint(0, 5000) / 100])),
            Kind.date: lambda: f"{chance.randint(1950, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            Kind.time: lambda: f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}",
            Kind.instant: lambda: f"{chance.randint(1990, 2030)}-03-04T10:15:00",
            Kind.point: lambda: f"{chance.randint(-90, 90)} {chance.randint(-180, 180)} 0 0",
            Kind.boolean: lambda: chance.choice(["true", "false"]),
        }
        words = ["abc", "Neem Tree Prints", "9876543210", "छपाई", "b", "someone@example.org"]
        return guesses.get(kind, lambda: chance.choice(words))()

    def _add_a_row(self) -> None:
        counted = {each.path.rsplit("/", maxsplit=1)[-1] for each in self.made.form.repeats() if each.count}
        rows = {key.rpartition("@")[0] for key in self.made.answers.places if "@" in key.rpartition(":")[2]}
        free = sorted(
            repeat for repeat in rows if repeat.rpartition(":")[2] not in counted and self.made.is_asked(repeat)
        )
        if free:
            self.made.add_row(self.chance.choice(free), f"r{self.chance.randint(0, 10**9)}")


def asked_in(made: Filling) -> set[str]:
    """Return what is asked, but for rows in which nothing was answered: such rows are not kept."""
    kept = list(made.given())
    return {
        key for key in made.answerable() if made.is_asked(key) and all(_is_used(row, kept) for row in _rows_of(key))
    }


def _rows_of(key: str) -> Iterator[str]:
    parts = key.split(":")
    return (":".join(parts[: end + 1]) for end, part in enumerate(parts) if "@" in part)


def _is_used(row: str, given: list[str]) -> bool:
    return any(key.startswith(f"{row}:") for key in given)
