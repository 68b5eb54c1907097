"""Words of a form as they are read: for other tools forms write `**strong**`, `<span ...>` or `[page](address)`."""

import re

_TAGS = re.compile(r"</?(?:a|b|br|em|font|i|p|small|span|strong|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_HEADS = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_LINKS = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_SLANTED = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]*[^\s*_])\1(?![\w*])")


def without_marks(text: str) -> str:
    """Return words without the marks that say how they are to be drawn; an address stays in brackets."""
    if not any(mark in text for mark in "<*_#["):
        return text
    plain = _LINKS.sub(r"\1 (\2)", _HEADS.sub("", _TAGS.sub("", text)))
    return _SLANTED.sub(r"\2", _STRONG.sub(r"\2", plain))
