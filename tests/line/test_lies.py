"""What a line says that is no answer: half of one, nothing, a sign-in page. Each has its sentence; nothing is lost."""

import pytest

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.sync.troubles import LineBroke, LineTooSlow, NotOurServer
from tests.line.bad_line import PORTAL, Manners
from tests.line.town import LineTown

QUICK = (5.0, 0.4)
PATIENT = (30.0, 30.0)

LIES = {
    "half an answer": (Manners(cut_down=300), PATIENT, LineBroke),
    "half a head": (Manners(cut_down=20), PATIENT, LineBroke),
    "a line that falls silent at once": (Manners(quiet_after=0), QUICK, LineTooSlow),
    "a line that falls silent in the middle": (Manners(quiet_after=300), QUICK, LineTooSlow),
    "a sign-in page of the network": (Manners(says=PORTAL), PATIENT, NotOurServer),
}


@pytest.mark.parametrize("what", LIES)
def test_a_lie_is_told_and_the_next_try_brings_all(town: LineTown, what: str) -> None:
    manners, patience, expected = LIES[what]
    news, mine = town.write_page(2), town.save(town.asha, 3)
    with town.line.behaving(manners), pytest.raises(expected) as met:
        town.try_shortly(patience)
    assert isinstance(met.value, Trouble)
    assert town.asha.standing().waiting == 3
    assert town.try_once() == ""
    town.check_arrived(town.asha, [*mine, *news])
    town.check()
