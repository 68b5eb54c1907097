"""Figures that interviews told become baselines in one step, exact, without a name, and never from behind the wall."""

import datetime as dt

import pytest

from cdadesk.acts import baselines
from cdadesk.acts.baselines import NotExact, as_new_indicator, indicators_of, told_figures
from cdadesk.acts.interviews import keep_set, offered, open_interview, withdraw
from cdadesk.domain.actors.actor import Actor, ActorKind
from cdadesk.domain.diagnostic.interview import Agreement, Answer, Interview, InterviewPrivate, InterviewRound
from cdadesk.domain.indicators.indicator import Indicator, Stage
from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.i18n import speaking
from cdadesk.store.writing import Edit
from tests.asked import begun
from tests.builders import CLUSTER, SCOPE, a_record, a_store, saved
from tests.store.test_erasing import plain_copy

ON = dt.date(2026, 3, 1)
WORK, DAYS, PRICE, OWN, SINCE = "B:FA03", "C:FA05:FA05_days", "C:FA05:FA05_price", "D:FA07:FA07_own", "A:C01"


@pytest.fixture
def store(tmp_path):
    with a_store(tmp_path / "laptop") as made:
        yield made


def asked(store, answers, **more):
    """Return an artisan's interview, as it is held after these answers."""
    form = next(each for each in offered(store, SCOPE) if each.key == "artisan")
    given = {key: each if isinstance(each, Answer) else Answer(value=each) for key, each in answers.items()}
    values = {"held_on": ON, "actor_kind": ActorKind.firm_micro_artisan, "agreement": Agreement.unnamed}
    values |= {"question_set": keep_set(store, SCOPE, form).id, "agreed_on": ON, "answers": given}
    return saved(store, a_record(Interview, **(values | more)))


def the_figures(store):
    return {each.key: each for each in told_figures(store, SCOPE)}


def the_indicator(store):
    (found,) = indicators_of(store, SCOPE)
    return found, next(iter(found.figures.values()))


def test_a_figure_becomes_the_baseline_of_a_new_indicator_with_source_date_and_certainty(store):
    interview = asked(store, {PRICE: Answer(value="262.50", certainty={"value": "estimate"})})
    told = the_figures(store)[PRICE]
    as_new_indicator(store, told)
    found, line = the_indicator(store)
    assert (found.name, found.unit) == (told.asked, "rupees")
    assert (line.stage, line.value, line.of_on, line.sure) == (Stage.baseline, 26250, "2026-03-01", "estimate")
    assert (line.source, line.interview) == ("Interview (Artisan or micro firm)", interview.id)


def test_what_was_taken_over_is_marked_taken_once_and_can_be_taken_back(store):
    asked(store, {PRICE: "250"})
    told = the_figures(store)[PRICE]
    done = as_new_indicator(store, told)
    found, _line = the_indicator(store)
    assert the_figures(store)[PRICE].taken == found.id
    assert as_new_indicator(store, told) is None
    assert baselines.add_figure(store, store.get(Indicator, found.id), told) is None
    store.undo(done.group)
    assert indicators_of(store, SCOPE) == []
    assert the_figures(store)[PRICE].taken is None


def test_a_later_round_tells_what_was_reached_and_joins_the_indicator_of_its_question(store):
    asked(store, {PRICE: "250"})
    as_new_indicator(store, the_figures(store)[PRICE])
    asked(store, {PRICE: "400"}, interview_round=InterviewRound.midterm, held_on=dt.date(2027, 3, 1))
    told = told_figures(store, SCOPE)[0]
    found, _line = the_indicator(store)
    assert (told.stage, baselines.belongs_to(told, [found])) == (Stage.actual, found)
    baselines.add_figure(store, store.get(Indicator, found.id), told)
    grown, _line = the_indicator(store)
    assert [(each.stage, each.value) for each in grown.figures.values()] == [
        (Stage.baseline, 25000),
        (Stage.actual, 40000),
    ]


def test_only_indicators_in_the_unit_are_offered_in_whichever_language_it_stands(store):
    in_hindi = saved(store, a_record(Indicator, name="Price", unit="रुपये"))
    saved(store, a_record(Indicator, name="Days", unit="days"))
    asked(store, {PRICE: "250"})
    assert baselines.like(the_figures(store)[PRICE], indicators_of(store, SCOPE)) == [in_hindi]
    with speaking("hi"):
        as_new_indicator(store, the_figures(store)[PRICE])
    assert {each.unit for each in indicators_of(store, SCOPE)} == {"days", "रुपये"}


def test_what_is_not_told_is_not_offered(store):
    """Neither a blank with its reason, nor years, nor words, nor what is confidential, nor what was asked of nobody."""
    refused = Answer(value="30", missing={"value": "refused"})
    interview = asked(store, {DAYS: refused, SINCE: "1998", OWN: "5", "B:FA04:FA04_unit": "metre", WORK: "0"})
    hidden = {OWN: Answer(value="40000"), PRICE: Answer(value="250")}
    private = {"scope": private_scope(CLUSTER), "parent_id": interview.id, "answers": hidden}
    saved(store, a_record(InterviewPrivate, **private))
    saved(store, a_record(Interview, held_on=ON, answers={WORK: Answer(value="7")}))
    assert [(each.key, each.hundredths) for each in told_figures(store, SCOPE)] == [(WORK, 0)]


def test_a_figure_that_cannot_be_kept_exactly_is_refused_in_a_sentence(store):
    asked(store, {PRICE: "250.125"})
    with pytest.raises(NotExact, match="two decimals"):
        as_new_indicator(store, the_figures(store)[PRICE])
    assert indicators_of(store, SCOPE) == []


def test_when_consent_is_taken_back_the_figure_stays_and_who_told_it_goes(store, tmp_path):
    firm = saved(store, a_record(Actor, name="Neem Tree Prints"))
    interview = asked(store, {PRICE: "250"}, agreement=Agreement.named, actor=firm.id)
    as_new_indicator(store, the_figures(store)[PRICE])
    found, line = the_indicator(store)
    known = store.get(Indicator, found.id)
    key = next(iter(found.figures))
    told = {key: line.changed(source="Kalpana of Bagru said so")}
    baselines_of = found.changed(figures=told)
    store.save(Edit(found, baselines_of, known.base))
    withdraw(store, open_interview(store, interview.id), dt.date(2026, 3, 14))
    kept, line = the_indicator(store)
    assert (line.stage, line.value, line.source, line.of_on) == (Stage.baseline, 25000, None, "2026-03-01")
    assert kept.name == found.name
    assert told_figures(store, SCOPE) == []
    assert b"Kalpana" not in plain_copy(store, tmp_path)


def test_a_form_from_elsewhere_that_marks_nothing_offers_what_has_a_unit(store):
    halves = begun(store)
    given = {"A:looms": Answer(value="12", unit="looms"), "A:interest": Answer(value="24")}
    saved(store, halves.shared.changed(answers=given))
    assert [(each.asked, each.unit) for each in told_figures(store, SCOPE)] == [("How many looms?", "looms")]
