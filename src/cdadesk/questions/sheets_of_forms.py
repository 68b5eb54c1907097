"""A form as the sheets of an XLSForm again, for the other tools of the field: it reads back to the same questions."""

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from xml.etree.ElementTree import Element

from cdadesk.questions.form import Bind, Control, Form, Kind, Node, Output, Question, Repeat, Text, Words
from cdadesk.questions.references import resolved
from cdadesk.questions.trees import bare, tree
from cdadesk.questions.workbooks import Line, Sheets
from cdadesk.questions.xforms import ENTITIES, MARKS, primary_instance

_TYPED = MappingProxyType(
    {
        Kind.int: "integer",
        Kind.decimal: "decimal",
        Kind.date: "date",
        Kind.time: "time",
        Kind.instant: "dateTime",
        Kind.point: "geopoint",
        Kind.line: "geotrace",
        Kind.shape: "geoshape",
        Kind.barcode: "barcode",
    }
)
_MEDIA = (("image", "image"), ("audio", "audio"), ("video", "video"))
_PRELOADED = MappingProxyType(
    {"timestamp start": "start", "timestamp end": "end", "date today": "today"}
    | {f"property {name}": name for name in ("deviceid", "username", "email", "phonenumber", "subscriberid")}
)
_ACTIONS = MappingProxyType({"setgeopoint": "start-geopoint", "recordaudio": "background-audio"})
_WITH_LISTS = MappingProxyType(
    {Control.select_one: "select_one", Control.select_many: "select_multiple", Control.rank: "rank"}
)
_FIRST_LOAD = frozenset({"odk-instance-first-load", "odk-new-repeat"})
_META = "/meta/"
_OF_ENTITY = MappingProxyType({"label": "label", "@create": "create_if", "@update": "update_if", "@id": "entity_id"})


def sheets_of_form(form: Form) -> Sheets:
    """Return the sheets: survey, choices, settings."""
    writer = _Writer(form)
    settings = {"form_title": form.title, "form_id": form.form_id, "version": form.version}
    settings |= _given(default_language=next(iter(form.languages), ""), instance_name=writer.instance_name())
    entities = list(writer.entities())
    sheets: dict[str, Sequence[Line]] = {
        "survey": [*writer.survey(), *writer.meta()],
        "choices": list(writer.choices()),
        "settings": [settings | {"name": writer.root, "namespaces": f'cdadesk="{MARKS.strip("{}")}"'}],
    }
    return sheets | ({"entities": entities} if entities else {})


