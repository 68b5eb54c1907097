"""What the pages read, on SQLite and on PostgreSQL alike."""

import datetime as dt

from cdadesk.server import records
from cdadesk.server.queueing import Urgency
from cdadesk.server.reading.cluster_view import cluster_sums, cluster_view
from cdadesk.server.reading.queue import FOR_ADVISORS, cards, queue
from cdadesk.server.reading.talk import sight_of, talk_about
from cdadesk.server.reading.users_view import find_users
from tests.server.laptops import House
from tests.server.pages.sample import fill

TODAY = dt.date(2026, 3, 14)


def test_queue_cluster_and_talk_read_the_same_on_both_databases(house: House):
    sample = fill(house)
    meeting = sample.a_meeting(place="Before", network=str(sample.ids["network_calico"]))
    sample.edit_on_two_laptops(meeting, {"place": "One"}, {"place": "Other"})
    tara = house.town.people["tara"]
    with house.database.reading() as session:
        places = queue(session, [house.jaipur, house.jaipur_private], FOR_ADVISORS)
        assert {each.urgency for each in places} == {Urgency.new}
        card = next(each for each in cards(session, tara, places, {}) if "One" in each.title)
        assert (card.kind, card.conflicts, card.comments) == ("Meeting", 1, 0)
        standing = records.standing(session, tara, *card.place.address)
        talk = talk_about(session, standing)
        assert [each.path for each in talk.conflicts] == ["place"]
        assert talk.state(sight_of(standing)).value == "none"
        view = cluster_view(session, house.town.jaipur, "Jaipur", TODAY)
        assert view.networks[0].sentence == "6 members today. 2 meetings, the last on 12 Mar 2026."
        assert [fair.total for fair in view.fairs] == [90_000_00, 77_345_67]
        sums = cluster_sums(session, {house.town.jaipur: "Jaipur"}, TODAY)
        assert (sums[0].counts["meeting"], sums[0].members, sums[0].private_percent) == (2, 6, 47)
        assert [user.login for user in find_users(session, "ALBIR").users] == ["balbir"]
