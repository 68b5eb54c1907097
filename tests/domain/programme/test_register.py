"""The register's own sums beside what was printed, and how a cluster was chosen."""

from cdadesk.domain.programme.candidate import ClusterCandidate, Criterion, SelectionScore
from cdadesk.domain.programme.cluster_programme import ClusterProgramme, Sums, printed_register, sums
from cdadesk.domain.programme.committee import Committee, CommitteeMember
from cdadesk.domain.programme.posting import Posting
from tests.domain.making import lines, make, paths


def test_the_printed_register_is_kept_as_it_was_printed_and_as_it_adds_up():
    printed = printed_register()
    assert (printed.whole, printed.done, printed.in_progress) == (1037, 314, 721)
    assert printed.parts == 1035
    assert (printed.rows.rows, printed.rows.whole) == (34, 1052)


def test_a_programme_without_figures_is_not_counted_as_none():
    found = sums([make(ClusterProgramme, done=3), make(ClusterProgramme, in_progress=4), make(ClusterProgramme)])
    assert found == Sums(rows=2, done=3, in_progress=4)
    assert found.whole == 7
    assert paths(make(ClusterProgramme, from_year=2004, to_year=2001)) == ["to_year", "done"]


def test_a_criterion_is_scored_once_and_a_decision_has_a_reason():
    score = SelectionScore(criterion=Criterion.viability, score=2, reason="few orders")
    twice = make(ClusterCandidate, scores=lines(score, score.changed(score=4)), chosen=True)
    assert twice.scored() == {Criterion.viability: 4}
    assert paths(twice) == ["scores/criterion", "reason"]


def test_nobody_leaves_before_coming():
    assert paths(make(Posting, from_on="2001", to_on="2000")) == ["to_on"]
    assert paths(make(Committee, members=lines(CommitteeMember(from_on="2001", to_on="2000")))) == ["members/to_on"]
