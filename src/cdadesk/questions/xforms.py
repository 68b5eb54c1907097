"""Reads the XForm that pyxform makes of an XLSForm: https://getodk.github.io/xforms-spec/."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import lru_cache
from types import MappingProxyType
from xml.etree.ElementTree import Element

from cdadesk.questions.form import (
    NO_WORDS,
    Bind,
    Choice,
    Choices,
    Control,
    Form,
    Group,
    Kind,
    Node,
    Output,
    Question,
    Repeat,
    Text,
    Trigger,
    Words,
)
from cdadesk.questions.trees import bare, plain, tree
from cdadesk.questions.troubles import UnreadableForm

XF = "{http://www.w3.org/2002/xforms}"
XHTML = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
ODK = "{http://www.opendatakit.org/xforms}"
OPENROSA = "{http://openrosa.org/xforms}"
MARKS = "{urn:cdadesk:marks}"
ENTITIES = "{http://www.opendatakit.org/xforms/entities}"
EVENTS = "{http://www.w3.org/2001/xml-events}"

_FORMS = 16  # the text of a form takes longer to be read than an interview to be filled in
_GUIDANCE = "guidance"
_TEXT_FORMS = (None, "long", "short", _GUIDANCE)
_ITEXT = "jr:itext('"


def read_form(source: str) -> Form:
    """Return the form that an XForm describes; raises UnreadableForm."""
    document = tree(source)
    model = document.find(f"{XHTML}head/{XF}model")
    body = document.find(f"{XHTML}body")
    primary = _primary(document)
    if model is None or body is None or primary is None:
        raise UnreadableForm("not an XForm")
    texts = _Texts(model)
    return Form(
        form_id=primary.get("id", ""),
        version=primary.get("version", primary.get(f"{OPENROSA}version", "")),
        title=document.findtext(f"{XHTML}head/{XHTML}title") or "",
        languages=texts.languages,
        body=tuple(_Body(model, texts).nodes(body)),
        binds=MappingProxyType({bind.path: bind for bind in _binds(model, texts)}),
        triggers=tuple(_triggers(model, body)),
        source=source,
    )


def primary_instance(source: str) -> Element:
    """Return the blank answers of a form, for the caller alone: its elements, as yet without values."""
    return deepcopy(_blank_answers(source))


@lru_cache(maxsize=_FORMS)
def _blank_answers(source: str) -> Element:
    primary = _primary(tree(source))
    if primary is None:
        raise UnreadableForm("not an XForm")
    return primary


@lru_cache(maxsize=_FORMS)
def secondary_instances(source: str) -> Mapping[str, Element]:
    """Return the lists that a form brings along, by their names; nobody changes them."""
    model = tree(source).find(f"{XHTML}head/{XF}model")
    found = model.findall(f"{XF}instance") if model is not None else []
    lists = {each.get("id", ""): each for each in found[1:]}
    return {name: plain(each) for name, each in lists.items() if len(each)}


def _primary(document: Element) -> Element | None:
    instance = document.find(f"{XHTML}head/{XF}model/{XF}instance")
    return None if instance is None or not len(instance) else plain(instance[0])


class _Texts:
    """The texts of a form in all its languages."""

    def __init__(self, model: Element) -> None:
        translations = model.findall(f"{XF}itext/{XF}translation")
        self.languages = tuple(_default_first(translations))
        self._texts = {
            each.get("lang", ""): {text.get("id", ""): text for text in each.findall(f"{XF}text")}
            for each in translations
        }

    def words(self, element: Element | None) -> Words:
        """Return the words of a label, hint or the like."""
        if element is None:
            return NO_WORDS
        named = element.get("ref", "")
        if named.startswith(_ITEXT):
            return self.named(named.removeprefix(_ITEXT).rstrip("')"))
        return self.literal(_text(element))

    def literal(self, text: Text) -> Words:
        """Return words that are the same in every language."""
        return Words(MappingProxyType(dict.fromkeys(self.languages or ("",), text))) if text else NO_WORDS

    def said(self, attribute: str | None) -> Words:
        """Return the words of an attribute: a text, or a name of one."""
        if attribute and attribute.startswith(_ITEXT):
            return self.named(attribute.removeprefix(_ITEXT).rstrip("')"))
        return self.literal((attribute,)) if attribute else NO_WORDS

    def named(self, name: str, form: str | None = None) -> Words:
        """Return the words of that name, plain or in one of its forms."""
        found: dict[str, Text] = {}
        media: dict[str, str] = {}
        for language in self.languages:
            for value in self._values(language, name):
                kind = value.get("form")
                if kind == form or (form is None and kind == "long"):
                    found.setdefault(language, _text(value))
                elif kind not in _TEXT_FORMS and kind is not None:
                    media.setdefault(kind, "".join(value.itertext()))
        shown = {language: text for language, text in found.items() if text not in ((), ("-",))}
        return Words(MappingProxyType(shown), MappingProxyType(media))

    def guidance(self, hint: Element | None) -> Words:
        named = hint.get("ref", "") if hint is not None else ""
        return self.named(named.removeprefix(_ITEXT).rstrip("')"), _GUIDANCE) if named else NO_WORDS

    def _values(self, language: str, name: str) -> list[Element]:
        text = self._texts[language].get(name)
        return text.findall(f"{XF}value") if text is not None else []


def _default_first(translations: list[Element]) -> Iterator[str]:
    ordered = sorted(translations, key=lambda each: each.get("default") is None)
    return (each.get("lang", "") for each in ordered)


def _text(element: Element) -> Text:
    parts: list[str | Output] = [element.text or ""]
    for child in element:
        if bare(child.tag) == "output":
            parts.append(Output(child.get("value", "").strip()))
        parts.append(child.tail or "")
    whole = tuple(part for part in parts if part)
    return whole if any(isinstance(part, Output) or part.strip() for part in whole) else ()


def _binds(model: Element, texts: _Texts) -> Iterator[Bind]:
    for each in model.findall(f"{XF}bind"):
        yield Bind(
            path=each.get("nodeset", "").strip(),
            kind=_kind(each.get("type", "")),
            relevant=_rule(each.get("relevant")),
            constraint=_rule(each.get("constraint")),
            constraint_words=texts.said(each.get(f"{JR}constraintMsg")),
            required=_rule(each.get("required")),
            required_words=texts.said(each.get(f"{JR}requiredMsg")),
            read_only=_rule(each.get("readonly")),
            calculate=_rule(each.get("calculate")),
            preload=" ".join(filter(None, (each.get(f"{JR}preload"), each.get(f"{JR}preloadParams")))),
            unit=each.get(f"{MARKS}unit", ""),
            feeds=each.get(f"{MARKS}feeds", ""),
            is_confidential=each.get(f"{MARKS}confidential") == "yes",
            is_warning=each.get(f"{MARKS}warning") == "yes",
        )


def _rule(attribute: str | None) -> str:
    return (attribute or "").strip()


def _kind(name: str) -> Kind:
    return Kind(name) if name in set(Kind) else Kind.string


def _triggers(model: Element, body: Element) -> Iterator[Trigger]:
    """Return values that are set by events, with the question at which they are written."""
    sources = {id(value): each.get("ref", "") for each in body.iter() for value in each if _is_setter(value)}
    for root in (model, body):
        for each in root.iter():
            if _is_setter(each):
                events = frozenset((each.get("event") or each.get(f"{EVENTS}event") or "").split())
                value = each.get("value") or _quoted(each.text or "")
                yield Trigger(each.get("ref", "").strip(), events, value.strip(), sources.get(id(each), "").strip())


def _is_setter(element: Element) -> bool:
    return bare(element.tag) == "setvalue"


def _quoted(text: str) -> str:
    return "''" if not text else (f"'{text}'" if "'" not in text else f'"{text}"')


class _Body:
    """The part of the form that is drawn."""

    def __init__(self, model: Element, texts: _Texts) -> None:
        self._texts = texts
        self._lists = {each.get("id", ""): each for each in model.findall(f"{XF}instance")}

    def nodes(self, parent: Element) -> Iterator[Node]:
        for element in parent:
            name = bare(element.tag)
            if name == "group":
                yield self._group(element)
            elif name in _CONTROLS:
                yield self._question(element, _CONTROLS[name])

    def _group(self, element: Element) -> Group | Repeat:
        words = self._texts.words(element.find(f"{XF}label"))
        repeat = element.find(f"{XF}repeat")
        if repeat is None:
            path, appearance = element.get("ref", ""), element.get("appearance", "")
            return Group(path, words, appearance, tuple(self.nodes(element)))
        return Repeat(
            path=repeat.get("nodeset", "").strip(),
            words=words,
            appearance=repeat.get("appearance", element.get("appearance", "")),
            children=tuple(self.nodes(repeat)),
            count=_rule(repeat.get(f"{JR}count")),
        )

    def _question(self, element: Element, control: Control) -> Question:
        hint = element.find(f"{XF}hint")
        return Question(
            path=element.get("ref", "").strip(),
            control=Control.select_one if element.get("query") else control,
            words=self._texts.words(element.find(f"{XF}label")),
            hint=self._texts.words(hint),
            guidance=self._texts.guidance(hint),
            appearance=element.get("appearance", ""),
            choices=self._choices(element),
            least=element.get("start", ""),
            most=element.get("end", ""),
            step=element.get("step", ""),
            media_type=element.get("mediatype", ""),
        )

    def _choices(self, element: Element) -> Choices:
        itemset = element.find(f"{XF}itemset")
        if itemset is None and element.get("query"):  # so pyxform writes a choice from the sheet of external ones
            itemset = Element("itemset", {"nodeset": element.get("query", "")})
        if itemset is None:
            items = element.findall(f"{XF}item")
            return Choices(tuple(Choice(_value(each), self._texts.words(each.find(f"{XF}label"))) for each in items))
        nodeset = itemset.get("nodeset", "").strip()
        randomized = nodeset.startswith("randomize(")
        if randomized:
            nodeset = nodeset.removeprefix("randomize(").rsplit(")", maxsplit=1)[0].split(",", maxsplit=1)[0].strip()
        name = nodeset.partition("instance('")[2].partition("')")[0]
        value, label = itemset.find(f"{XF}value"), itemset.find(f"{XF}label")
        columns = (_attribute(value, "name"), _attribute(label, "label"))
        offered = self._listed(self._lists[name], *columns) if name in self._lists else ()
        return Choices(offered, name, nodeset if "[" in nodeset else "", randomized)

    def _listed(self, instance: Element, value: str, label: str) -> tuple[Choice, ...]:
        items = [each for each in instance.iter() if bare(each.tag) == "item"]
        return tuple(self._choice(each, value, label) for each in items)

    def _choice(self, item: Element, value: str, label: str) -> Choice:
        columns = {bare(each.tag): each.text or "" for each in item}
        if label.startswith("jr:itext("):
            words = self._texts.named(columns.get(label.removeprefix("jr:itext(").rstrip(")"), ""))
        else:
            words = self._texts.literal((columns[label],) if columns.get(label) else ())
        return Choice(columns.get(value, ""), words, MappingProxyType(columns))


_CONTROLS = {each.value: each for each in Control if each is not Control.rank} | {"rank": Control.rank}


def _attribute(element: Element | None, otherwise: str) -> str:
    return element.get("ref", otherwise).strip() if element is not None else otherwise


def _value(item: Element) -> str:
    return item.findtext(f"{XF}value") or ""
