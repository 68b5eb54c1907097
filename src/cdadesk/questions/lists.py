"""Lists of choices that a form keeps in a file or sheet of their own are made part of it: a form stands by itself."""

import csv
import io
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from cdadesk.questions.trees import tree
from cdadesk.questions.xforms import JR, MARKS, ODK, OPENROSA, XF, XHTML

_MOST_LINES = 100_000
_FILE = "jr://file-csv/"
_NAMES = {
    "h": XHTML,
    "": XF,
    "jr": JR,
    "odk": ODK,
    "orx": OPENROSA,
    "cdadesk": MARKS,
    "ev": "{http://www.w3.org/2001/xml-events}",
    "xsd": "{http://www.w3.org/2001/XMLSchema}",
}


def embedded(source: str, itemsets: str = "", files: Mapping[str, str] | None = None) -> str:
    """Return an XForm with the lists of its sheet of external choices, and of files by name, among its own."""
    by_list: dict[str, list[Mapping[str, str]]] = {}
    for line in csv.DictReader(io.StringIO(itemsets)):
        by_list.setdefault(str(line.get("list_name", "")), []).append(line)
    if not by_list and not files:
        return source
    document = tree(source)
    for model in document.iter(f"{XF}model"):
        for name, lines in by_list.items():
            _fill(SubElement(model, f"{XF}instance", {"id": name}), lines)
    for instance in document.iter(f"{XF}instance"):
        text = (files or {}).get(instance.get("src", "").removeprefix(_FILE))
        if text is not None:
            del instance.attrib["src"]
            _fill(instance, csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    for prefix, name in _NAMES.items():
        register_namespace(prefix, name.strip("{}"))
    return tostring(document, encoding="unicode")


def files_named(source: str) -> list[str]:
    """Return the files of lists that a form names and does not bring along."""
    document = tree(source)
    named = (each.get("src", "") for each in document.iter(f"{XF}instance"))
    return sorted({each.removeprefix(_FILE) for each in named if each.startswith(_FILE)})


def file_of_list(source: str, name: str) -> str:
    """Return the file in which a form says that a list lies; blank for a list that it says nothing of."""
    named = (each.get("src", "") for each in tree(source).iter(f"{XF}instance") if each.get("id") == name)
    return next((each.rpartition("/")[2] for each in named if each), "")


def other_files_named(source: str) -> list[str]:
    """Return the files of lists that a form names and that are no tables of lines: trees and maps."""
    named = (each.get("src", "") for each in tree(source).iter(f"{XF}instance"))
    return sorted({each.removeprefix("jr://file/") for each in named if each.startswith("jr://file/")})


def _fill(instance: Element, lines: Iterable[Mapping[str, str]]) -> None:
    root = SubElement(instance, f"{XF}root")
    for _number, line in zip(range(_MOST_LINES), lines, strict=False):
        item = SubElement(root, f"{XF}item")
        for column, value in _with_label(line).items():
            if column and value and column.replace("_", "").replace("-", "").isalnum() and not column[0].isdigit():
                SubElement(item, f"{XF}{column}").text = value


def _with_label(line: Mapping[str, str]) -> Mapping[str, str]:
    """Return a line with a label: where each language has one of its own, that of the first."""
    labels = [value for column, value in line.items() if column and column.startswith("label::") and value]
    return {"label": labels[0], **line} if labels else line
