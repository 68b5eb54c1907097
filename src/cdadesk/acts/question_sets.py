"""The question sets of a cluster: those of the program, those that were brought in, and a new one on its way in.

What is brought in is looked at first, and kept afterwards as it is: a version that is kept is never changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cdadesk.acts.interviews import LONGEST_WAY, OfferedSet, TooDeep, keep_set, shipped_sets
from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.diagnostic.question_set import QuestionSet, check_sum, packed
from cdadesk.domain.kernel.scopes import PROGRAMME
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, format_number, language, ngettext
from cdadesk.questions import sources
from cdadesk.questions.form import Form
from cdadesk.questions.reading import ReadForm, read_file
from cdadesk.questions.sets import find_set, open_set
from cdadesk.questions.sheets_of_forms import sheets_of_form
from cdadesk.questions.supported import Note
from cdadesk.questions.workbooks import written
from cdadesk.questions.xforms import read_form
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.store import Store


class CodeOfTheProgram(Trouble):
    """A set that is called as one that comes with the program."""

    def __init__(self, code: str) -> None:
        said = _(
            "The program has a question set “{code}” of its own. Give this one another form_id in the sheet "
            "“settings”, then bring it in again."
        )
        super().__init__(said.format(code=code))


class VersionIsHere(Trouble):
    """A set of the same code and version is here, and asks something else."""

    def __init__(self, code: str, version: str) -> None:
        said = _(
            "“{code}”, version {version}, is here already, with other questions. What was asked stays as it was: give "
            "this one another version in the sheet “settings”, then bring it in again."
        )
        super().__init__(said.format(code=code, version=version or "\N{EN DASH}"))


class SetIsHere(Trouble):
    """The very same set is here already."""

    def __init__(self) -> None:
        super().__init__(_("This very question set is here already."))


class NothingAsked(Trouble):
    """A set without any question."""

    def __init__(self) -> None:
        super().__init__(_("There is no question in this set."))


@dataclass(frozen=True)
class ListedSet:
    """A set that can be asked; `held` is None for one that comes with the program."""

    key: str
    title: str
    version: str
    languages: tuple[str, ...]
    questions: int
    asked: int
    held: Held[QuestionSet] | None = None

    @property
    def is_programme(self) -> bool:
        """Say whether the programme published it for all clusters."""
        return self.held is not None and self.held.record.scope == PROGRAMME


@dataclass(frozen=True)
class Coming:
    """A set that was read from a file and is not kept yet, with what is to be known about it."""

    form: Form
    notes: tuple[Note, ...]

    @property
    def title(self) -> str:
        """What it calls itself."""
        return self.form.title or self.form.form_id

    def count_words(self) -> str:
        """Say how many questions it has, and in which languages."""
        count = len(list(self.form.questions()))
        said = ngettext("{n} question, {languages}", "{n} questions, {languages}", count)
        languages = ", ".join(self.form.named_languages()) or _("one language")
        return said.format(n=format_number(count), languages=languages)


def listed(store: Store, scope: str) -> list[ListedSet]:
    """Return the sets of a cluster: those of the program, then what was brought in, the newest version first."""
    own = store.find(QuestionSet, Ask(scopes=[scope, PROGRAMME], order=("name", "-id")))
    codes = {one.code for one in sources.known_sets()}
    counted = _asked(store, scope)
    brought = [each for held in own if held.record.code not in codes and (each := _listed(held, counted)) is not None]
    return [*_shipped(counted), *brought]


def look_at(store: Store, scope: str, file: Path) -> Coming:
    """Return the set of a file as it would be kept; raises a Trouble where it cannot be."""
    return checked(store, scope, read_file(file))


def checked(store: Store, scope: str, found: ReadForm) -> Coming:
    """Return a set as it would be kept; raises a Trouble where it cannot be."""
    form = found.form
    if not any(form.questions()):
        raise NothingAsked
    if max(map(len, form.binds), default=0) > LONGEST_WAY:
        raise TooDeep
    packed(form.source)
    if form.form_id in {one.code for one in sources.known_sets()}:
        raise CodeOfTheProgram(form.form_id)
    _refuse_twins(store, scope, form)
    return Coming(form, found.notes)


def keep(store: Store, scope: str, coming: Coming, kinds: Sequence[ActorKind] = ()) -> QuestionSet:
    """Keep a set for the cluster as it is from now on; raises a Trouble if another came before it."""
    _refuse_twins(store, scope, coming.form)
    return keep_set(store, scope, OfferedSet("", {"": coming.title}, tuple(kinds), coming.form.source))


def workbook_of(one: ListedSet) -> bytes:
    """Return a set as an XLSForm, for the other tools of the field; raises a Trouble."""
    if one.held is None:
        return written(sources.sheets_of(find_set(one.key)))
    return written(sheets_of_form(read_form(one.held.record.source())))


def _refuse_twins(store: Store, scope: str, form: Form) -> None:
    told = check_sum(form.source)
    asked = Ask(equals={"code": form.form_id[:80]}, scopes=[scope, PROGRAMME])
    for held in store.find(QuestionSet, asked):
        if held.record.check_sum == told:
            raise SetIsHere
        if (held.record.version or "") == form.version[:60]:
            raise VersionIsHere(form.form_id, form.version)


def _asked(store: Store, scope: str) -> dict[str, int]:
    """Return how many interviews were held with each set, by its id or its code."""
    counted: dict[str, int] = {}
    for held in store.find(Interview, Ask(scopes=[scope])):
        for key in (str(held.record.question_set), held.record.set_code or ""):
            counted[key] = counted.get(key, 0) + 1
    return counted


def _shipped(counted: dict[str, int]) -> Iterator[ListedSet]:
    for one in shipped_sets():
        form = open_set(one.key)
        count = len(list(form.questions()))
        yield ListedSet(
            one.key, one.title(language()), form.version, form.named_languages(), count, counted.get(one.key, 0)
        )


def _listed(held: Held[QuestionSet], counted: dict[str, int]) -> ListedSet | None:
    """Return a kept set as a line; None for one whose questions are not whole."""
    try:
        form = read_form(held.record.source())
    except Trouble:
        return None
    key, count = str(held.record.id), len(list(form.questions()))
    title = held.record.name or form.form_id
    return ListedSet(key, title, form.version, form.named_languages(), count, counted.get(key, 0), held)
