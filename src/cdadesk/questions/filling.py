"""Filling in a question set: answers go in, and what is asked, worked out and wrong follows.

    filling = Filling(form, clock.now)
    filling.answer("age", "34")
    filling.is_asked("spouse"), filling.text("total"), filling.faults("en")

Keys of answers are those of `answers`. An answer that is not asked any more stays where it is, counts as blank for
every rule, and is there again when it is asked again.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping

from cdadesk.i18n import N_, _
from cdadesk.questions.answers import PART, ROW, Answers, Key, Place, shared
from cdadesk.questions.asking import Asking
from cdadesk.questions.dates import as_kind
from cdadesk.questions.faults import Doubt, Fault, FaultKind, is_on_scale, kind_fault
from cdadesk.questions.form import Bind, Choice, Control, Expression, Form, Question, Words
from cdadesk.questions.references import dependants, own_rows, refuse_circles

_MOST_ROWS = 1_000
_MANY_ROWS = 50
_MOST_TURNS = 200
TOO_SLOW = N_("The rule of this question takes too long to be checked, so every answer is taken.")
_SEVERAL = (Control.select_many, Control.rank)


class Filling:
    """The answers to a form, as they are being given."""

    def __init__(self, form: Form, now: Callable[[], dt.datetime], seed: int = 0) -> None:
        """Begin with the answers that the form itself begins with; raises CircularForm."""
        refuse_circles(form)
        self.form = form
        self.answers = Answers(form)
        self._questions = {each.path: each for each in form.questions()}
        self._heads = frozenset(path for path, each in self._questions.items() if each.is_head)
        self._warnings = [path for path in self._questions if form.bind(path).is_warning]
        self._asking = Asking(form, self.answers, now, self._choice_words, seed)
        self._asked: dict[Key, bool] = {}
        self._dependants = dependants(form)
        self._own_rows = own_rows(form)
        self._repeat_ways = frozenset(each.path.partition("/")[2].partition("/")[2] for each in form.repeats())
        self._waiting_rows: dict[Key, int] = {}
        self._allowed: dict[Key, int] = {}
        self._keep_defaults()
        self._trigger("odk-instance-first-load", tuple(self.answers.places.values()))
        self._work_out(form.binds)

    # what is there

    def answerable(self) -> list[Key]:
        """Return the keys of all answers that there could be now, in the order of the form."""
        return [key for key, place in self.answers.places.items() if place.is_answer and place.path not in self._heads]

    def text(self, key: Key) -> str:
        """Return what was answered or worked out, also where it is not asked at present."""
        return self.answers.typed.get(key, "")

    def given(self) -> dict[Key, str]:
        """Return all answers that are asked and not blank."""
        return {key: self.text(key) for key in self.answerable() if self.text(key) and self.is_asked(key)}

    def is_asked(self, key: Key) -> bool:
        """Say whether a question, group or row is to be asked now."""
        known = self._asked.get(key)
        return (not key or self.is_asked(key.rpartition(PART)[0])) if known is None else known

    def is_required(self, key: Key) -> bool:
        place = self.answers.places[key]
        return self._asking.holds(self._bind(place).required, place, otherwise=False)

    def is_read_only(self, key: Key) -> bool:
        place = self.answers.places[key]
        bind = self._bind(place)
        return bool(bind.calculate) or self._asking.holds(bind.read_only, place, otherwise=False)

    def question(self, key: Key) -> Question | None:
        """Return the question of an answer; a value that is only worked out has none."""
        return self._questions.get(self.answers.places[key].path)

    def offered(self, key: Key) -> list[Choice]:
        """Return the answers that are offered to a question now, filtered by what was answered before."""
        question = self.question(key)
        if question is None:
            return []
        choices = question.choices
        if not choices.filter:
            return list(choices.offered)
        found = self._asking.items(choices.filter, self.answers.places[key])
        lines = [{child.tag: child.text or "" for child in node.value} for node in found]
        by_columns = {frozenset(each.columns.items()): each for each in choices.offered}
        named = (by_columns.get(frozenset(line.items())) for line in lines)
        return [each for each in named if each is not None]

    def said(self, key: Key, words: Words, language: str) -> str:
        """Return a text of the form with the answers that it names."""
        return self._asking.said(words(language), self.answers.places[key])

    def faults(self, language: str) -> list[Fault]:
        """Return what is wrong with the answers, in the order of the form."""
        places = (self.answers.places[key] for key in self.answerable() if self.is_asked(key))
        return [fault for place in places for fault in self._faults_of(place, language)]

    def doubts(self, language: str) -> list[Doubt]:
        """Return the warnings of the form that hold now: shares that do not make 100, a part above its whole."""
        places = (self.answers.places[key] for path in self._warnings for key in self.answers.keys_at(path))
        asked = (place for place in places if self.is_asked(place.key))
        told = [Doubt(each.key, self.said(each.key, self._questions[each.path].words, language)) for each in asked]
        unchecked = [each for each in self.answers.places.values() if self._asking.too_slow & self._rules_of(each)]
        return [*told, *(Doubt(each.key, _(TOO_SLOW)) for each in unchecked if self.is_asked(each.key))]

    def waiting_rows(self) -> dict[Key, int]:
        """Return how many rows each repeat would get that an answer makes very long: perhaps it was mistyped."""
        return dict(self._waiting_rows)

    def is_unchecked(self, key: Key) -> bool:
        """Say whether a rule of a question took too long once, and is not asked any more."""
        return bool(self._asking.too_slow & self._rules_of(self.answers.places[key]))

    def is_confidential(self, key: Key) -> bool:
        """Say whether an answer is one of those that the form marks as confidential."""
        return self.form.is_confidential(self.answers.places[key].path)

    def fault(self, key: Key, language: str) -> Fault | None:
        """Return what is wrong with one answer; None for nothing, and for one that is not asked."""
        return next(self._faults_of(self.answers.places[key], language), None) if self.is_asked(key) else None

    # what is done

    def answer(self, key: Key, text: str) -> None:
        """Answer a question, and work out what follows; raises KeyError for a key that there is not now."""
        place = self.answers.places[key]
        self._put(place, text)
        self._trigger("xforms-value-changed", (place,), source=place.path)
        self._work_out(self._dependants.get(place.path, ()), (place,))

    def fill(self, given: Mapping[Key, str]) -> dict[Key, str]:
        """Give all answers that were once given, with their rows, and no others; return those without a question."""
        self.answers.typed.clear()
        self._make_rows(given)
        for repeat in list(self._repeats()):
            self._drop_rows(repeat, given)
        unknown = {key: text for key, text in given.items() if key not in self.answers.places}
        for key, text in given.items():
            if key not in unknown:
                self.answers.type(key, text)
        self._recount()
        self._work_out(self.form.binds)
        return unknown

    def add_row(self, repeat: Key, name: str) -> bool:
        """Add a row to a repeat, under a name of its own; False if there is no room for more."""
        if len(self.answers.rows(repeat)) >= _MOST_ROWS:
            return False
        self.answers.add_rows(repeat, name)
        self._keep_defaults()
        self._recount()
        start = f"{repeat}{ROW}{name}{PART}"
        inside = tuple(place for key, place in self.answers.places.items() if key.startswith(start))
        self._trigger("odk-new-repeat", inside)
        self._work_out(self.form.binds, inside)
        return True

    def allow_rows(self, repeat: Key) -> None:
        """Make the many rows that a repeat waits for."""
        self._allowed[repeat] = self._waiting_rows.pop(repeat)
        self._work_out(self.form.binds)

    def remove_row(self, repeat: Key, name: str) -> None:
        """Take a row of a repeat away, with all that was answered in it."""
        self._take_away(repeat, name)
        self.answers.forget_row(repeat, name)
        self._work_out(self.form.binds)

    # how it follows

    def _bind(self, place: Place) -> Bind:
        return self.form.bind(place.path)

    def _rules_of(self, place: Place) -> set[str]:
        bind = self._bind(place)
        return {bind.constraint, bind.relevant, bind.calculate, bind.required}

    def _put(self, place: Place, text: str) -> bool:
        self.answers.type(place.key, text)
        return self.answers.count(place, asked=self.is_asked(place.key))

    def _keep_defaults(self) -> None:
        """Take what stands in the form as typed, where nothing was typed yet."""
        for key, place in self.answers.places.items():
            if place.is_answer and place.element.text and key not in self.answers.typed:
                self.answers.type(key, place.element.text)

    def _trigger(self, event: str, places: tuple[Place, ...], source: str = "") -> None:
        """Set what the form sets at an event, in these places or in the rows that they stand in."""
        for each in self.form.triggers:
            if event not in each.events or (source and each.source != source):
                continue
            for place in places if not source else self._targets(each.target, places[0]):
                if place.path == each.target:
                    self._put(place, self._worth(each.value, place))

    def _targets(self, path: str, source: Place) -> Iterator[Place]:
        """Return the places of a path that share their row with another."""
        keys = self.answers.keys_at(path)
        alike = [shared(key, source.key) for key in keys]
        return (self.answers.places[key] for key, parts in zip(keys, alike, strict=True) if parts == max(alike))

    def _work_out(self, paths: Collection[str], changed: Collection[Place] = ()) -> None:
        """Work out what is asked and what follows at these paths, and on from there until nothing changes.

        Where it is known what changed, rules that look at their own row only are asked in the rows that changed.
        """
        waiting = {path: self._rows(path, changed) for path in self.form.binds if path in paths}
        for _turn in range(_MOST_TURNS):
            now = [place for path, rows in waiting.items() for place in self._work_out_at(path, rows)]
            repeats = self._fit_rows()
            if not now and not repeats:
                return
            paths = {place.path for place in now} | repeats
            following = {each for path in paths for each in self._dependants.get(path, ())}
            changed = () if repeats else now
            waiting = {path: self._rows(path, changed) for path in self.form.binds if path in following}

    def _rows(self, path: str, changed: Collection[Place]) -> tuple[str, ...] | None:
        """Return how the keys begin of the rows in which a path is to be worked out; None for all of them."""
        repeat = self._own_rows.get(path)
        if repeat is None or not changed or any(f"{repeat}/".startswith(f"{each.path}/") for each in changed):
            return None
        inside = [each.key for each in changed if each.path.startswith(f"{repeat}/")]
        depth = repeat.count("/") - 1
        rows = {PART.join(key.split(PART)[:depth]) + PART for key in inside}
        return tuple(rows) if len(rows) <= _MANY_ROWS else None

    def _work_out_at(self, path: str, rows: tuple[str, ...] | None) -> list[Place]:
        """Work out one path in some or all of its rows; return where anything changed."""
        keys = self.answers.keys_at(path)
        asked = keys if rows is None else [key for key in keys if key.startswith(rows)]
        places = [self.answers.places[key] for key in asked if key in self.answers.places]
        return [place for place in places if self._follow(place)]

    def _follow(self, place: Place) -> bool:
        bind = self._bind(place)
        asked = self.is_asked(place.above) and self._asking.holds(bind.relevant, place, otherwise=True)
        changed = self._asked.get(place.key, True) != asked
        self._note(place, asked=asked)
        if changed and not place.is_answer:
            self._pass_down(place)
        if bind.calculate and asked:
            self.answers.type(place.key, self._worth(bind.calculate, place))
        if place.is_answer:
            changed = self.answers.count(place, asked=asked) or changed
        return changed

    def _note(self, place: Place, *, asked: bool) -> None:
        self._asked[place.key] = asked
        self.answers.hide(place, hidden=not asked)

    def _worth(self, expression: Expression, place: Place) -> str:
        return as_kind(self._asking.text(expression, place), self._bind(place).kind)

    def _pass_down(self, place: Place) -> None:
        """Let what lies below be asked or not as what lies above; paths without rules have nobody else to tell them."""
        start = place.key + PART
        for key, each in self.answers.places.items():
            if key.startswith(start):
                bind = self._bind(each)
                asked = self.is_asked(each.above) and self._asking.holds(bind.relevant, each, otherwise=True)
                self._note(each, asked=asked)
                if each.is_answer:
                    self.answers.count(each, asked=asked)

    def _fit_rows(self) -> set[str]:
        """Give every repeat whose number of rows is worked out as many as that; return those that changed."""
        changed = set()
        for repeat in self.form.repeats():
            for key in self._repeat_keys(repeat.path) if repeat.count else ():
                if self._fit(key, repeat.count):
                    changed.add(repeat.path)
        return changed

    def _must_wait(self, repeat: Key, count: str, more: int) -> bool:
        """Say whether so many rows wait until they are allowed; how many a form itself names are not doubted."""
        wanted = len(self.answers.rows(repeat)) + more
        self._waiting_rows.pop(repeat, None)
        is_of_the_form = self.form.bind(count.strip()).calculate.strip().isdigit()
        if more <= _MANY_ROWS or is_of_the_form or self._allowed.get(repeat) == wanted:
            return False
        self._waiting_rows[repeat] = wanted
        return True

    def _fit(self, repeat: Key, count: str) -> bool:
        above = self.answers.places.get(repeat.rpartition(PART)[0]) or next(iter(self.answers.places.values()))
        wanted = max(0, min(int(self._asking.text(f"int({count})", above) or 0), _MOST_ROWS))
        there = self.answers.rows(repeat)
        if len(there) == wanted or self._must_wait(repeat, count, wanted - len(there)):
            return False
        self._take_away(repeat, *there[wanted:])
        self.answers.add_rows(repeat, *map(str, range(len(there) + 1, wanted + 1)))
        self._keep_defaults()
        self._recount()
        return True

    def _recount(self) -> None:
        """Let everything count again in a tree whose rows changed."""
        for place in self.answers.places.values():
            if place.is_answer:
                self.answers.count(place, asked=self.is_asked(place.key))

    def _repeat_keys(self, path: str) -> list[Key]:
        """Return the keys of a repeat, one for each row of the repeats around it."""
        above, _, tag = path.rpartition("/")
        around = self.answers.keys_at(above)
        return [f"{key}{PART}{tag}" for key in around] if around or above.count("/") > 1 else [tag]

    def _make_rows(self, keys: Collection[Key]) -> None:
        """Add the rows that keys name and that are not there yet, the outer ones of all before the inner ones."""
        for _depth in range(max((key.count(ROW) for key in keys), default=0)):
            wanted: dict[Key, dict[str, None]] = {}
            for key in keys:
                for repeat, name in self._first_missing(key):
                    wanted.setdefault(repeat, {})[name] = None
            if wanted:
                self.answers.add_rows_of({repeat: tuple(names) for repeat, names in wanted.items()})

    def _first_missing(self, key: Key) -> Iterator[tuple[Key, str]]:
        """Yield the outermost row of a key that is not there yet, as its repeat and its name; nothing for none."""
        parts = key.split(PART)
        for end, part in enumerate(parts, start=1):
            tag, has_row, name = part.partition(ROW)
            if has_row and PART.join(parts[:end]) not in self.answers.places:
                repeat = PART.join([*parts[: end - 1], tag])
                if self._is_repeat(repeat):
                    yield repeat, name
                return

    def _repeats(self) -> Iterator[Key]:
        """Return the keys of all repeats that have rows."""
        rows = (key for key in self.answers.places if ROW in key.rpartition(PART)[2])
        return iter(dict.fromkeys(key.rpartition(ROW)[0] for key in rows))

    def _drop_rows(self, repeat: Key, given: Mapping[Key, str]) -> None:
        """Drop the rows of a repeat in which nothing was given, unless nothing was in any."""
        names, start = self.answers.rows(repeat), f"{repeat}{ROW}"
        given_in = {key.removeprefix(start).partition(PART)[0] for key in given if key.startswith(start)}
        used = given_in.intersection(names)
        if used:
            self._take_away(repeat, *(name for name in names if name not in used))

    def _take_away(self, repeat: Key, *names: str) -> None:
        """Take rows out; whether they were asked is not what is known of later rows of these names."""
        if names:
            self.answers.remove_rows(repeat, *names)
            self._asked = {key: asked for key, asked in self._asked.items() if key in self.answers.places}

    def _is_repeat(self, repeat: Key) -> bool:
        return "/".join(part.partition(ROW)[0] for part in repeat.split(PART)) in self._repeat_ways

    # what is wrong

    def _faults_of(self, place: Place, language: str) -> Iterator[Fault]:
        bind, text = self._bind(place), self.text(place.key)
        if not text:
            if self._asking.holds(bind.required, place, otherwise=False):
                yield self._fault(place, FaultKind.missing, bind.required_words, language)
            return
        wrong = kind_fault(bind.kind, text)
        if wrong is not None:
            yield self._fault(place, wrong, Words(), language)
        elif not is_on_scale(self._questions.get(place.path), text):
            yield self._fault(place, FaultKind.outside, Words(), language)
        elif not self._asking.holds(bind.constraint, place, otherwise=True):
            yield self._fault(place, FaultKind.outside, bind.constraint_words, language)
        elif not self._is_offered(place, text):
            yield self._fault(place, FaultKind.not_offered, Words(), language)

    def _fault(self, place: Place, kind: FaultKind, words: Words, language: str) -> Fault:
        return Fault(place.key, kind, self.said(place.key, words, language) or _(kind.value))

    def _is_offered(self, place: Place, text: str) -> bool:
        question = self._questions.get(place.path)
        if question is None or not question.choices.offered:  # a list that is not here can refuse nothing
            return True
        chosen = text.split() if question.control in _SEVERAL else [text]
        return {each.value for each in self.offered(place.key)}.issuperset(chosen)

    def _choice_words(self, path: str, value: str) -> str:
        question = self._questions.get(path)
        if question is None:
            return ""
        found = next((each for each in question.choices.offered if each.value == value), None)
        language = next(iter(self.form.languages), "")
        return "".join(part for part in found.words(language) if isinstance(part, str)) if found else ""
