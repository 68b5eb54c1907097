"""A question set of the tests with a little of everything, and an interview begun with it."""

from functools import cache
from types import MappingProxyType

from cdadesk.acts.interviews import OfferedSet, blank_half, keep_set
from cdadesk.acts.sitting import Halves
from cdadesk.clock import new_id
from cdadesk.domain.diagnostic.interview import Agreement, Interview
from cdadesk.questions.reading import read_bytes
from cdadesk.store.store import Store
from tests.builders import SCOPE, a_record
from tests.questions.sheets import EN, HI, Line, workbook

LIMITS = {"constraint": ". >= 0 and . <= 50", f"constraint_message::{EN}": "From 0 to 50."}
SECRET = {"bind::cdadesk:confidential": "yes"}
END_GROUP = {"type": "end group"}


def line(kind: str, name: str, english: str, hindi: str, **more: str) -> Line:
    """Return a line of the survey, in both languages."""
    return {"type": kind, "name": name, f"label::{EN}": english, f"label::{HI}": hindi} | more


def choice(of: str, name: str, english: str, hindi: str) -> Line:
    """Return a line of the choices, in both languages."""
    return {"list_name": of, "name": name, f"label::{EN}": english, f"label::{HI}": hindi}


SURVEY = (
    line("begin group", "A", "The workshop", "कारख़ाना"),
    line("text", "owner", "Whose is it?", "यह किसका है?"),
    line("integer", "looms", "How many looms?", "कितने करघे?", **LIMITS, **{"bind::cdadesk:unit": "looms"}),
    line("select_one yes_no", "credit", "Any loan?", "कोई कर्ज़?"),
    line("decimal", "interest", "At what interest?", "किस ब्याज पर?", relevant="${credit} = 'yes'"),
    END_GROUP,
    line("begin group", "B", "People", "लोग"),
    line("begin repeat", "worker", "Who works here?", "यहाँ कौन काम करता है?"),
    line("text", "who", "Name", "नाम"),
    line("integer", "wage", "Wage a day", "रोज़ की मज़दूरी", **{"bind::cdadesk:unit": "INR"}),
    {"type": "end repeat"},
    line("text", "trusted", "Whom do people trust?", "लोग किस पर भरोसा करते हैं?", **SECRET),
    END_GROUP,
    line("begin group", "C", "What next", "आगे क्या"),
    line("select_multiple way", "ways", "What would you join?", "आप किसमें शामिल होंगे?"),
    line("rank way", "order", "In which order?", "किस क्रम में?"),
    line("date", "since", "Since when?", "कब से?"),
    line("image", "photo", "A photo of the loom", "करघे की तस्वीर"),
    END_GROUP,
)
CHOICES = (
    choice("yes_no", "yes", "Yes", "हाँ"),
    choice("yes_no", "no", "No", "नहीं"),
    choice("way", "fair", "A fair", "मेला"),
    choice("way", "yarn", "Buying yarn together", "साथ में सूत ख़रीदना"),
    choice("way", "shop", "A shop", "दुकान"),
)
SETTINGS = {
    "form_title": "Looms",
    "form_id": "looms",
    "version": "3",
    "default_language": EN,
    "namespaces": 'cdadesk="urn:cdadesk:marks"',
}


@cache
def looms() -> OfferedSet:
    """Return the set of the tests as one that can be asked."""
    source = read_bytes(workbook(SURVEY, CHOICES, SETTINGS), ".xlsx", "looms").form.source
    return OfferedSet("looms", MappingProxyType({"": "Looms"}), (), source)


def begun(store: Store, **values: object) -> Halves:
    """Return an interview about looms as it is before the first question, its set kept; nothing of it is saved."""
    kept = keep_set(store, SCOPE, looms())
    first = {
        "question_set": kept.id,
        "set_name": kept.name,
        "held_on": "2026-03-14",
        "actor_kind": "firm_micro_artisan",
        "interview_round": "baseline",
        "agreement": Agreement.unnamed,
        "agreed_on": "2026-03-14",
        "consent_mode": "oral",
    }
    interview = a_record(Interview, **(first | values))
    return Halves(interview, blank_half(interview).changed(actor=new_id(), witness="Sohan"))
