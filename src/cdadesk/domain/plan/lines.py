"""The lines of an action plan, and what stands beside them: risks, what is left for later, who takes over."""

from collections.abc import Iterator
from uuid import UUID

from cdadesk.domain.kernel.fields import Choice, choice, money, quarter, ref, text, yes_no
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.quarters import Quarter, QuarterKey, from_to, quarter_of
from cdadesk.domain.kernel.record import Element
from cdadesk.i18n import N_


class LineKind(Choice):
    """What sort of work it is."""

    soft = "soft", N_("Soft")
    hard = "hard", N_("Hard")
    pilot = "pilot", N_("Pilot project")
    strategic = "strategic", N_("Strategic project")


class ServiceEffect(Choice):
    """What it does for a business service."""

    strengthens = "strengthens", N_("Strengthens a service")
    creates = "creates", N_("Creates a service")


class Payer(Choice):
    """Where money comes from; the order in which it is shown everywhere."""

    private = "private", N_("Firms and networks")
    institutions = "institutions", N_("Institutions")
    programme = "programme", N_("Programme")
    other = "other", N_("Others")
    open = "open", N_("Not found yet")


class PlanLine(Element):
    """One activity: why, what, who, when, by what sign, and who pays."""

    objective: str | None = text(N_("Objective"), max_length=300, hint=N_("What is to be reached."))
    issue: UUID | None = ref(N_("Answers to"), to="issue", hint=N_("The obstacle or potential behind it."))
    activity: str | None = text(N_("Activity"), max_length=500, needed=True, hint=N_("What is done."))
    line_kind: LineKind | None = choice(
        N_("Kind"), needed=True, hint=N_("Soft: skills, trust, market. Hard: buildings and machines.")
    )
    responsible: UUID | None = ref(
        N_("Responsible"),
        to=("actor", "person"),
        needed=True,
        hint=N_("An actor of the cluster; the agent helps."),
    )
    partners: str | None = text(N_("Who else"), max_length=300, hint=N_("Institutions, providers, networks."))
    begins_in: QuarterKey | None = quarter(N_("From quarter"), needed=True, hint=N_("Such as q1 1999 or apr 1999."))
    ends_in: QuarterKey | None = quarter(N_("To quarter"), needed=True, hint=N_("The last one in which it runs."))
    indicators: str | None = text(N_("Shown by"), max_length=500, hint=N_("What can be counted when it is done."))
    indicator: UUID | None = ref(
        N_("Indicator"), to="indicator", hint=N_("The one of the list of indicators in which it is to show.")
    )
    service: ServiceEffect | None = choice(N_("Business service"), hint=N_("If it builds up a service that firms buy."))
    from_private: Money | None = money(N_("Firms and networks pay"))
    from_institutions: Money | None = money(N_("Institutions pay"))
    from_programme: Money | None = money(N_("Programme pays"))
    from_other: Money | None = money(N_("Others pay"))
    not_found_yet: Money | None = money(N_("Not found yet"), hint=N_("What it costs beyond what was promised."))
    planned: bool | None = yes_no(N_("Planned"), hint=N_("No for what came up on the way. Blank means planned."))
    remarks: str | None = text(N_("Remarks"), max_length=1_000)

    def span(self) -> tuple[Quarter, Quarter] | None:
        """Return the first and the last quarter; one alone stands for both, None while none is known."""
        begin, end = quarter_of(self.begins_in), quarter_of(self.ends_in)
        first, last = begin or end, end or begin
        return (first, last) if first is not None and last is not None else None

    def backwards(self) -> bool:
        """Say whether it ends before it begins."""
        span = self.span()
        return span is not None and span[1] < span[0]

    def quarters(self) -> Iterator[Quarter]:
        """Yield the quarters in which it runs; none if it ends before it begins."""
        span = self.span()
        if span is not None:
            yield from from_to(*span)

    def money(self) -> dict[Payer, Money]:
        """Return what each source pays, as far as it was entered."""
        entered = {
            Payer.private: self.from_private,
            Payer.institutions: self.from_institutions,
            Payer.programme: self.from_programme,
            Payer.other: self.from_other,
            Payer.open: self.not_found_yet,
        }
        return {payer: amount for payer, amount in entered.items() if amount is not None}


class Risk(Element):
    """What may go wrong."""

    risk: str | None = text(N_("Risk"), max_length=300, needed=True)
    answer: str | None = text(N_("What is done about it"), max_length=500)


class NotNow(Element):
    """What is left for later on purpose."""

    what: str | None = text(N_("What"), max_length=300, needed=True)
    issue: UUID | None = ref(N_("Answers to"), to="issue")
    reason: str | None = text(N_("Why not now"), max_length=500, needed=True)


class ResultLevel(Choice):
    """Where a result is to be seen; the order in which proposals ask."""

    firm = "firm", N_("In the firms")
    cluster = "cluster", N_("In the cluster")
    between = "between", N_("Between clusters")
    policy = "policy", N_("In policy")


class ExpectedResult(Element):
    """What is to come of the whole plan."""

    level: ResultLevel | None = choice(N_("Where"), needed=True)
    result: str | None = text(N_("Result"), max_length=500, needed=True, hint=N_("As far as it can, in figures."))
    by_quarter: QuarterKey | None = quarter(N_("By quarter"), hint=N_("Such as q1 2001 or apr 2001."))


class ExitArea(Choice):
    """What the agent does at first and hands over in time."""

    convening = "convening", N_("Calling meetings")
    minutes = "minutes", N_("Minutes")
    accounts = "accounts", N_("Accounts")
    fairs = "fairs", N_("Organising fairs")
    providers = "providers", N_("Contact with service providers")
    banks = "banks", N_("Contact with banks")
    schemes = "schemes", N_("Contact with schemes")
    records = "records", N_("Keeping the records")


class ExitStep(Element):
    """One thing that passes from the agent to somebody of the cluster."""

    area: ExitArea | None = choice(N_("What passes on"), needed=True)
    to: UUID | None = ref(N_("To whom"), to=("actor", "person"), needed=True)
    by_quarter: QuarterKey | None = quarter(N_("By quarter"), needed=True, hint=N_("Such as q1 2001 or apr 2001."))
