"""A cluster's own dated copy of a scheme's rules: mended by hand, explained, and reckoned with like those that ship."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, ClassVar

from cdadesk.domain.kernel.fields import money, note, partial_date, percent, rows, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.domain.kernel.typed import NotUnderstood, read_scaled
from cdadesk.domain.methods.rule_sets import FundingItem, RuleSet
from cdadesk.domain.methods.words import said
from cdadesk.i18n import N_, _, format_scaled

_WHOLE = 100_00
"""All of it, in hundredths of a percent."""


class FundingRule(Element):
    """What the scheme gives for one thing; what is blank the scheme does not say."""

    what: str | None = text(N_("For what"), needed=True, hint=N_("Such as common facility centre, training."))
    share: int | None = percent(N_("Share granted"), hint=N_("How much of the cost is granted at most."))
    special_share: int | None = percent(
        N_("Share where more is given"), hint=N_("For areas or kinds of firm for which the scheme gives more.")
    )
    grant_ceiling: Money | None = money(N_("Grant at most"))
    cost_ceiling: Money | None = money(N_("Cost counted at most"), hint=N_("What it costs beyond this is not counted."))
    cost_least: Money | None = money(N_("For a cost from"))
    cost_most: Money | None = money(N_("For a cost up to"))
    industry_least: int | None = percent(N_("The industry brings at least"))
    agency_least: int | None = percent(N_("The agency of the state brings at least"))
    special_agency_least: int | None = percent(N_("The agency, where more is given"))
    instalments: str | None = text(
        N_("Instalments"),
        max_length=80,
        hint=N_("In percent of the grant, such as 30, 40, 30."),
    )

    def in_parts(self) -> tuple[int, ...] | None:
        """Return the instalments in hundredths of a percent; None where they cannot be understood."""
        written = [part.strip() for part in (self.instalments or "").replace(";", ",").split(",")]
        try:
            return tuple(read_scaled(part, "%") for part in written if part)
        except NotUnderstood:
            return None

    def shares(self) -> int:
        """Return what grant, industry and agency come to together, in hundredths of a percent."""
        return sum(each or 0 for each in (self.share, self.industry_least, self.agency_least))

    def special_shares(self) -> int:
        """Return the same where the scheme gives more."""
        agency = self.agency_least if self.special_agency_least is None else self.special_agency_least
        share = self.share if self.special_share is None else self.special_share
        return sum(each or 0 for each in (share, self.industry_least, agency))


class OwnRules(Record):
    """The rules of one scheme from one date on, as the people of a cluster found them in the guideline."""

    kind: ClassVar[str] = "rule_set"
    label: ClassVar[str] = N_("Rules of a scheme")
    plural: ClassVar[str] = N_("Rules of schemes")
    columns: ClassVar[tuple[str, ...]] = ("name", "valid_from", "valid_to")

    name: str | None = text(N_("Scheme"), needed=True, hint=N_("Its name and the year of the guideline."))
    copied_from: str | None = text(
        N_("Copied from"), max_length=60, hint=N_("The rules that come with the program, from which these were copied.")
    )
    valid_from: PartialDate | None = partial_date(N_("In force from"), needed=True, hint=N_("A year is enough."))
    valid_to: PartialDate | None = partial_date(N_("In force until"), hint=N_("Blank while it is in force."))
    source: str | None = text(N_("Source"), needed=True, hint=N_("Guideline or letter, with its number and day."))
    items: dict[str, FundingRule] = rows(N_("What is paid for"), needed=True, hint=N_("One line for each thing."))
    terms: str | None = note(N_("Further terms"), max_length=4_000, hint=N_("One in a line."))
    remarks: str | None = note(N_("Remarks"), hint=N_("What you changed, and why."))

    def title(self) -> str:
        """Return the scheme, and from when its rules are."""
        return in_one_line(self.name, self.valid_from) or _("Rules without a name")

    def findings(self) -> Iterator[Finding]:
        """Say what does not fit together; a rule as it is printed may be odd, so nothing is refused."""
        if backwards(self.valid_from, self.valid_to):
            yield Finding("valid_to", _("This ends before it begins."))
        for key, rule in in_order(self.items):
            for name, sentence in _doubts(rule):
                yield Finding(f"items/{key}/{name}", sentence)
            if not (rule.share or rule.grant_ceiling):
                yield Finding(f"items/{key}/share", _("Neither a share nor a ceiling of the grant."), Weight.missing)


def _doubts(rule: FundingRule) -> Iterator[tuple[str, str]]:
    together = max(rule.shares(), rule.special_shares())
    if together > _WHOLE:
        said_so = _("Grant, industry and agency come to {sum} together, which is more than the cost.")
        yield "share", said_so.format(sum=format_scaled(together, "%"))
    if rule.special_share is not None and rule.special_share < (rule.share or 0):
        yield "special_share", _("This is less than the ordinary share.")
    if _paise(rule.cost_least) > (_paise(rule.cost_most) or _paise(rule.cost_least)):
        yield "cost_most", _("This is less than the cost from which the rule counts.")
    parts = rule.in_parts()
    if parts is None:
        yield "instalments", _("Write percents with commas between them, such as 30, 40, 30.")
    elif parts and sum(parts) != _WHOLE:
        yield "instalments", _("The instalments make {sum}, not 100 %.").format(sum=format_scaled(sum(parts), "%"))


def as_rule_set(rules: OwnRules) -> RuleSet:
    """Return rules in the shape of those that ship with the program, to reckon with."""
    name = {"en": rules.name or _("Rules without a name")}
    terms = [line.strip() for line in (rules.terms or "").splitlines()]
    return RuleSet(
        key=str(rules.id),
        label=name,
        valid_from=rules.valid_from,
        valid_to=rules.valid_to,
        source={"en": rules.source or "–"},
        items=tuple(_item(key, rule) for key, rule in in_order(rules.items)),
        terms=tuple({"en": term} for term in terms if term),
    )


def copied(shipped: RuleSet) -> Mapping[str, Any]:
    """Return the values of a copy that begins as the rules that ship, in the words of the language in use."""
    return {
        "name": said(shipped.label),
        "copied_from": shipped.key,
        "valid_from": shipped.valid_from,
        "valid_to": shipped.valid_to,
        "source": said(shipped.source),
        "terms": "\n".join(said(term) for term in shipped.terms) or None,
    }


def copied_rules(shipped: RuleSet) -> list[FundingRule]:
    """Return its lines, in their order; the caller gives them their places."""
    return [
        FundingRule(
            what=said(item.label),
            share=_hundredths(item.share),
            special_share=_hundredths(item.special_share),
            grant_ceiling=_rupees(item.grant_ceiling),
            cost_ceiling=_rupees(item.cost_ceiling),
            cost_least=_rupees(item.cost_least),
            cost_most=_rupees(item.cost_most),
            industry_least=_hundredths(item.industry_least),
            agency_least=_hundredths(item.agency_least),
            special_agency_least=_hundredths(item.special_agency_least),
            instalments=", ".join(format_scaled(_hundredths(part) or 0) for part in item.instalments) or None,
        )
        for item in shipped.items
    ]


def _item(key: str, rule: FundingRule) -> FundingItem:
    parts = rule.in_parts() or ()
    return FundingItem(
        key=key,
        label={"en": rule.what or _("Without a name")},
        share=_fraction(rule.share),
        special_share=_fraction(rule.special_share),
        grant_ceiling=_paise_or_none(rule.grant_ceiling),
        cost_ceiling=_paise_or_none(rule.cost_ceiling),
        cost_least=_paise_or_none(rule.cost_least),
        cost_most=_paise_or_none(rule.cost_most),
        industry_least=_fraction(rule.industry_least),
        agency_least=_fraction(rule.agency_least),
        special_agency_least=_fraction(rule.special_agency_least),
        instalments=tuple(Fraction(part, _WHOLE) for part in parts) if sum(parts) == _WHOLE else (),
    )


def _fraction(hundredths: int | None) -> Fraction | None:
    return None if hundredths is None else Fraction(hundredths, _WHOLE)


def _hundredths(share: Fraction | None) -> int | None:
    return None if share is None else round(share * _WHOLE)


def _rupees(paise: int | None) -> Money | None:
    return None if paise is None else Money.rupees(paise)


def _paise_or_none(amount: Money | None) -> int | None:
    return amount.paise if amount is not None else None


def _paise(amount: Money | None) -> int:
    return (amount.paise if amount is not None else None) or 0