class _Writer:
    def __init__(self, form: Form) -> None:
        self._form = form
        self._drawn = {node.path for node in form.walk()}
        self._asked = {each.path: each for each in form.questions()}
        blank = primary_instance(form.source)
        self.root = blank.tag
        self._begins = {path: text for path, text in _texts(blank, f"/{blank.tag}") if text}
        self._elements = list(tree(form.source).iter())
        self._done = {
            each.get("ref", ""): _ACTIONS[bare(each.tag)] for each in self._elements if bare(each.tag) in _ACTIONS
        }
        self._saved_to = {each.get("nodeset", ""): each.get(f"{ENTITIES}saveto", "") for each in self._elements}
        paths = [*form.binds, *self._drawn]
        names = [path.rpartition("/")[2] for path in dict.fromkeys(paths)]
        self._unique = {path for path in paths if names.count(path.rpartition("/")[2]) == 1}

    def survey(self) -> Iterator[Line]:
        """Yield a line for each question, group and repeat, and for each value that is only worked out."""
        yield from self._worked_out(f"/{self.root}")
        for node in self._form.body:
            yield from self._lines(node)

    def meta(self) -> Iterator[Line]:
        """Yield a line for what other tools note of the interviewer by themselves."""
        if any(bare(each.tag) == "audit" for each in self._elements):
            yield {"type": "audit", "name": "audit"}

    def instance_name(self) -> str:
        """Return how an interview is called in the lists of other tools."""
        return self._rule(self._form.bind(f"/{self.root}/meta/instanceName").calculate)

    def entities(self) -> Iterator[Line]:
        """Yield a line for what other tools keep of the answers as an entity."""
        for each in self._elements:
            if bare(each.tag) == "entity" and each.get("dataset"):
                rules = {name: self._form.bind(f"/{self.root}/meta/entity/{name}").calculate for name in _OF_ENTITY}
                columns = {column: self._rule(rules[name]) for name, column in _OF_ENTITY.items()}
                yield {"list_name": each.get("dataset", "")} | _given(**columns)

    def choices(self) -> Iterator[Line]:
        """Yield the answers of every list once."""
        done: set[str] = set()
        for question in self._asked.values():
            name = self._list_name(question)
            if question.choices.offered and name not in done:
                done.add(name)
                for each in question.choices.offered:
                    more = {column: text for column, text in each.columns.items() if column not in _OWN_COLUMNS}
                    shown = self._worded("label", each.words, question.path) | _media(each.words)
                    yield {"list_name": name, "name": each.value, **shown, **more}

    def _lines(self, node: Node) -> Iterator[Line]:
        if isinstance(node, Question):
            yield self._question(node)
            return
        if not node.path:
            for child in node.children:
                yield from self._lines(child)
            return
        kind = "repeat" if isinstance(node, Repeat) else "group"
        count = {"repeat_count": self._rule(node.count)} if isinstance(node, Repeat) and node.count else {}
        head = {"type": f"begin {kind}", "name": _name(node.path), **self._worded("label", node.words, node.path)}
        yield head | self._rules(node.path) | _given(appearance=node.appearance) | count
        yield from self._worked_out(node.path)
        for child in node.children:
            yield from self._lines(child)
        yield {"type": f"end {kind}"}

    def _worked_out(self, above: str) -> Iterator[Line]:
        """Yield what stands directly below a path and is drawn nowhere."""
        for path, bind in self._form.binds.items():
            if path not in self._drawn and path.rpartition("/")[0] == above and _META not in path:
                if path in self._done:
                    yield {"type": self._done[path], "name": _name(path)}
                elif bind.preload in _PRELOADED:
                    yield {"type": _PRELOADED[bind.preload], "name": _name(path)}
                elif bind.calculate or self._set_by(path):
                    yield {"type": "calculate", "name": _name(path), **self._rules(path)}
                else:
                    yield {"type": "hidden", "name": _name(path), **self._rules(path)}

    def _question(self, question: Question) -> dict[str, str]:
        bind = self._form.bind(question.path)
        line = {"type": self._type(question, bind), "name": _name(question.path)}
        line |= self._worded("label", question.words, question.path) | _media(question.words)
        line |= self._worded("hint", question.hint, question.path)
        line |= self._worded("guidance_hint", question.guidance, question.path)
        line |= self._rules(question.path) | _given(appearance=question.appearance)
        if question.control is Control.range:
            line["parameters"] = f"start={question.least} end={question.most} step={question.step}"
        if question.choices.randomized:
            line["parameters"] = "randomize=true"
        return line | _given(choice_filter=self._filter(question))

    def _type(self, question: Question, bind: Bind) -> str:
        match question.control:
            case Control.upload:
                return next((named for kind, named in _MEDIA if question.media_type.startswith(kind)), "file")
            case Control.trigger:
                return "acknowledge"
            case Control.range:
                return "range"
            case Control.input if bind.read_only == "true()" and not bind.calculate:
                return "note"
            case Control.input:
                return _TYPED.get(bind.kind, "text")
        kind, named = _WITH_LISTS[question.control], self._list_name(question)
        return f"{kind} {named}" if question.choices.offered else f"{kind}_from_file {named}.csv"

    def _list_name(self, question: Question) -> str:
        return question.choices.instance or f"list_of_{_name(question.path)}"

    def _filter(self, question: Question) -> str:
        found = re.search(r"/root/item\[(?P<filter>.*)\]$", question.choices.filter, re.DOTALL)
        return self._rule(found["filter"]) if found else ""

    def _rules(self, path: str) -> dict[str, str]:
        bind = self._form.bind(path)
        is_note = path in self._asked and bind.read_only == "true()" and not bind.calculate
        rules = _given(
            relevant=self._rule(bind.relevant),
            constraint=self._rule(bind.constraint),
            required=_yes(self._rule(bind.required)),
            readonly="" if is_note else _yes(self._rule(bind.read_only)),
            calculation=self._rule(bind.calculate),
            default=self._begin(path),
            save_to=self._saved_to.get(path, ""),
        )
        marks = _given(unit=bind.unit, feeds=bind.feeds, confidential="yes" if bind.is_confidential else "")
        marks |= _given(warning="yes" if bind.is_warning else "")
        said = self._worded("constraint_message", bind.constraint_words, path)
        said |= self._worded("required_message", bind.required_words, path)
        return rules | said | {f"bind::cdadesk:{name}": value for name, value in marks.items()} | self._set_by(path)

    def _begin(self, path: str) -> str:
        """Return what an answer begins with: a text of the form, or what is worked out at the beginning."""
        first = (each.value for each in self._form.triggers if each.target == path and each.events & _FIRST_LOAD)
        return self._begins.get(path) or self._rule(next(first, ""))

    def _set_by(self, path: str) -> dict[str, str]:
        """Return the columns of a value that is set when another answer changes."""
        setting = [each for each in self._form.triggers if each.target == path and each.source]
        sources = ", ".join(f"${{{_name(each.source)}}}" for each in setting)
        return {"trigger": sources, "calculation": self._rule(setting[0].value)} if setting else {}

    def _worded(self, column: str, words: Words, at: str) -> dict[str, str]:
        said = {language: self._text(text, at) for language, text in words.by_language.items()}
        if not any(self._form.languages):
            return _given(**{column: next(iter(said.values()), "")})
        return {f"{column}::{language}": text for language, text in said.items() if text}

    def _text(self, text: Text, at: str) -> str:
        return "".join(self._named(part.expression, at) if isinstance(part, Output) else part for part in text)

    def _named(self, way: str, at: str) -> str:
        """Return an answer in a text by its name: what stands in the same row is named by a way (`../age`)."""
        path = resolved(way, at) if way.startswith("..") else way
        return self._rule(path if path in self._unique else way)

    def _rule(self, expression: str) -> str:
        """Return a rule with ${name} where a question is named by its whole way."""
        own = self._without_files(expression)
        return re.sub(rf"(?<![\w/.)\]])/{re.escape(self.root)}(?:/[\w.-]+)+", self._reference, own).strip()

    def _without_files(self, expression: str) -> str:
        """Return a rule that finds in the sheet of choices what it pulled from a file that became part of the form."""
        lists = {each.choices.instance for each in self._asked.values()} - {""}

        def found_in_sheet(found: re.Match[str]) -> str:
            name, column, by, key = (found[part].strip() for part in ("list", "column", "by", "key"))
            return f"instance('{name}')/root/item[{by} = {key}]/{column}" if name in lists else found[0]

        return _PULLED.sub(found_in_sheet, expression)

    def _reference(self, found: re.Match[str]) -> str:
        path = found.group()
        return f"${{{_name(path)}}}" if path in self._unique else path


_OWN_COLUMNS = frozenset({"name", "label", "itextId", "list_name"})
_LITERAL = r"\s*['\"](?P<{}>[\w.-]+?)(?:\.csv)?['\"]\s*,"
_PULLED = re.compile(
    rf"pulldata\({_LITERAL.format('list')}{_LITERAL.format('column')}{_LITERAL.format('by')}(?P<key>[^(),]+)\)"
)


def _media(words: Words) -> dict[str, str]:
    return {f"media::{kind}": file.rpartition("/")[2] for kind, file in words.media.items()}


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _yes(rule: str) -> str:
    return "yes" if rule == "true()" else rule


def _given(**columns: str) -> dict[str, str]:
    return {name: text for name, text in columns.items() if text}


def _texts(parent: Element, path: str) -> Iterator[tuple[str, str]]:
    for child in parent:
        here = f"{path}/{child.tag}"
        yield here, (child.text or "").strip()
        yield from _texts(child, here)
