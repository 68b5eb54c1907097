"""Who has a part in a head when somebody did not come after all."""

from cdadesk.domain.fairs.inputs import FairInputs, Head, Participant
from cdadesk.domain.fairs.troubles import WithdrawalNeedsDecision
from cdadesk.domain.fairs.vocabulary import SharingRule


def withdrew_in_time(inputs: FairInputs, participant: Participant) -> bool:
    """Say whether somebody withdrew and owes nothing: up to and on the cut-off day, or where none was agreed."""
    cut_off = inputs.terms.cut_off_on
    return participant.withdrawn_on is not None and (cut_off is None or participant.withdrawn_on <= cut_off)


def sharers(inputs: FairInputs, head: Head) -> tuple[Participant, ...]:
    """Return who has a part in a head.

    Who withdrew in time has none. Who withdrew late keeps the committed part of what cannot be recovered; the
    others take over the rest only by a decision. Own costs stay with their owner in any case.
    """
    if head.rule is SharingRule.direct:
        return tuple(each for each in inputs.participants if each.id == head.direct_to)
    return tuple(each for each in inputs.participants if _has_a_part(inputs, head, each))


def _has_a_part(inputs: FairInputs, head: Head, participant: Participant) -> bool:
    if participant.withdrawn_on is None:
        return True
    if withdrew_in_time(inputs, participant):
        return False
    if head.recoverable and not participant.redivision_decision.strip():
        raise WithdrawalNeedsDecision(head.label, participant.label)
    return not head.recoverable
