"""An interview that is only read: what was asked at a key, and what an answer says in words, without filling it in."""

import re
from collections.abc import Iterator

from cdadesk.questions.answers import PART, ROW, Key
from cdadesk.questions.form import Form, Question, Text
from cdadesk.questions.markup import without_marks


class Telling:
    """Puts keys and answers of one form into words, in a language of the program."""

    def __init__(self, form: Form, language: str) -> None:
        self._language = form.language(language)
        self._form = form
        self._order = {question.path: place for place, question in enumerate(form.questions())}
        self._questions = {_way(question.path): question for question in form.questions()}
        groups = (node for node in form.walk() if not isinstance(node, Question) and node.path)
        self._groups = {_way(node.path): _plain(node.words(self._language)) for node in groups}

    def question(self, key: Key) -> str:
        """Return what was asked, with the row it was asked of; the key itself if the form does not know it."""
        found = self._found(key)
        said = _plain(found.words(self._language)) if found is not None else ""
        rows = [_number(part.partition(ROW)[2]) for part in key.split(PART) if ROW in part]
        return " ".join([said or key, *(f"({row})" for row in rows)])

    def question_in_full(self, key: Key) -> str:
        """Return what was asked with the group that it stands in, but for the section: “Price” alone says little."""
        ways = self._ways_above(key)
        above = next((words for way in ways if (words := self._groups.get(way))), "")
        return " · ".join(filter(None, (self.question(key), above)))

    def answer(self, key: Key, text: str) -> str:
        """Return an answer in words: those of the choices where it was chosen."""
        found = self._found(key)
        words = {each.value: _plain(each.words(self._language)) for each in found.choices.offered} if found else {}
        if text in words:
            return words[text] or text
        chosen = text.split()
        return ", ".join(words[each] for each in chosen) if words and all(each in words for each in chosen) else text

    def place(self, key: Key) -> tuple[int, str]:
        """Return where a key stands among the others: in the order of the form, what it does not know at the end."""
        found = self._found(key)
        return (self._order[found.path] if found is not None else len(self._order), key)

    def _ways_above(self, key: Key) -> list[str]:
        """Return the ways to the groups around a question, the nearest first, without that to its section."""
        parts = [part.partition(ROW)[0] for part in key.split(PART)][:-1]
        return ["/".join(parts[:end]) for end in range(len(parts), 1, -1)]

    def _found(self, key: Key) -> Question | None:
        return self._questions.get("/".join(part.partition(ROW)[0] for part in key.split(PART)))


def _number(row: str) -> str:
    """Return the number of a row that was added by hand, which its name begins with; else the name."""
    found = re.fullmatch(r"r0*(\d+)[a-z]{5}", row)
    return found[1] if found is not None else row


def _way(path: str) -> str:
    """Return a path without the name of the form, as keys go."""
    return "/".join(path.split("/")[2:])


def _plain(text: Text) -> str:
    return without_marks("".join(_parts(text)))


def _parts(text: Text) -> Iterator[str]:
    yield from (part if isinstance(part, str) else "…" for part in text)
