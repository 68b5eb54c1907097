"""Articulation of demand: the way from what people first ask for to a service that firms buy."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.diagnostic.gates import DemandStage, in_words, lacking_up_to
from cdadesk.domain.kernel.fields import choice, day, money, note, number, partial_date, ref, rows, text, yes_no
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import PartialDate
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _


class LearningStep(Element):
    """One talk or meeting, and what it taught about the need."""

    learned_on: PartialDate | None = partial_date(N_("When"), needed=True, hint=N_("A month or a year is enough."))
    meeting: UUID | None = ref(N_("In which meeting"), to="meeting", hint=N_("If it was a meeting that stands here."))
    actor: UUID | None = ref(N_("With whom"), to="actor", hint=N_("If it was a talk with one actor."))
    learned: str | None = note(N_("What was learned"), max_length=2_000, needed=True)


class Offer(Element):
    """What one provider would do for it, at which price."""

    provider: UUID | None = ref(N_("Provider"), to="actor", needed=True)
    offered_on: PartialDate | None = partial_date(N_("When"))
    price: Money | None = money(N_("Price"), needed=True, hint=N_("For one firm, or as the terms say."))
    terms: str | None = text(N_("Terms"), max_length=500, hint=N_("Per head or per group, what is in it, how long."))
    chosen: bool | None = yes_no(N_("Chosen"), hint=N_("Yes for the offer that the firms took."))


class StageMove(Element):
    """One move along the way, forward or back."""

    moved_on: dt.date | None = day(N_("When"))
    from_stage: DemandStage | None = choice(N_("From"))
    to_stage: DemandStage | None = choice(N_("To"))
    reason: str | None = text(N_("Why"), max_length=500)


class DemandArticulation(Record):
    """One need of firms, as it becomes clear."""

    kind: ClassVar[str] = "demand"
    label: ClassVar[str] = N_("Articulated demand")
    plural: ClassVar[str] = N_("Articulated demands")
    columns: ClassVar[tuple[str, ...]] = ("name", "stage", "firms_interested", "issue")

    name: str | None = text(N_("Name"), max_length=120, needed=True, hint=N_("A few words, such as “training in IT”."))
    felt_need: str | None = note(
        N_("Felt need"), max_length=2_000, needed=True, hint=N_("What was asked for first, in the words of the firms.")
    )
    issue: UUID | None = ref(N_("Belongs to the issue"), to="issue", hint=N_("The obstacle that the firms speak of."))
    steps: dict[str, LearningStep] = rows(
        N_("How it became clear"), needed=True, hint=N_("Talks and meetings in their order: this takes months.")
    )
    structural_need: str | None = note(
        N_("Structural need"), max_length=2_000, hint=N_("The weakness behind it, on which firms came to agree.")
    )
    service: str | None = note(
        N_("Service asked for"), max_length=2_000, hint=N_("What exactly, for whom, how long, with which result.")
    )
    firms_interested: int | None = number(
        N_("Firms interested"), most=100_000, hint=N_("How many said that they would buy. 0 if none did.")
    )
    firms_possible: int | None = number(
        N_("Firms it could serve"), most=1_000_000, hint=N_("How many have the same need in the end.")
    )
    deposit_payers: int | None = number(
        N_("Firms that paid a deposit"), most=100_000, hint=N_("Words cost nothing. 0 if none has paid yet.")
    )
    price_willing: Money | None = money(
        N_("Price they would pay"), hint=N_("What one firm says it would pay for the service.")
    )
    offers: dict[str, Offer] = rows(N_("Offers"), hint=N_("More than one provider should be asked."))
    piloted_on: PartialDate | None = partial_date(N_("Tried"), hint=N_("When it was tried with a few firms."))
    pilot_firms: int | None = number(N_("Firms in the trial"), most=100_000)
    pilot_result: str | None = note(N_("What the trial showed"), max_length=2_000)
    bought_on: PartialDate | None = partial_date(N_("Bought"), hint=N_("When firms first paid for the service."))
    buyers: int | None = number(N_("Firms that bought"), most=100_000)
    paid: Money | None = money(N_("Paid by all firms"), hint=N_("What the buyers paid together."))
    stage: DemandStage | None = choice(N_("Stage"), hint=N_("Moved by the line above the form, step by step."))
    moves: dict[str, StageMove] = rows(N_("Moves"), hint=N_("Filled in by itself."))
    remarks: str | None = note(N_("Remarks"))

    def title(self) -> str:
        """Return the name, or what was felt."""
        return in_one_line(self.name) or in_one_line(self.felt_need) or _("Demand without a name")

    def stands_at(self) -> DemandStage:
        """Return the stage; what was only just written down is felt."""
        return self.stage or DemandStage.felt

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong; a merge, or a line taken out later, can leave a stage without its ground."""
        lacks = lacking_up_to(self, self.stands_at())
        if lacks and self.stage is not None:
            sentence = _("It stands at “{stage}”, but this is missing: {what}.")
            words = sentence.format(stage=_(self.stands_at().label), what=in_words(type(self), lacks))
            yield Finding("stage", words)
        if (self.deposit_payers or 0) > (self.firms_interested or 0) and self.firms_interested is not None:
            yield Finding("deposit_payers", _("More firms paid a deposit than are interested."))
        if None not in (self.firms_possible, self.firms_interested) and self._more_interested_than_possible():
            yield Finding("firms_possible", _("Fewer firms could use it than are interested."))
        offers = [line for _key, line in in_order(self.offers) if not line.blank("provider")]
        if len(offers) == 1:
            yield Finding(
                "offers", _("Only one provider was asked."), Weight.odd, why=_("Firms choose better between offers.")
            )

    def _more_interested_than_possible(self) -> bool:
        return (self.firms_interested or 0) > (self.firms_possible or 0)
