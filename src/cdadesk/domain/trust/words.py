"""The trust figure in words: why each line has its points, the summary, and what the figure does not claim."""

from fractions import Fraction

from cdadesk.domain.trust.index import FULL, HALF, Deducted, Earned, TrustReading
from cdadesk.domain.trust.ladder import Lasting, Rules
from cdadesk.domain.trust.periods import within_months
from cdadesk.i18n import _, format_day, format_scaled, ngettext


def not_claimed() -> list[str]:
    """Return what the figure must not be taken for; printed wherever the figure is."""
    return [
        _("It does not measure what people feel. Ask that in a separate, anonymous survey, and print it apart."),
        _("It does not compare or rank networks or clusters: it depends on how carefully each CDA keeps records."),
        _("It does not prove that the programme caused anything."),
        _("It does not foretell who will fail to pay."),
        _("It is not exact to a point. Read it together with the list and the line."),
        _("If it falls because nobody wrote anything down, trust has not fallen."),
        _("It does not show that a network manages itself. Only the handover test shows that."),
    ]


def summary(reading: TrustReading, rules: Rules) -> str:
    """Return index, rung and coverage in one go, for they are not to be printed apart."""
    last = reading.last_recorded_on
    if last is None:
        return _("Nothing is recorded yet.")
    sentences = _(
        "Index {index} of 100. Rung {rung}. A second source proves {proved} of {recorded} milestones."
    ).format(index=reading.index, rung=reading.rung, proved=reading.proved, recorded=reading.recorded)
    if within_months(last, rules.gap_months, reading.on):
        return sentences
    return f"{sentences} {_('Nothing has been recorded since {day}.').format(day=format_day(last))}"


def arithmetic(line: Earned) -> str:
    """Return the sum of a line as it can be checked by hand: 4 × ½ × 8/20 × 1 = 0.8."""
    factors = (str(line.points), exact(line.evidence), _body_figure(line), exact(line.recency))
    return f"{' × '.join(factors)} = {exact(line.value)}"


def exact(value: Fraction) -> str:
    """Write a fraction without rounding: 0.8 where two decimals do, else 2/3."""
    if value == HALF:
        return "½"
    hundredths = value * 100
    return format_scaled(int(hundredths)) if hundredths.denominator == 1 else str(value)


def reasons(line: Earned, rules: Rules) -> tuple[str, str, str]:
    """Return why evidence, body and recency count as much as they do, in this order."""
    return _evidence_reason(line), _body_reason(line), _recency_reason(line, rules)


def deduction_reason(line: Deducted, rules: Rules) -> str:
    """Return why a setback still weighs what it weighs."""
    months, resolved_on = rules.resolved_half_months, line.occurrence.resolved_on
    if resolved_on is None or line.recency == FULL:
        return _("Not resolved: it counts in full.")
    if line.recency == HALF:
        sentence = ngettext(
            "Resolved on {day}: it counts half for {months} month after that.",
            "Resolved on {day}: it counts half for {months} months after that.",
            months,
        )
    else:
        sentence = _("Resolved on {day}: it no longer counts.")
    return sentence.format(day=format_day(resolved_on), months=months)


def _body_figure(line: Earned) -> str:
    seen = line.occurrence
    if line.milestone.act_of_body or not seen.participants or not seen.active_members:
        return exact(line.body)
    return f"{min(seen.participants, seen.active_members)}/{seen.active_members}"


def _evidence_reason(line: Earned) -> str:
    if line.evidence == FULL:
        return _("A second, independent source proves it.")
    if line.evidence == HALF:
        return _("Only the CDA's own record proves it.")
    return _("There is no record that proves it.")


def _body_reason(line: Earned) -> str:
    seen = line.occurrence
    if line.milestone.act_of_body:
        return _("Decided with quorum.") if seen.decided_with_quorum else _("Not decided with quorum.")
    if not seen.active_members:
        return _("The number of active members on that day is not recorded.")
    if seen.participants is None:
        return _("The number of members who took part is not recorded.")
    sentence = _("{came} of {members} active members took part.")
    return sentence.format(came=min(seen.participants, seen.active_members), members=seen.active_members)


def _recency_reason(line: Earned, rules: Rules) -> str:
    if line.milestone.lasting is Lasting.once:
        return _("Once reached, it stays.")
    if line.milestone.lasting is Lasting.standing:
        return _standing_reason(line)
    months = rules.repeat_full_months if line.recency == FULL else rules.repeat_half_months
    if line.recency:
        sentence = ngettext("It happened within {months} month.", "It happened within {months} months.", months)
    else:
        sentence = ngettext("It is more than {months} month old.", "It is more than {months} months old.", months)
    return sentence.format(months=months)


def _standing_reason(line: Earned) -> str:
    until = line.occurrence.standing_until
    if until is None or line.recency:
        return _("It is in force.")
    return _("It ended on {day}.").format(day=format_day(until))
