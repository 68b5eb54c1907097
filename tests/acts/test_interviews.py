"""Interviews in the store: halves saved together, sets kept as they were asked, consent taken back."""

import datetime as dt

import pytest

from cdadesk.acts import interviews, today
from cdadesk.acts.attaching import attach, pasted_source
from cdadesk.acts.consent import MayNotErase
from cdadesk.acts.interviews import NothingToWithdraw, SetNotHere, keep_set, named_as_allowed, open_interview
from cdadesk.acts.sitting import Halves, Sitting
from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.diagnostic.interview import Agreement, Interview, InterviewPrivate, Respondent
from cdadesk.domain.diagnostic.issue import Issue, Raiser
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.domain.kernel.scopes import PROGRAMME, private_scope
from cdadesk.domain.review import Comment
from cdadesk.i18n import use_language
from cdadesk.store.drafts import DraftKey
from cdadesk.store.store import Ask
from cdadesk.wire.messages import Grants, Role
from cdadesk.wire.ops import Act
from tests.asked import begun, looms
from tests.builders import CLUSTER, SCOPE, a_record, a_store, saved, the

NOW = dt.datetime(2026, 3, 14, 9, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


LINE, OTHER_LINE = str(new_id()), str(new_id())


@pytest.fixture
def store(tmp_path):
    with a_store(tmp_path / "laptop") as made:
        yield made


def answered(store, halves: Halves, **answers: str) -> Halves:
    """Save an interview with these answers, named without their sections."""
    before = open_interview(store, halves.shared.id)
    talk = Sitting(looms().form, before.halves if before else halves, lambda: NOW)
    keys = {key.rpartition(":")[2]: key for key in talk.filling.answerable()}
    for name, text in answers.items():
        talk.answer(keys[name], text)
    interviews.save(store, before, talk.halves(), (None, None))
    return opened(store, halves).halves


def opened(store, halves):
    found = open_interview(store, halves.shared.id)
    assert found is not None
    return found


def test_a_set_is_kept_once_and_an_interview_opens_with_it_when_a_newer_one_is_there(store):
    first = answered(store, begun(store), looms="3")
    assert keep_set(store, SCOPE, looms()).id == first.shared.question_set
    newer = looms().source.replace('version="3"', 'version="4"').replace("How many looms?", "How many looms now?")
    keep_set(store, SCOPE, interviews.OfferedSet("looms", looms().titles, (), newer))
    assert store.count(QuestionSet) == 2
    assert "How many looms?" in interviews.form_of(store, first.shared).source
    assert [each.form.version for each in interviews.offered(store, SCOPE) if each.form.form_id == "looms"] == ["4"]


def test_the_sets_of_the_program_are_offered_without_any_record(store):
    codes = [each.key for each in interviews.offered(store, SCOPE)]
    assert codes[0] == "artisan"
    assert len(codes) == 6
    assert store.count(QuestionSet) == 0


def test_a_set_of_the_programme_is_offered_and_not_kept_a_second_time(store):
    own = keep_set(store, SCOPE, looms())
    saved(store, own.changed(id=new_id(), scope=PROGRAMME))
    keep_set(store, "01900000-0000-7000-8000-00000000c106", looms())
    assert store.count(QuestionSet) == 2


def test_an_interview_whose_questions_have_not_come_says_so(store):
    with pytest.raises(SetNotHere, match="next exchange"):
        interviews.form_of(store, a_record(Interview, question_set=new_id()))


def test_what_is_confidential_is_never_sent_in_the_open_part(store):
    answered(store, begun(store), owner="Meena", trusted="Old Kishan")
    sent = [(op.scope, str(op.fields)) for op in store.next_to_send(10**9).entries if op.kind.startswith("interview")]
    open_part = "".join(fields for scope, fields in sent if scope == SCOPE)
    assert "Meena" in open_part
    assert not {"Old Kishan", "Sohan"} & set(open_part.split("'"))
    assert "Old Kishan" in "".join(fields for scope, fields in sent if scope == private_scope(CLUSTER))


def test_a_lock_that_is_closed_later_erases_what_stood_open(store):
    halves = answered(store, begun(store), owner="Meena")
    before = opened(store, halves)
    talk = Sitting(looms().form, before.halves, lambda: NOW)
    talk.lock("A:owner", closed=True)
    interviews.save(store, before, talk.halves(), (None, None))
    last = [op for op in store.next_to_send(10**9).entries if op.act is Act.erase]
    assert [set(op.fields) for op in last] == [{"answers/A:owner/value", "answers/A:owner/remark"}]
    now = opened(store, halves).halves
    assert "A:owner" not in now.shared.answers or now.shared.answers["A:owner"].value is None
    assert now.private.answers["A:owner"].value == "Meena"


@pytest.mark.parametrize(
    ("agreement", "told", "known"),
    [(Agreement.named, True, True), (Agreement.unnamed, False, True), (Agreement.nameless, False, False)],
)
def test_who_it_was_stands_only_where_the_person_allowed(store, agreement, told, known):
    halves = begun(store, agreement=agreement)
    actor = halves.private.actor
    spoke = halves.private.changed(respondents={str(new_id()): Respondent(described="the son")})
    made = named_as_allowed(Halves(halves.shared, spoke))
    assert made.shared.actor == (actor if told else None)
    assert made.private.actor == (actor if known else None)
    assert bool(made.private.respondents) is known


def test_a_consent_taken_back_erases_name_and_words_and_keeps_figures_and_choices(store):
    halves = answered(store, begun(store, place="Sanganer"), owner="Meena", looms="12", credit="yes", trusted="Kishan")
    shared = opened(store, halves).shared.record
    about = {"about_kind": "interview", "about_id": shared.id, "parent_id": shared.id}
    said = saved(store, a_record(Comment, text="Meena told me the same.", **about))
    photo = attach(store, shared, pasted_source("loom.pdf", b"%PDF-1.4 Meena"))
    interviews.withdraw(store, opened(store, halves), TODAY)
    left = opened(store, halves).halves
    assert left.shared.withdrawn_on == TODAY
    assert (left.shared.place, left.shared.actor, left.private.actor, left.private.witness) == (None, None, None, None)
    values = {key: line.value for key, line in left.shared.answers.items() if line.value}
    assert values == {"A:looms": "12", "A:credit": "yes"}
    assert not any(line.value for line in left.private.answers.values())
    assert left.shared.actor_kind is not None
    assert the(store, Comment, said.id).record.text is None
    assert the(store, Attachment, photo.id).record.sha256 is None
    assert store.search("Meena") == []
    with pytest.raises(NothingToWithdraw):
        interviews.withdraw(store, opened(store, halves), TODAY)


def test_words_of_a_consent_taken_back_leave_the_issues_that_were_made_of_them(store):
    halves = answered(store, begun(store), looms="12")
    shared = opened(store, halves).shared.record
    theirs = Raiser(actor=shared.actor, interview=shared.id, words="Meena gets no credit")
    other = Raiser(actor_kind=ActorKind.trader, words="Small orders only")
    alone = saved(store, a_record(Issue, name="Meena gets no credit", raised_by={LINE: theirs}))
    shared_by_two = saved(store, a_record(Issue, name="Poor credit", raised_by={LINE: theirs, OTHER_LINE: other}))
    interviews.withdraw(store, opened(store, halves), TODAY)
    lonely, common = the(store, Issue, alone.id).record, the(store, Issue, shared_by_two.id).record
    assert (lonely.name, common.name) == (None, "Poor credit")
    for issue in (lonely, common):
        line = issue.raised_by[LINE]
        assert (line.words, line.actor, line.actor_kind) == (None, None, shared.actor_kind)
    assert common.raised_by[OTHER_LINE] == other
    assert (lonely.raisers(), common.raisers()) == (1, 2)
    assert store.search("Meena") == []


def test_an_interview_of_which_only_something_confidential_is_typed_is_unfinished_once_and_in_the_own_language(store):
    halves = begun(store, set_code="artisan", set_name="Artisans and micro firms")
    interviews.save(store, None, Halves(halves.shared, interviews.blank_half(halves.shared)), (None, None))
    for half in (halves.shared, halves.private):
        store.drafts.keep(DraftKey(half.kind, half.id), None, {"leaves": {"answers/B:trusted/value": "Kishan"}})
    use_language("hi")
    (found,) = today.read_day(store, SCOPE, TODAY).unfinished
    assert (found.kind, found.record) == (Interview.kind, halves.shared.id)
    assert "Artisans" not in found.title
    assert interviews.interview_of(store, halves.private.id) == opened(store, halves).shared.record
    store.drafts.drop(DraftKey(Interview.kind, halves.shared.id))
    assert [each.record for each in today.read_day(store, SCOPE, TODAY).unfinished] == [halves.shared.id]


def test_only_agent_and_advisor_take_a_consent_back(store):
    halves = answered(store, begun(store), looms="12")
    grants = Grants("meera", "Meera", Role.programme_officer, {SCOPE: "Jaipur"}, {})
    store.take(grants)
    with pytest.raises(MayNotErase):
        interviews.withdraw(store, opened(store, halves), TODAY)


def test_how_many_questions_are_left_over_is_counted_with_their_rules(store):
    halves = answered(store, begun(store), looms="12", credit="no")
    everything = interviews.left_over(store, halves.shared, halves.private, NOW)
    answered(store, halves, credit="yes")
    now = opened(store, halves).halves
    assert everything is not None
    assert interviews.left_over(store, now.shared, now.private, NOW) == everything + 1
    assert interviews.left_over(store, now.shared.changed(question_set=new_id()), None, NOW) is None


def test_a_confidential_half_is_the_same_on_every_laptop(store):
    halves = begun(store)
    assert interviews.blank_half(halves.shared).id == halves.private.id
    answered(store, halves, trusted="Kishan")
    assert store.count(InterviewPrivate, Ask(equals={"parent_id": halves.shared.id})) == 1
