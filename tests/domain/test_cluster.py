"""What a cluster's record says of itself."""

import pytest

from cdadesk.domain.cluster import Cluster, ClusterType, EstimateOf, Location, PhaseEntry, SizeEstimate, SubType
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import all_findings
from cdadesk.i18n import speaking
from tests.domain.making import lines, make, paths

CRAFT = {"cluster_type": ClusterType.artisan, "sub_type": SubType.handicraft}


def firms(*counts):
    return lines(*(SizeEstimate(what=EstimateOf.firms, count=count) for count in counts))


def test_a_whole_industry_is_not_a_cluster():
    assert paths(make(Cluster, name="Leather industry")) == ["name"]
    assert paths(make(Cluster, name="Leather goods, Agra", place="Agra")) == []


def test_any_village_of_the_cluster_will_do_in_its_name():
    villages = lines(Location(village="Bagru", district="Jaipur"), Location(village="Sanganer", district="Jaipur"))
    assert paths(make(Cluster, name="Block prints of Sanganer", place="Jaipur", locations=villages)) == []


def test_a_sub_type_must_fit_the_type():
    assert paths(make(Cluster, cluster_type=ClusterType.industrial, sub_type=SubType.handloom)) == ["sub_type"]
    assert paths(make(Cluster, cluster_type=ClusterType.services)) == []


def test_estimates_that_disagree_stand_side_by_side_without_a_warning():
    jaipur = make(Cluster, **CRAFT, estimates=firms(900, 550))
    assert [line.count for line in jaipur.estimates_of(EstimateOf.firms)] == [900, 550]
    assert paths(jaipur) == []


def test_an_estimate_without_a_figure_is_missing_one():
    turnover = lines(SizeEstimate(what=EstimateOf.turnover, count=7))
    assert paths(make(Cluster, estimates=turnover)) == ["estimates/amount"]


@pytest.mark.parametrize(("sub_type", "what", "small", "usual"), [
    (SubType.handicraft, EstimateOf.firms, 49, 50),
    (SubType.tiny, EstimateOf.firms, 49, 50),
    (SubType.handloom, EstimateOf.looms, 499, 500),
])  # fmt: skip
def test_a_small_artisan_cluster_is_asked_about(sub_type, what, small, usual):
    def sized(count):
        estimates = lines(SizeEstimate(what=what, count=count))
        return make(Cluster, cluster_type=ClusterType.artisan, sub_type=sub_type, estimates=estimates)

    assert paths(sized(small)) == ["estimates"]
    assert paths(sized(usual)) == []


def test_a_turnover_of_ten_crore_makes_up_for_few_industrial_firms():
    few = {"cluster_type": ClusterType.industrial, "sub_type": SubType.export}
    turnover = SizeEstimate(what=EstimateOf.turnover, amount=Money.rupees(10_00_00_000_00))
    assert paths(make(Cluster, **few, estimates=firms(99))) == ["estimates"]
    with_turnover = firms(99) | lines(turnover)
    assert paths(make(Cluster, **few, estimates=with_turnover)) == []
    in_dollars = SizeEstimate(what=EstimateOf.turnover, amount=Money(minor=3_000_000_00, currency="USD", rate="433/10"))
    assert paths(make(Cluster, **few, estimates=firms(99) | lines(in_dollars))) == []


def test_a_services_cluster_below_fifty_units_is_small_whatever_it_earns():
    turnover = lines(SizeEstimate(what=EstimateOf.turnover, amount=Money.rupees(10_00_00_000_00)))
    assert paths(make(Cluster, cluster_type=ClusterType.services, estimates=firms(49) | turnover)) == ["estimates"]
    assert paths(make(Cluster, cluster_type=ClusterType.services, estimates=firms(50) | turnover)) == []
    assert paths(make(Cluster, cluster_type=ClusterType.services, estimates=firms(101))) == []


def test_the_question_about_size_is_written_out():
    small = make(Cluster, **CRAFT, estimates=firms(40))
    sentence = "Firms: 40 at most. Programmes usually take up clusters of 50 or more."
    assert next(small.findings()).sentence == sentence
    assert "₹\xa010,00,00,000.00" in next(small.findings()).why
    with speaking("hi"):
        assert next(small.findings()).sentence


def test_dates_run_forward():
    assert paths(make(Cluster, started_on="1997", planned_end="1997-03")) == []
    assert paths(make(Cluster, started_on="1997", planned_end="1996-12")) == ["planned_end"]
    assert paths(make(Cluster, started_on="1997-05", exit_on="1997-04-30")) == ["exit_on"]
    backward = lines(PhaseEntry(from_on="1999", to_on="1998"))
    assert paths(make(Cluster, phase_history=backward)) == ["phase_history/to_on"]


def test_without_a_planned_end_a_cluster_is_not_complete():
    missing = {finding.path for finding in all_findings(make(Cluster, name="Block prints, Jaipur"))}
    assert "planned_end" in missing
    assert "place" in missing


def test_a_cluster_is_called_by_its_name_or_by_product_and_place():
    assert make(Cluster, name="  Block prints,\nJaipur ").title() == "Block prints, Jaipur"
    assert make(Cluster, product="Knitwear", place="Ludhiana").title() == "Knitwear, Ludhiana"
    assert make(Cluster, name=" ").title() == "Cluster without a name"
