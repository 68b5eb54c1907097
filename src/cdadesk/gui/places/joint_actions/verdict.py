"""Whether support tapers over a series of fairs, in one sentence."""

from collections.abc import Sequence
from typing import NamedTuple

from cdadesk.domain.fairs.figures import percent_words
from cdadesk.domain.fairs.tapering import SeriesFair, TaperStep, steps
from cdadesk.i18n import _, format_partial


class Verdict(NamedTuple):
    """The sentence, and how it sounds."""

    sentence: str
    tone: str
    icon: str


def verdict_of(fairs: Sequence[SeriesFair]) -> Verdict:
    """Say of a series what an advisor would look at first: the last step at which support did not fall."""
    taken = steps(fairs)
    if not taken:
        return Verdict(_("The first fair of its series."), "info", "info")
    failed = [step for step in taken if not step.holds or step.private_fell]
    if failed:
        return Verdict(_step_words(failed[-1]), "warn", "triangle-alert")
    said = _("Outside support did not rise from fair to fair.")
    rest = taken[-1].after.unexplained
    if rest <= 0:
        return Verdict(said, "good", "circle-check")
    unexplained = _("{sentence} But {rest} of the last one is unexplained.")
    return Verdict(unexplained.format(sentence=said, rest=percent_words(rest)), "warn", "triangle-alert")


def _step_words(step: TaperStep) -> str:
    before, after = format_partial(step.before.held), format_partial(step.after.held)
    if step.holds:
        said = _("{before} to {after}: participants and network pay a smaller share.")
        return said.format(before=before, after=after)
    return _("{before} to {after}: {what}.").format(before=before, after=after, what=step.sentence)
