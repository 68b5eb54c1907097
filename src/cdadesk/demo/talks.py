"""Interviews of the demo: answers go through the form that asks for them, and become more than paper."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cdadesk.acts import after_interviews, baselines, interviews
from cdadesk.acts.sitting import Halves, Sitting
from cdadesk.demo.ids import stable_id
from cdadesk.demo.story import Deed, Story
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.indicators.indicator import Indicator
from cdadesk.domain.kernel.record import Certainty, MissingCode
from cdadesk.store.store import Store

_MISSING = {each.value: each for each in MissingCode}
_CERTAINTY = {each.value: each for each in Certainty}


class WrongAnswers(ValueError):
    """The file of the demo gives answers that its form would not take."""


class Talks:
    """Holds the interviews that a story tells of, and takes over what they propose."""

    def __init__(self, store: Store, story: Story) -> None:
        self._store = store
        self._story = story
        self._held: dict[str, UUID] = {}

    def hold(self, deed: Deed) -> None:
        """Ask an actor the questions of a set, and save what it answered."""
        words, actor = deed.words, self._story.id_of(deed.about)
        scope = str(self._story.cluster)
        chosen = next(each for each in interviews.offered(self._store, scope) if each.key == words["set"])
        kept = interviews.keep_set(self._store, scope, chosen)
        named = {"question_set": kept.id, "set_name": chosen.titles[""], "set_code": kept.code}
        first = {"id": stable_id(words["key"], deed.at), "scope": scope, "set_version": kept.version}
        shared = Interview.model_validate(first | named | words["fields"])
        half = interviews.blank_half(shared).changed(actor=actor, **words.get("private", {}))
        sitting = Sitting(chosen.form, Halves(shared, half), lambda: deed.at)
        _answer(sitting, words["answers"], words.get("beside", {}))
        interviews.save(self._store, None, interviews.named_as_allowed(sitting.halves()), (None, None))
        self._held[words["key"]] = shared.id

    def hear(self, deed: Deed) -> None:
        """Add what an interview named as a difficulty or a chance to an issue."""
        told = after_interviews.proposals(self._store, str(self._story.cluster)).voices
        voice = next(each for each in told if self._is_of(each.interview, deed) and each.words == deed.words["said"])
        issue = self._store.get(Issue, self._story.id_of(deed.about))
        if issue is None:
            raise KeyError(deed.about)
        after_interviews.add_voice(self._store, issue, voice)

    def promote(self, deed: Deed) -> None:
        """Make a figure of an interview a baseline of an indicator."""
        told = baselines.told_figures(self._store, str(self._story.cluster))
        figure = next(each for each in told if self._is_of(each.interview, deed) and each.key == deed.words["figure"])
        indicator = self._store.get(Indicator, self._story.id_of(deed.about))
        if indicator is None:
            raise KeyError(deed.about)
        baselines.add_figure(self._store, indicator, figure)

    def _is_of(self, interview: Interview, deed: Deed) -> bool:
        return interview.id == self._held[deed.words["interview"]]


def _answer(sitting: Sitting, answers: Mapping[str, str], beside: Mapping[str, Any]) -> None:
    """Give the answers in the order of the file, and say what stands beside them; raises WrongAnswers."""
    for key, text in answers.items():
        sitting.answer(key, text)
    for key, code in beside.items():
        sitting.say_missing(key, _MISSING.get(code))
        sitting.say_certainty(key, _CERTAINTY.get(code))
    wrong = [f"{each.key}: {each.sentence}" for each in sitting.filling.faults("")]
    unasked = [key for key in answers if not sitting.filling.is_asked(key)]
    if wrong or unasked:
        raise WrongAnswers("; ".join((*wrong, *unasked)))
