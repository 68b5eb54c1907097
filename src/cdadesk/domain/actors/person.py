"""People: a name and a role for everybody to see; all else behind the wall, and only with consent."""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import Choice, choice, choices, day, number, ref, rows, text, yes_no
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _


class ProgrammeRole(Choice):
    """What a person does in the work on the cluster."""

    cda = "cda", N_("Cluster development agent")
    ta = "ta", N_("Technical advisor")
    network_broker = "network_broker", N_("Network broker")
    network_manager = "network_manager", N_("Manager hired by a network")
    association_executive = "association_executive", N_("Executive of an association")
    social_provider = "social_provider", N_("Provider of social services")
    bds_provider = "bds_provider", N_("Business service provider")
    researcher = "researcher", N_("Researcher")
    local_agent = "local_agent", N_("Local agent who takes over")


class Sex(Choice):
    """For counting how many women are reached."""

    woman = "woman", N_("Woman")
    man = "man", N_("Man")
    other = "other", N_("Other")


class Language(Choice):
    """Languages people here may prefer."""

    hindi = "hindi", N_("Hindi")
    english = "english", N_("English")
    bengali = "bengali", N_("Bengali")
    gujarati = "gujarati", N_("Gujarati")
    kannada = "kannada", N_("Kannada")
    malayalam = "malayalam", N_("Malayalam")
    marathi = "marathi", N_("Marathi")
    odia = "odia", N_("Odia")
    punjabi = "punjabi", N_("Punjabi")
    rajasthani = "rajasthani", N_("Rajasthani")
    tamil = "tamil", N_("Tamil")
    telugu = "telugu", N_("Telugu")
    urdu = "urdu", N_("Urdu")
    other = "other", N_("Another language")


class LeaderSignal(Choice):
    """Whether others follow this person."""

    opinion_leader = "opinion_leader", N_("Opinion leader")
    interest_group_leader = "interest_group_leader", N_("Leads one interest group")
    implementer = "implementer", N_("Gets things done")
    none = "none", N_("None")


class ConsentMode(Choice):
    """How a person agreed."""

    written = "written", N_("In writing")
    oral = "oral", N_("By word of mouth")
    audio = "audio", N_("Recorded voice")


class Person(Record):
    """Somebody with a part in the cluster: name and role, nothing more personal."""

    kind: ClassVar[str] = "person"
    label: ClassVar[str] = N_("Person")
    plural: ClassVar[str] = N_("People")
    columns: ClassVar[tuple[str, ...]] = ("name", "actor", "role")

    name: str | None = text(N_("Name"), needed=True, hint=N_("As the person wants to be called in minutes."))
    actor: UUID | None = ref(
        N_("Belongs to"), to="actor", needed=True, hint=N_("The firm, association or office this person speaks for.")
    )
    role: str | None = text(N_("Role there"), hint=N_("Owner, president, branch manager, master printer …"))
    programme_roles: list[ProgrammeRole] = choices(
        N_("Role in the programme"), hint=N_("Only for those who work for the cluster. Several are possible.")
    )

    def title(self) -> str:
        """Return the name."""
        return in_one_line(self.name) or _("Person without a name")


class Consent(Element):
    """That a person agreed to be written about, and for what."""

    given_on: dt.date | None = day(N_("Given on"), needed=True)
    purpose: str | None = text(N_("For what"), max_length=500, needed=True, hint=N_("In the words you read out."))
    mode: ConsentMode | None = choice(N_("How"), needed=True)
    witness: str | None = text(N_("Witness"), hint=N_("Needed when nothing was signed."))
    language: Language | None = choice(N_("In which language"))
    withdrawn_on: dt.date | None = day(N_("Withdrawn on"), hint=N_("From this day the personal answers are hidden."))


class PersonPrivate(Record):
    """What only the agent and the advisor of the cluster see of a person; its parent is the person."""

    kind: ClassVar[str] = "person_private"
    label: ClassVar[str] = N_("Personal answers")
    plural: ClassVar[str] = N_("Personal answers")
    columns: ClassVar[tuple[str, ...]] = ("sex", "year_of_birth", "phone", "leader_signal")
    private: ClassVar[bool] = True
    personal: ClassVar[tuple[str, ...]] = (
        "sex",
        "year_of_birth",
        "phone",
        "preferred_language",
        "can_read_hindi",
        "can_read_english",
        "leader_signal",
    )

    consents: dict[str, Consent] = rows(
        N_("Consent"), hint=N_("Ask before you write down anything below. Read the text aloud, then note the answer.")
    )
    sex: Sex | None = choice(N_("Sex"), hint=N_("For counting how many women are reached."))
    year_of_birth: int | None = number(
        N_("Year of birth"), least=1880, most=2100, hint=N_("The year only, never the full date.")
    )
    phone: str | None = text(N_("Phone"), max_length=20, hint=N_("Ten digits. Start with + for a number abroad."))
    preferred_language: Language | None = choice(N_("Speaks best"))
    can_read_hindi: bool | None = yes_no(N_("Can read Hindi"), hint=N_("If not, read papers aloud to this person."))
    can_read_english: bool | None = yes_no(N_("Can read English"))
    leader_signal: LeaderSignal | None = choice(
        N_("Do others follow?"), hint=N_("What you saw or were told in interviews. Only you and your advisor see it.")
    )

    def title(self) -> str:
        """Return what this sheet is; whom it is about, only its person knows."""
        return _(self.label)

    def consent_in_force(self) -> bool:
        """Say whether some consent was given and not withdrawn."""
        return any(line.given_on and not line.withdrawn_on for _key, line in in_order(self.consents))

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if not self.consent_in_force() and not all(self._blank(name) for name in self.personal):
            yield Finding(
                "consents",
                _("There are personal answers, but no consent in force."),
                why=_("Ask for consent, or take the personal answers out."),
            )
        if self.phone and not _is_phone(self.phone):
            yield Finding("phone", _("An Indian phone number has ten digits."))
        yield from self._consent_findings()

    def _blank(self, name: str) -> bool:
        return getattr(self, name) in (None, "")

    def _consent_findings(self) -> Iterator[Finding]:
        for key, line in in_order(self.consents):
            if line.given_on and line.withdrawn_on and line.withdrawn_on < line.given_on:
                yield Finding(f"consents/{key}/withdrawn_on", _("This consent was withdrawn before it was given."))
            if line.mode is ConsentMode.oral and not line.witness:
                yield Finding(f"consents/{key}/witness", _("Consent by word of mouth needs a witness."))


def _is_phone(written: str) -> bool:
    """Say whether it can be a phone number: ten Indian digits, in any script, or one from abroad after a plus sign."""
    digits = "".join(str(unicodedata.decimal(sign)) for sign in written if unicodedata.decimal(sign, None) is not None)
    if written.strip().startswith("+") and not digits.startswith("91"):
        return 7 <= len(digits) <= 15
    if len(digits) > 10:
        digits = digits.removeprefix("91") if written.strip().startswith("+") else digits.removeprefix("0")
    return len(digits) == 10
