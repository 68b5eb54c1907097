"""Dividing an amount among participants, by the rule of its head, so that no paisa is lost."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import floor

from cdadesk.domain.fairs.inputs import Head, Key, Participant
from cdadesk.domain.fairs.troubles import ListDoesNotSum, NotCovered, NothingToShareBy
from cdadesk.domain.fairs.vocabulary import SharingRule

Weights = dict[Key, Fraction]


def quotas(total: int, weights: Mapping[Key, Fraction | int]) -> dict[Key, Fraction]:
    """Return the exact part of each; raises NothingToShareBy if there is an amount and no weight."""
    if total < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("amounts and weights are never below zero")
    whole = sum(weights.values())
    if not whole and total:
        raise NothingToShareBy
    return {key: total * Fraction(weight) / whole if whole else Fraction(0) for key, weight in weights.items()}


def split(total: int, weights: Mapping[Key, Fraction | int]) -> dict[Key, int]:
    """Divide a whole amount by weights; the parts make exactly the total.

    Every part is its exact quota rounded down or up to a whole paisa. Those with the largest
    fractions are rounded up, among equals the lowest (code, id). Raises NothingToShareBy
    if there is an amount and all weights are zero.
    """
    exact = quotas(total, weights)
    parts = {key: floor(quota) for key, quota in exact.items()}
    spare = total - sum(parts.values())
    for key in sorted(exact, key=lambda key: (parts[key] - exact[key], key))[:spare]:
        parts[key] += 1
    return parts


def integer_percents(amounts: Mapping[Key, int]) -> dict[Key, int]:
    """Return whole percents that make exactly 100, or all zero if there is no amount at all."""
    return split(100, amounts) if any(amounts.values()) else dict.fromkeys(amounts, 0)


def weights_of(head: Head, sharers: Sequence[Participant], residual: int) -> Weights:
    """Return what the rule of a head weighs each sharer with.

    Nothing left to share means no weights at all: a head that others paid does not wait for sales figures.
    """
    if not residual:
        return {}
    if head.rule is SharingRule.source_only:
        raise NotCovered(head.label, residual)
    found = _mixed(head, sharers) if head.rule is SharingRule.mixed else _RULES[head.rule](head, sharers)
    if head.rule is SharingRule.fixed and sum(found.values()) != residual:
        raise ListDoesNotSum(head.label, int(sum(found.values())), residual)
    if not any(found.values()):
        raise NothingToShareBy(head.label)
    return found


def _equal(_head: Head, sharers: Sequence[Participant]) -> Weights:
    return {each.key: Fraction(1) for each in sharers}


def _stall_area(head: Head, sharers: Sequence[Participant]) -> Weights:
    return {each.key: Fraction(_known(head, each, each.stall_area)) for each in sharers}


def _sales(head: Head, sharers: Sequence[Participant]) -> Weights:
    """Weigh by sales; who withdrew was not there, so sold nothing."""
    return {each.key: Fraction(0 if each.withdrawn_on else _known(head, each, each.sales)) for each in sharers}


def _known(head: Head, participant: Participant, figure: int | None) -> int:
    if figure is None:
        raise NothingToShareBy(head.label, participant.label)
    return figure


def _agreed(head: Head, sharers: Sequence[Participant]) -> Weights:
    """Weigh by the list of the head; who is not on it has no part in it."""
    agreed = {portion.participant_id: portion.amount for portion in head.portions}
    return {each.key: Fraction(agreed.get(each.id, 0)) for each in sharers}


def _direct(head: Head, sharers: Sequence[Participant]) -> Weights:
    return {each.key: Fraction(1) for each in sharers if each.id == head.direct_to}


def _mixed(head: Head, sharers: Sequence[Participant]) -> Weights:
    """Blend the exact quotas of the parts, so that paise are rounded once for the head, not once a part."""
    blended = {each.key: Fraction(0) for each in sharers}
    for part in head.parts:
        weights = _RULES[part.rule](head, sharers)
        whole = sum(weights.values())
        if not whole:
            raise NothingToShareBy(head.label)
        for key, weight in weights.items():
            blended[key] += part.percent * weight / whole
    return blended


_RULES: Mapping[SharingRule, Callable[[Head, Sequence[Participant]], Weights]] = {
    SharingRule.equal: _equal,
    SharingRule.stall_area: _stall_area,
    SharingRule.sales: _sales,
    SharingRule.fixed: _agreed,
    SharingRule.weighted: _agreed,
    SharingRule.direct: _direct,
}
