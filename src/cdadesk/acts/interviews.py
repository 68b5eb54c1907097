"""Interviews in the store: the sets that are offered, a set kept as it was asked, both halves, consent taken back."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from uuid import UUID, uuid5

from cdadesk.acts.consent import MayNotErase, may_erase
from cdadesk.acts.indicators import without_their_sources
from cdadesk.acts.issues import without_their_words
from cdadesk.acts.noted_of_interviews import without_what_was_noted
from cdadesk.acts.sitting import Halves, Sitting
from cdadesk.clock import INDIA, new_id
from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.diagnostic.interview import Agreement, Interview, InterviewPrivate
from cdadesk.domain.diagnostic.question_set import QuestionSet, check_sum, packed
from cdadesk.domain.kernel.erasure import personal_paths
from cdadesk.domain.kernel.record import Void
from cdadesk.domain.kernel.scopes import PROGRAMME, private_scope
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.review import Comment
from cdadesk.i18n import _, language
from cdadesk.questions import sets
from cdadesk.questions.form import Control, Form, Kind
from cdadesk.questions.sources import KnownSet, known_sets
from cdadesk.questions.xforms import read_form
from cdadesk.store.asking import Ask
from cdadesk.store.drafts import DraftKey
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Erase, Saved
from cdadesk.wire.ops import Seen

_PRIVATE_HALF = "private half"
_NOON = dt.time(12, tzinfo=INDIA)
LONGEST_WAY = 200
"""As long as the way to a question may be: its answer is named by it wherever it goes."""
_CHOSEN = (Control.select_one, Control.select_many, Control.rank, Control.range, Control.trigger)
_FIGURES = (Kind.int, Kind.decimal, Kind.boolean, Kind.date, Kind.time, Kind.instant)


class SetNotHere(Trouble):
    """The questions of an interview have not come to this laptop yet."""

    def __init__(self) -> None:
        super().__init__(
            _("The questions of this interview are not on this laptop yet. They come with the next exchange.")
        )


class TooDeep(Trouble):
    """A form whose names are so long that its answers could not be told apart on the way."""

    def __init__(self) -> None:
        super().__init__(_("The names in this question set are too long to be kept. Shorten the names of its groups."))


class NothingToWithdraw(Trouble):
    """No consent was given in an interview, or it was taken back before."""

    def __init__(self) -> None:
        super().__init__(_("There is no consent here that could be taken back."))


@dataclass(frozen=True)
class OfferedSet:
    """A set that can be asked now: one that comes with the program, or a published one."""

    key: str
    titles: Mapping[str, str]
    actor_kinds: tuple[ActorKind, ...]
    source: str

    def title(self, language: str) -> str:
        """Return what it is called in a language of the program."""
        return self.titles.get(language) or self.titles[""]

    @property
    def form(self) -> Form:
        """The form itself; raises a Trouble if it cannot be read."""
        return read_source(self.source)


@dataclass(frozen=True)
class Opened:
    """An interview as it is held, with its confidential half; that is none of the store's before the first save."""

    shared: Held[Interview]
    private: Held[InterviewPrivate] | None

    @property
    def halves(self) -> Halves:
        """Both halves, the confidential one blank where nothing is kept of it."""
        return Halves(self.shared.record, self.private.record if self.private else blank_half(self.shared.record))


def offered(store: Store, scope: str) -> list[OfferedSet]:
    """Return the sets that can be asked in a cluster: those of the program, and the newest of each published code."""
    shipped = shipped_sets()
    known = {each.source for each in shipped}
    newest: dict[str, QuestionSet] = {}
    for held in store.find(QuestionSet, Ask(scopes=[scope, PROGRAMME], order=("id",))):
        newest[held.record.code or str(held.record.id)] = held.record
    published = [each for record in newest.values() if (each := _published(record)) and each.source not in known]
    codes = {each.key for each in shipped}
    return [*shipped, *(each for each in published if each.form.form_id not in codes)]


def keep_set(store: Store, scope: str, one: OfferedSet) -> QuestionSet:
    """Return the record of a set as it is asked now, kept if no record is it to the letter; raises a Trouble."""
    told = check_sum(one.source)
    asked = Ask(equals={"check_sum": told}, scopes=[scope, PROGRAMME], limit=1)
    known = next((held.record for held in store.find(QuestionSet, asked)), None)
    if known is not None:
        return known
    record = _record_of(one, scope, told)
    store.save(Edit(None, record))
    return record


