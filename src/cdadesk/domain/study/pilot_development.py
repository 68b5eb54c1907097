"""Pilot development: a new service or product tried with a few firms before others buy it."""

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import Choice, choice, money, note, number, partial_date, percent, ref, rows, text
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _


class PilotState(Choice):
    """How far a pilot has come."""

    planned = "planned", N_("Planned")
    running = "running", N_("Running")
    proven = "proven", N_("Proven, others may buy")
    failed = "failed", N_("Did not work")
    dropped = "dropped", N_("Dropped")


class TestFirm(Element):
    """A firm that tries it first."""

    __test__ = False  # its name is not for the collector of tests

    firm: UUID | None = ref(N_("Firm"), to="actor", needed=True)
    pays: Money | None = money(N_("Pays"), hint=N_("After its rebate."))
    remark: str | None = text(N_("Remark"))


class PilotDevelopment(Record):
    """A product or service that a provider develops with a few firms."""

    kind: ClassVar[str] = "pilot_development"
    label: ClassVar[str] = N_("Pilot development")
    plural: ClassVar[str] = N_("Pilot developments")
    columns: ClassVar[tuple[str, ...]] = ("name", "provider", "price", "expected_buyers", "state")

    name: str | None = text(N_("What is developed"), needed=True, hint=N_("The product or service, in a few words."))
    provider: UUID | None = ref(N_("Provider"), to="actor", needed=True, hint=N_("Who develops and later sells it."))
    test_firms: dict[str, TestFirm] = rows(
        N_("Firms that try it"), needed=True, hint=N_("The few that go first; they usually pay less.")
    )
    price: Money | None = money(N_("Price later"), hint=N_("What others will pay for it."))
    rebate: int | None = percent(N_("Rebate for firms that try it"))
    ready_to_buy: int | None = number(N_("Ready to buy"), most=1_000_000, hint=N_("Firms that said they would."))
    expected_buyers: int | None = number(
        N_("Could buy one day"), most=1_000_000, hint=N_("As many as there might be; an estimate.")
    )
    contract_on: PartialDate | None = partial_date(N_("Contract of"))
    contract: str | None = text(N_("What the contract says"), max_length=500)
    rights: str | None = text(
        N_("Who may use the findings"), max_length=500, hint=N_("Settle it before the work begins, not after.")
    )
    from_on: PartialDate | None = partial_date(N_("From"))
    to_on: PartialDate | None = partial_date(N_("To"))
    state: PilotState | None = choice(N_("Status"), needed=True, hint=N_("How far it has come."))
    result: str | None = note(N_("Result"))

    def title(self) -> str:
        """Return what is developed."""
        return in_one_line(self.name) or _("Pilot without a name")

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if backwards(self.from_on, self.to_on):
            yield Finding("to_on", _("This ends before it begins."))
        if None not in (self.ready_to_buy, self.expected_buyers) and (self.ready_to_buy or 0) > (
            self.expected_buyers or 0
        ):
            yield Finding("expected_buyers", _("More are ready to buy than could ever buy."))
        if in_order(self.test_firms) and not self.rights and self.state is not PilotState.planned:
            yield Finding("rights", _("Nobody has written down who may use the findings."))
