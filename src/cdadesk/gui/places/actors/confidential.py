"""What agent and advisor note about an actor in confidence: how it stands to working together, and why."""

from cdadesk.domain.actors.actor import ActorPrivate
from cdadesk.gui.desk import Desk
from cdadesk.gui.places.actors.behind_the_wall import BehindTheWall
from cdadesk.gui.places.actors.layouts import ACTOR_PRIVATE
from cdadesk.i18n import _


class ConfidentialTab(BehindTheWall[ActorPrivate]):
    """Attitudes over time; never part of a shared report."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ActorPrivate, ACTOR_PRIVATE)

    def why_closed(self) -> str:
        return _(
            "How this actor stands to working together, and what you were told in confidence. Only you and your "
            "advisor can read it. See who looks over your shoulder before you open it."
        )