def form_of(store: Store, interview: Interview) -> Form:
    """Return the form with which an interview was made; raises SetNotHere or NoQuestions."""
    held = store.get(QuestionSet, interview.question_set) if interview.question_set else None
    if held is None:
        raise SetNotHere
    return read_source(held.record.source())


@lru_cache(maxsize=32)
def read_source(source: str) -> Form:
    """Return the form of a text; raises a Trouble. A form is read once."""
    return read_form(source)


def open_interview(store: Store, interview: UUID) -> Opened | None:
    """Return an interview with its confidential half; None if it is not on this laptop."""
    held = store.get(Interview, interview)
    return Opened(held, _private_of(store, held.record)) if held is not None else None


def private_halves(store: Store, scope: str) -> dict[UUID, InterviewPrivate]:
    """Return the confidential halves of a cluster by their interviews."""
    if scope in ("", PROGRAMME):
        return {}
    found = store.find(InterviewPrivate, Ask(scopes=[private_scope(UUID(scope))]))
    return {held.record.parent_id: held.record for held in found if held.record.parent_id is not None}


def blank_half(interview: Interview) -> InterviewPrivate:
    """Return a confidential half in which nothing stands yet; all laptops give it the same id, so that it is one."""
    return InterviewPrivate(
        id=uuid5(interview.id, _PRIVATE_HALF), scope=private_scope(UUID(interview.scope)), parent_id=interview.id
    )


def interview_of(store: Store, half: UUID) -> Interview | None:
    """Return the interview of a confidential half, also of a half that is only typed and was never saved."""
    held = store.get(InterviewPrivate, half)
    if held is not None and held.record.parent_id is not None:
        found = store.get(Interview, held.record.parent_id)
        return found.record if found is not None else None
    every = (each.record for each in store.find(Interview, Ask(with_void=True)))
    return next((each for each in every if uuid5(each.id, _PRIVATE_HALF) == half), None)


def named_as_allowed(halves: Halves) -> Halves:
    """Return both halves with whom it was where that may stand: without consent nowhere, without name in one only."""
    shared, private = halves.shared, halves.private
    if shared.agreement is Agreement.nameless:
        nobody = private.changed(actor=None, respondents={}, witness=None)
        return Halves(shared.changed(actor=None), nobody)
    told = private.actor if shared.agreement is Agreement.named else None
    return Halves(shared.changed(actor=told), private)


def save(store: Store, before: Opened | None, halves: Halves, seen: tuple[Seen | None, Seen | None]) -> Saved:
    """Save both halves in one go, and erase where others read what became confidential since it was saved last.

    The drafts of both go with it.
    """
    known = before.halves if before is not None else None
    private_known = before.private.record if before is not None and before.private is not None else None
    edits: list[Edit | Erase] = [Edit(known.shared if known else None, halves.shared, seen[0])]
    if private_known is not None or halves.private != blank_half(halves.shared):
        edits.append(Edit(private_known, halves.private, seen[1]))
    hidden = tuple(_hidden(known.shared, halves)) if known is not None else ()
    if hidden and known is not None:
        edits.append(Erase(known.shared, hidden, seen[0]))
    saved = store.save(*edits, draft=DraftKey(Interview.kind, halves.shared.id))
    store.drafts.drop(DraftKey(InterviewPrivate.kind, halves.private.id))
    return saved


def withdraw(store: Store, opened: Opened, today: dt.date) -> Saved:
    """Note that the consent was taken back, and erase everywhere who it was and what was said in words.

    The words go from the issues, too, that were made of them, from the figures who told them, and what was noted with
    actors.
    What remains are figures and chosen answers of a kind of actor, without a name. It cannot be undone. Raises
    MayNotErase or NothingToWithdraw.
    """
    interview = opened.shared.record
    if interview.withdrawn_on is not None or interview.agreement in (None, Agreement.nameless):
        raise NothingToWithdraw
    if not may_erase(store, interview):
        raise MayNotErase
    ended = Edit(interview, interview.changed(withdrawn_on=today), opened.shared.base)
    paths = (*personal_paths(Interview), *_words(store, interview))
    steps: list[Edit | Erase] = [ended, Erase(interview, paths, opened.shared.base)]
    if opened.private is not None:
        half = opened.private
        steps.append(Erase(half.record, tuple(personal_paths(InterviewPrivate)), half.base))
    owners = [interview.id, *([opened.private.record.id] if opened.private else [])]
    gone = Void(by=store.me.id, at=dt.datetime.combine(today, _NOON))
    steps += [*without_their_words(store, interview), *without_their_sources(store, interview)]
    steps += without_what_was_noted(store, interview, gone)
    return store.save(*steps, *_said_and_hung(store, owners))


