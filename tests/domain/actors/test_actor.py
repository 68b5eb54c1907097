"""What an actor's record says of itself."""

from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor, ActorPrivate, Attitude, AttitudeEntry, Relation
from tests.domain.making import lines, make, paths


def test_an_actor_is_not_linked_to_itself_nor_merged_into_itself():
    printer = make(Actor, name="Block printer")
    assert paths(printer.changed(merged_into=printer.id)) == ["merged_into"]
    assert paths(printer.changed(merged_into=new_id())) == []
    assert paths(printer.changed(relations=lines(Relation(other=printer.id)))) == ["relations/other"]


def test_a_link_does_not_end_before_it_begins():
    assert paths(make(Actor, relations=lines(Relation(from_on="1999", to_on="1998-12")))) == ["relations/to_on"]
    assert paths(make(Actor, relations=lines(Relation(from_on="1999", to_on="1999")))) == []


def test_the_newest_attitude_counts_and_the_history_stays():
    refused = AttitudeEntry(seen_on="1997-04", attitude=Attitude.opposed)
    came_round = AttitudeEntry(seen_on="1998-04", attitude=Attitude.willing)
    assert make(ActorPrivate, attitudes=lines(came_round, refused)).attitude_now() is Attitude.willing
    assert make(ActorPrivate).attitude_now() is None


def test_of_two_attitudes_of_one_date_the_lower_line_counts():
    morning = AttitudeEntry(seen_on="1998-04-02", attitude=Attitude.waiting)
    evening = AttitudeEntry(seen_on="1998-04-02", attitude=Attitude.keen)
    assert make(ActorPrivate, attitudes=lines(morning, evening)).attitude_now() is Attitude.keen
