"""Interviews: what somebody of the cluster answered to a question set, and the half of it that is confidential.

Whom the answers are from stands behind the wall, unless that person allowed the name to be told. An answer lies in one
of the halves, under its way through the form: `household:member@1:age`. Why there is none, and how sure one is, stand
in the codes beside its value; zero is an answer.
"""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.actors.person import ConsentMode, Language
from cdadesk.domain.kernel.fields import Choice, choice, day, note, number, ref, rows, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _, format_day

LONGEST_ANSWER = 20_000


class InterviewMode(Choice):
    """How the talk was held."""

    one_to_one = "one_to_one", N_("With one person")
    group = "group", N_("With several together")
    phone = "phone", N_("By telephone")


class InterviewRound(Choice):
    """When in the life of the programme somebody was asked."""

    baseline = "baseline", N_("At the beginning")
    midterm = "midterm", N_("Half way")
    end = "end", N_("At the end")
    ad_hoc = "ad_hoc", N_("In between")


class Agreement(Choice):
    """What the person allowed, after the script was read aloud."""

    named = "named", N_("Agrees, and the name may be told")
    unnamed = "unnamed", N_("Agrees, but without the name")
    nameless = "nameless", N_("Does not agree to be written down: answers stay without a name")


class Answer(Element):
    """What was said to one question. Its value is written as the form writes it."""

    value: str | None = note(N_("Answer"), max_length=LONGEST_ANSWER)
    unit: str | None = text(N_("Unit"), max_length=40)
    remark: str | None = note(N_("Side note"), max_length=5_000)


class Respondent(Element):
    """Somebody who answered; in a group there are several."""

    person: UUID | None = ref(N_("Who"), to=("person", "actor"))
    described: str | None = text(N_("Who it was, in words"), hint=N_("For somebody without an entry of their own."))


class Interview(Record):
    """One talk along a question set, as everybody of the programme who works on the cluster may see it."""

    kind: ClassVar[str] = "interview"
    label: ClassVar[str] = N_("Interview")
    plural: ClassVar[str] = N_("Interviews")
    columns: ClassVar[tuple[str, ...]] = ("held_on", "set_name", "actor_kind", "interview_round", "place")
    personal: ClassVar[tuple[str, ...]] = ("actor", "place", "remarks")

    held_on: dt.date | None = day(N_("Held on"), needed=True, hint=N_("The day on which it began."))
    interviewer: str | None = text(N_("Interviewer"), hint=N_("Who asked."))
    question_set: UUID | None = ref(
        N_("Question set"), to="question_set", needed=True, hint=N_("The very version that was asked.")
    )
    set_name: str | None = text(N_("Title of the set"))
    set_code: str | None = text(N_("Code of the set"), max_length=80)
    set_version: str | None = text(N_("Version of the set"), max_length=60)
    actor_kind: ActorKind | None = choice(
        N_("Kind of actor"), needed=True, hint=N_("It is counted even where no name may be told.")
    )
    actor: UUID | None = ref(
        N_("Actor"), to="actor", hint=N_("Only where the name may be told; else it stands in the confidential half.")
    )
    interview_mode: InterviewMode | None = choice(N_("How it was held"))
    language: Language | None = choice(N_("Language of the talk"))
    duration: int | None = number(
        N_("Minutes"), least=1, most=1_000, hint=N_("How long it took, all sittings together.")
    )
    interview_round: InterviewRound | None = choice(
        N_("Round"), needed=True, hint=N_("Answers of the beginning can become baselines.")
    )
    place: str | None = text(N_("Place"))
    agreement: Agreement | None = choice(
        N_("Consent"), needed=True, hint=N_("What the person said after you read the script aloud.")
    )
    agreed_on: dt.date | None = day(N_("Consent given on"))
    consent_mode: ConsentMode | None = choice(N_("How consent was given"))
    consent_language: Language | None = choice(N_("Script read in"))
    withdrawn_on: dt.date | None = day(N_("Consent withdrawn on"), hint=N_("From then on only counts are kept."))
    answers: dict[str, Answer] = rows(N_("Answers"))
    remarks: str | None = note(N_("Remarks"), hint=N_("Nothing personal: others of the programme read this."))

    def title(self) -> str:
        """Return the day and the set; with whom it was, only the confidential half may know."""
        when = _("Interview of {day}").format(day=format_day(self.held_on)) if self.held_on else _("Interview")
        return in_one_line(when, self.set_name)

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if self.actor is not None and self.agreement is not Agreement.named:
            yield Finding(
                "actor", _("Nobody allowed this name to be told."), why=_("Take it out, or note the consent.")
            )
        if self.agreement in (Agreement.named, Agreement.unnamed):
            yield from self._consent_findings()
        if self.duration is not None and not 5 <= self.duration <= 240:
            yield Finding("duration", _("Interviews take from five minutes to four hours."))

    def _consent_findings(self) -> Iterator[Finding]:
        for name, said in (("agreed_on", _("When was consent given?")), ("consent_mode", _("How was consent given?"))):
            if self.blank(name):
                yield Finding(name, said, Weight.missing)
        if self.agreed_on and self.withdrawn_on and self.withdrawn_on < self.agreed_on:
            yield Finding("withdrawn_on", _("This consent was withdrawn before it was given."))


class InterviewPrivate(Record):
    """What only the agent and the advisor of the cluster see of an interview; its parent is the interview."""

    kind: ClassVar[str] = "interview_private"
    label: ClassVar[str] = N_("Confidential half of an interview")
    plural: ClassVar[str] = N_("Confidential halves of interviews")
    columns: ClassVar[tuple[str, ...]] = ("actor", "witness")
    private: ClassVar[bool] = True
    personal: ClassVar[tuple[str, ...]] = ("actor", "respondents", "witness", "answers", "remarks")

    actor: UUID | None = ref(N_("Actor"), to="actor", hint=N_("The firm, association or office that was asked."))
    respondents: dict[str, Respondent] = rows(N_("Who answered"), hint=N_("In a group: everybody who spoke."))
    witness: str | None = text(N_("Witness of the consent"), hint=N_("Needed when nothing was signed."))
    answers: dict[str, Answer] = rows(N_("Confidential answers"))
    remarks: str | None = note(N_("Confidential remarks"), hint=N_("Only you and your advisor can read this."))

    def title(self) -> str:
        """Return what this sheet is; whose it is, only its interview knows."""
        return _(self.label)

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        for key, line in in_order(self.respondents):
            if line.blank("person") and line.blank("described"):
                yield Finding(f"respondents/{key}/person", _("Who was this?"), Weight.missing)


def witness_findings(shared: Interview, private: InterviewPrivate) -> Iterator[Finding]:
    """Say what is wrong with the witness: only who sees both halves knows how consent was given, and who heard it."""
    agreed = shared.agreement in (Agreement.named, Agreement.unnamed)
    if agreed and shared.consent_mode is ConsentMode.oral and private.blank("witness"):
        found = Finding("witness", _("Consent by word of mouth needs a witness."))
        yield from [found] if found.code not in private.left_so else []
