"""What of a form is not done as it says, by name and row, and what happens instead."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from elementpath import ElementPathError

from cdadesk.i18n import N_, _
from cdadesk.questions import asking, lists
from cdadesk.questions.form import Bind, Expression, Form, Kind, Question, Words
from cdadesk.questions.trees import bare, tree
from cdadesk.questions.xforms import ENTITIES

_TYPED_BY_HAND = (Kind.line, Kind.shape, Kind.barcode)
_DRAWN = frozenset({"draw", "signature", "annotate"})
_PRELOADED = frozenset({"uid", "timestamp start", "timestamp end", "date today"})
_ACTIONS = frozenset({"setgeopoint", "recordaudio"})
_OTHER_YEARS = frozenset(
    {"bikram-sambat", "buddhist", "coptic", "ethiopian", "islamic", "jalali", "myanmar", "persian", "umm-al-qura"}
)
_APPEARANCES = {
    **dict.fromkeys(_OTHER_YEARS, N_("the calendar “{word}” is not known here; the day is entered in the usual one")),
    "image-map": N_("the picture to point at is not shown (“{word}”); its answers are listed"),
    "placement-map": N_("no map is shown (“{word}”); the place is typed as two numbers"),
    "maps": N_("no map is shown (“{word}”); the place is typed as two numbers"),
    "map": N_("no map is shown (“{word}”); its answers are listed"),
    "bearing": N_("no compass is read (“{word}”); it is answered by hand"),
    "masked": N_("what is typed can be read on the screen (“{word}”)"),
    "printer": N_("nothing is sent to a printer (“{word}”)"),
}
_LAST = "__last-saved"
_UNKNOWN_FUNCTION = re.compile(r"unknown function '(?P<name>[^']+)'")


@dataclass(frozen=True)
class Note:
    """One thing to know about a form; row 0 is the form as a whole."""

    sentence: str
    name: str = ""
    row: int = 0


def notes(form: Form, rows: Mapping[str, int]) -> tuple[Note, ...]:
    """Return everything in a form that is not done as it says, in the order of the form."""
    found = [
        *(_note(bind.path, sentence, rows) for bind in form.binds.values() for sentence in _of_bind(bind)),
        *(_note(each.path, sentence, rows) for each in form.questions() for sentence in _of_question(each)),
        *(_note(each.path, _without_list(each, form), rows) for each in form.questions() if each.lacks_list),
        *(_note(each.path, sentence, rows) for each in form.repeats() for sentence in _of_count(each.count)),
        *(_note(path, sentence, rows) for path, sentence in _of_actions(form)),
        *(Note(sentence) for sentence in _of_whole(form)),
    ]
    return tuple(dict.fromkeys(found))


def _note(path: str, sentence: str, rows: Mapping[str, int]) -> Note:
    name = path.rsplit("/", maxsplit=1)[-1]
    return Note(sentence, name, rows.get(name, 0))


def _of_bind(bind: Bind) -> Iterator[str]:
    instead = (
        (bind.relevant, _("it cannot be told when it is to be asked ({reason}), so it always is")),
        (bind.constraint, _("its limits cannot be checked ({reason}), so every answer is taken")),
        (bind.required, _("it cannot be told when it is wanted ({reason}), so it may stay blank")),
        (bind.read_only, _("it cannot be told when it is locked ({reason}), so it never is")),
        (bind.calculate, _("its value cannot be worked out ({reason}), so it stays blank")),
    )
    for expression, sentence in instead:
        if reason := _what_is_wrong(expression):
            yield sentence.format(reason=reason)
    if bind.kind in _TYPED_BY_HAND:
        yield _("an answer of the kind “{kind}” is typed by hand here").format(kind=bind.kind.value)
    if bind.preload and bind.preload not in _PRELOADED and not bind.path.endswith("/instanceID"):
        yield _("“{what}” is not known on this laptop, so it stays blank").format(what=bind.preload)


def _of_question(question: Question) -> Iterator[str]:
    if reason := _what_is_wrong(question.choices.filter):
        yield _("its answers cannot be filtered ({reason}), so all are offered").format(reason=reason)
    yield from _of_media(question)
    for word in question.appearance.split():
        if word in _DRAWN:
            yield _("nothing can be drawn here (“{word}”); a picture can be attached").format(word=word)
        elif word.startswith("ex:"):
            yield _("no other program is asked (“{word}”); it is answered by hand").format(word=word)
        elif word.startswith("search("):
            yield _(
                "its answers are to be looked for in a file (“{word}”); only those of the sheet are offered"
            ).format(word=word)
        elif word in _APPEARANCES:
            yield _(_APPEARANCES[word]).format(word=word)


def _without_list(question: Question, form: Form) -> str:
    """Say which list is not here; a question whose answers are those to another one names none."""
    name = question.choices.instance
    if not name:
        return _("its answers are what was answered before, which cannot be offered here; the answer is typed")
    named = lists.file_of_list(form.source, name) or name
    return _("its answers are in the list “{name}”, which is not here; the answer is typed").format(name=named)


def _of_media(question: Question) -> Iterator[str]:
    for file in _files(question.words):
        yield _("“{file}” belongs to this question and is not shown or played here").format(file=file)
    if any(_files(each.words) for each in question.choices.offered):
        yield _("pictures or sounds belong to its answers; only their words are shown")


def _files(words: Words) -> list[str]:
    return [file.rpartition("/")[2] for file in words.media.values()]


def _of_count(count: Expression) -> Iterator[str]:
    if reason := _what_is_wrong(count):
        yield _("it cannot be told how often it is asked ({reason}), so rows are added by hand").format(reason=reason)


def _of_whole(form: Form) -> Iterator[str]:
    for name in lists.files_named(form.source):
        yield _("The list “{name}” is a file of its own, and was not found beside the form.").format(name=name)
    for name in lists.other_files_named(form.source):
        yield _("The list “{name}” is of a kind that cannot be read here; what is taken from it stays blank.").format(
            name=name
        )
    yield from _of_meta(form)
    for trigger in form.triggers:
        if _LAST in trigger.value:
            name = trigger.target.rsplit("/", maxsplit=1)[-1]
            yield _("“{name}” is to begin with the answer of the last time; here it begins blank.").format(name=name)
        if reason := _what_is_wrong(trigger.value):
            name = trigger.target.rsplit("/", maxsplit=1)[-1]
            yield _("The value that “{name}” begins with cannot be worked out ({reason}).").format(
                name=name, reason=reason
            )


def _of_meta(form: Form) -> Iterator[str]:
    for each in _elements(form):
        name, entities = bare(each.tag), each.get("dataset")
        if name == "submission":
            yield _(
                "Answers are to be sent elsewhere, or locked with a key of their own; here they stay in the program."
            )
        elif name == "audit":
            yield _("Every step of the interviewer is to be recorded (“audit”); nothing is recorded here.")
        elif name == "entity" and entities:
            said = _("Answers are to become entities of “{name}”; here they stay answers, and no entity is made.")
            yield said.format(name=entities)


def _of_actions(form: Form) -> Iterator[tuple[str, str]]:
    """Yield what is to be done by the device while the form is filled in, with the path that it is done for."""
    for each in _elements(form):
        name = bare(each.tag)
        if name in _ACTIONS:
            yield each.get("ref", ""), _("“{action}” is not done on a laptop.").format(action=name)
        elif name == "bind" and (saved_to := each.get(f"{ENTITIES}saveto")):
            yield (
                each.get("nodeset", ""),
                _("it is to be kept as “{what}” of an entity; here it stays an answer").format(what=saved_to),
            )


def _elements(form: Form) -> Iterator[Element]:
    return tree(form.source).iter()


def _what_is_wrong(expression: Expression) -> str:
    """Return why an expression cannot be asked; blank for one that can."""
    if not expression:
        return ""
    try:
        asking.parsed(expression)
    except ElementPathError as error:
        said = " ".join(str(error.message).split())
        unknown = _UNKNOWN_FUNCTION.search(said)
        if unknown is not None:
            return _("there is no function “{name}” here").format(name=unknown["name"])
        return _("it reads wrongly: {said}").format(said=said)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        return type(error).__name__
    return ""
