"""The issues of a cluster together: in their order, with what lies behind what, and the circles that a merge made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cdadesk.domain.diagnostic import causes, ranking
from cdadesk.domain.diagnostic.interview import Interview, InterviewRound
from cdadesk.domain.diagnostic.issue import Issue, Raiser
from cdadesk.domain.diagnostic.ranking import Ranked
from cdadesk.domain.diagnostic.vocabulary import RaterGroup
from cdadesk.i18n import _
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Erase


@dataclass(frozen=True)
class IssuesTogether:
    """All issues of a cluster that are in use."""

    issues: Sequence[Issue]

    @property
    def rounds(self) -> list[InterviewRound]:
        """The rounds in which anything was rated."""
        return ranking.rounds_of(self.issues)

    @property
    def groups(self) -> list[RaterGroup]:
        """The groups that rated anything, in their order."""
        rated = {line.rater_group for issue in self.issues for line in issue.ratings.values() if line.void is None}
        return [group for group in RaterGroup if group in rated]

    def ranked(self, in_round: InterviewRound, of: RaterGroup | None = None) -> list[Ranked]:
        """Return those that are rated, what comes first on top."""
        return ranking.ranked(self.issues, in_round, of)

    def unrated(self, in_round: InterviewRound, of: RaterGroup | None = None) -> list[Issue]:
        """Return those that nobody, or not this group, rated in the round."""
        return ranking.unrated(self.issues, in_round, of)

    def find(self, issue: UUID) -> Issue | None:
        """Return one of them."""
        return next((each for each in self.issues if each.id == issue), None)

    def circles(self) -> list[tuple[tuple[UUID, ...], str]]:
        """Return the circles of causes: the issues that run in each, and the sentence that says so."""
        titles = {issue.id: issue.title() for issue in self.issues}
        sentence = _("Causes run in a circle: {way}. Take one of them out.")
        found = causes.circles(causes.behind(self.issues))
        return [(way, sentence.format(way=" → ".join(titles[each] for each in (*way, way[0])))) for way in found]


def issues_of(store: Store, scope: str) -> IssuesTogether:
    """Read the issues of a cluster."""
    return IssuesTogether([held.record for held in store.find(Issue, Ask(scopes=[scope], order=("name",)))])


def without_their_words(store: Store, interview: Interview) -> Iterator[Edit | Erase]:
    """Yield what takes an interview's words and names out of the issues that came of it; its voice still counts."""
    for held in store.find(Issue, Ask(scopes=[interview.scope], with_void=True)):
        issue = held.record
        theirs = {key: line for key, line in issue.raised_by.items() if line.interview == interview.id}
        if theirs:
            kept = {
                key: line.changed(actor_kind=line.actor_kind or interview.actor_kind) for key, line in theirs.items()
            }
            yield Edit(issue, issue.changed(raised_by={**issue.raised_by, **kept}), held.base)
            yield Erase(issue, tuple(_told_by(issue, theirs)), held.base)


def _told_by(issue: Issue, theirs: Mapping[str, Raiser]) -> Iterator[str]:
    """Yield the paths of what they said, and of the issue's own sentence where it is theirs and nobody else's."""
    for key, line in theirs.items():
        yield from (f"raised_by/{key}/{name}" for name in ("words", "actor") if getattr(line, name) is not None)
    said = [line.words for line in theirs.values() if line.words]
    if issue.name and len(issue.raised_by) == len(theirs) and any(words.startswith(issue.name) for words in said):
        yield "name"


def may_be_named(store: Store, issue: Issue) -> frozenset[UUID]:
    """Return the issues that may be named as a cause of one without closing a circle."""
    together = issues_of(store, issue.scope).issues
    others = [each for each in together if each.id != issue.id]
    return causes.may_be_named(causes.behind([*others, issue]), issue.id)
