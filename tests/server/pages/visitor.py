"""A browser as plain as can be: pages by requests, forms sent as the page wrote them."""

import html
import re
from dataclasses import dataclass
from typing import Any, Self

import requests

from tests.serving import PASSWORD

_FORM = re.compile(r"<form\b(?P<head>[^>]*)>(?P<body>.*?)</form>", re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="(?P<name>[^"]*)" value="(?P<value>[^"]*)">')
_ACTION = re.compile(r'action="(?P<action>[^"]*)"')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Page:
    """What came back."""

    status: int
    body: str
    headers: Any
    address: str

    @property
    def words(self) -> str:
        """Return what a person reads, without marks, spaces drawn together."""
        return " ".join(html.unescape(_TAG.sub(" ", self.body.partition("<body>")[2])).split())

    def forms(self, ending: str) -> list[tuple[str, dict[str, str]]]:
        """Return the forms whose address ends so, with what they send by themselves."""
        found = []
        for form in _FORM.finditer(self.body):
            action = _ACTION.search(form["head"])
            if action and 'method="post"' in form["head"] and action["action"].endswith(ending):
                hidden = {each["name"]: html.unescape(each["value"]) for each in _HIDDEN.finditer(form["body"])}
                found.append((html.unescape(action["action"]), hidden))
        return found


class Visitor:
    """Somebody with a browser."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.session = requests.Session()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.session.close()

    def get(self, address: str, **options: Any) -> Page:
        """Load a page, following where it leads."""
        return self._page(self.session.get(f"{self.server}{address}", timeout=30, **options))

    def post(self, address: str, form: dict[str, Any], **options: Any) -> Page:
        """Send a form as it stands."""
        return self._page(self.session.post(f"{self.server}{address}", data=form, timeout=30, **options))

    def send(self, page: Page, ending: str, **typed: Any) -> Page:
        """Fill in the first form of a page whose address ends so, and send it."""
        fitting = [each for each in page.forms(ending) if typed.items() >= _common(each[1], typed).items()]
        assert fitting, f"no form {ending} in {page.address}"
        action, hidden = fitting[0]
        return self.post(action, hidden | typed)

    def sign_in(self, login: str, password: str = PASSWORD) -> Page:
        """Sign in through the form."""
        return self.send(self.get("/sign-in"), "/sign-in", login=login, password=password)

    def _page(self, answer: requests.Response) -> Page:
        return Page(answer.status_code, answer.text, answer.headers, answer.url.removeprefix(self.server))


def _common(hidden: dict[str, str], typed: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in hidden.items() if name in typed}
