"""What a save changed in an interview, in words: an answer is named by its question, and said as it was offered."""

from collections.abc import Iterator, Sequence

from cdadesk.acts.interviews import form_of
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.gui.kit.editors.surroundings import Name
from cdadesk.gui.records.leaf_words import Change, Leaf, change_words, changes_words
from cdadesk.i18n import language
from cdadesk.questions.telling import Telling
from cdadesk.store.store import Store

_ANSWERS, _VALUE = "answers", "value"


class AnswersInWords:
    """Puts what was saved of interviews into words, each with the questions that it was held with."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, record: Record, leaves: Sequence[Leaf], name: Name) -> list[Change]:
        """Say what one save changed."""
        told = self._telling(record)
        if told is None:
            return changes_words(record, leaves, name)
        answers = [leaf for leaf in leaves if leaf.path.startswith(f"{_ANSWERS}/")]
        others = [leaf for leaf in leaves if leaf not in answers]
        return [*changes_words(record, others, name), *_answers(record, answers, name, told)]

    def _telling(self, record: Record) -> Telling | None:
        if not isinstance(record, Interview):
            return None
        try:
            return Telling(form_of(self._store, record), language())
        except Trouble:
            return None


def _answers(record: Record, leaves: Sequence[Leaf], name: Name, told: Telling) -> Iterator[Change]:
    """Yield answers in the order of the form; what stands beside one is said with its question, too."""
    for leaf in sorted(leaves, key=lambda each: told.place(each.path.split("/")[1])):
        _list, key, *rest = leaf.path.split("/")
        change = change_words(record, leaf.path, leaf.before, leaf.value, name)
        if change is None or rest == ["unit"]:
            continue
        before, after = change.before, change.after
        if rest == [_VALUE] and (leaf.before, leaf.value) != (None, None):
            before, after = (told.answer(key, str(each)) if each else "" for each in (leaf.before, leaf.value))
        yield Change(told.question(key), before, after)
