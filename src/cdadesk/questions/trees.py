"""XML as it comes from outside: no entities, no other files, and copies without namespaces."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cdadesk.questions.troubles import UnreadableForm


def tree(source: str) -> Element:
    """Return the root of a document; raises UnreadableForm."""
    try:
        root: Element = fromstring(source, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnreadableForm(str(error)) from error
    return root


def bare(tag: str) -> str:
    """Return the name of an element without its namespace."""
    return tag.rsplit("}", maxsplit=1)[-1]


def plain(element: Element) -> Element:
    """Return a copy whose elements have no namespace, as the expressions of a form name them without one."""
    copy = Element(bare(element.tag), dict(element.attrib))
    copy.text = element.text if not len(element) else None
    copy.extend(plain(child) for child in element)
    return copy
