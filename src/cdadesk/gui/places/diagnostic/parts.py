"""The parts of the diagnostic study, in the order of the work; a further one is one line here."""

from cdadesk.domain.diagnostic.demand import DemandArticulation
from cdadesk.domain.diagnostic.interview import Interview, InterviewPrivate
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.study.cluster_map import ClusterMapSnapshot
from cdadesk.gui.places.diagnostic.cluster_map.page import ClusterMapPage
from cdadesk.gui.places.diagnostic.demand.page import DemandsPage
from cdadesk.gui.places.diagnostic.interviews.page import InterviewsPage
from cdadesk.gui.places.diagnostic.issues.page import IssuesPage
from cdadesk.gui.places.diagnostic.study.page import KINDS as STUDY_KINDS
from cdadesk.gui.places.diagnostic.study.page import StudyPage
from cdadesk.gui.places.parted import Part
from cdadesk.i18n import N_

PARTS: tuple[Part, ...] = (
    Part("interviews", N_("Interviews"), InterviewsPage, (Interview.kind, InterviewPrivate.kind)),
    Part("issues", N_("Issues"), IssuesPage, (Issue.kind,)),
    Part("demand", N_("Demand"), DemandsPage, (DemandArticulation.kind,)),
    Part("cluster_map", N_("Cluster map"), ClusterMapPage, (ClusterMapSnapshot.kind,)),
    Part("study", N_("Study"), StudyPage, STUDY_KINDS),
)