def left_over(store: Store, interview: Interview, private: InterviewPrivate | None, now: dt.datetime) -> int | None:
    """Return how many questions are left over; None if the form is not here or cannot be read."""
    try:
        form = form_of(store, interview)
    except Trouble:
        return None
    return len(Sitting(form, Halves(interview, private or blank_half(interview)), lambda: now).wanted())


def set_title(interview: Interview, code: str) -> str | None:
    """Return what the set of an interview is called in a language of the program, as far as it has a name in it."""
    known = _shipped_titles().get(interview.set_code or "")
    return known.title(code) if known is not None else interview.set_name


def title(interview: Interview) -> str:
    """Return what an interview is called, the set by its name in the language in use."""
    return interview.changed(set_name=set_title(interview, language())).title()


@cache
def _shipped_titles() -> Mapping[str, KnownSet]:
    return {one.code: one for one in known_sets()}


def whose(interview: Interview, private: InterviewPrivate | None) -> UUID | None:
    """Return the actor that was asked, as far as this person may know."""
    return private.actor if private is not None and private.actor is not None else interview.actor


def shipped_sets() -> list[OfferedSet]:
    """Return the sets that come with the program."""
    return [_shipped(one) for one in known_sets()]


def _shipped(one: KnownSet) -> OfferedSet:
    titles = MappingProxyType({"": one.english, "en": one.english, "hi": one.hindi})
    kinds = tuple(kind for kind in ActorKind if kind.value in one.actor_kinds)
    return OfferedSet(one.code, titles, kinds, sets.open_set(one.code).source)


def _published(record: QuestionSet) -> OfferedSet | None:
    """Return a published set; None for one that cannot be asked, which is a finding of its own."""
    try:
        source = record.source()
        read_source(source)
    except Trouble:
        return None
    return OfferedSet(
        str(record.id), MappingProxyType({"": record.name or record.title()}), tuple(record.actor_kinds), source
    )


def _record_of(one: OfferedSet, scope: str, told: str) -> QuestionSet:
    form = one.form
    if max(map(len, form.binds), default=0) > LONGEST_WAY:
        raise TooDeep
    return QuestionSet.model_validate(
        {
            "id": new_id(),
            "scope": scope,
            "name": one.titles[""][:200],
            "code": form.form_id[:80],
            "version": form.version[:60] or None,
            "actor_kinds": list(one.actor_kinds),
            "languages": ", ".join(form.languages)[:200] or None,
            "form": packed(one.source),
            "check_sum": told,
        }
    )


def _private_of(store: Store, interview: Interview) -> Held[InterviewPrivate] | None:
    return store.get(InterviewPrivate, uuid5(interview.id, _PRIVATE_HALF))


def _hidden(before: Interview, halves: Halves) -> Iterator[str]:
    """Yield the paths that stood open when they were saved last and are behind the wall now."""
    for key in before.answers.keys() & halves.private.answers.keys():
        yield from (f"answers/{key}/{name}" for name in ("value", "remark"))
    if before.actor is not None and halves.shared.actor is None:
        yield "actor"


def _words(store: Store, interview: Interview) -> Iterator[str]:
    """Yield the paths of what somebody said in words of their own, which could tell who it was."""
    try:
        form: Form | None = form_of(store, interview)
    except Trouble:
        form = None
    for key, line in interview.answers.items():
        if line.value is not None and (form is None or _is_in_words(form, key)):
            yield f"answers/{key}/value"
        if line.remark is not None:
            yield f"answers/{key}/remark"


def _is_in_words(form: Form, key: str) -> bool:
    """Say whether an answer is neither a figure nor chosen from a list; what is worked out may repeat words."""
    path = f"/{_root(form)}/" + "/".join(part.partition("@")[0] for part in key.split(":"))
    question = next((each for each in form.questions() if each.path == path), None)
    if form.bind(path).kind in _FIGURES:
        return False
    return question is None or question.control not in _CHOSEN


def _root(form: Form) -> str:
    return next((path.split("/")[1] for path in form.binds), "data")


def _said_and_hung(store: Store, owners: list[UUID]) -> Iterator[Erase]:
    """Yield what was said about the interview, and what hangs on it: both may repeat what is erased."""
    for held in store.find(Comment, Ask(equals={"about_id": owners}, with_void=True)):
        if held.record.text:
            yield Erase(held.record, ("text",), held.base)
    for hung in store.find(Attachment, Ask(equals={"parent_id": owners}, with_void=True)):
        if hung.record.sha256:
            yield Erase(hung.record, tuple(personal_paths(Attachment)), hung.base)
