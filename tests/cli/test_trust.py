"""trust: the figure with all it is made of."""

from tests.cli.reading import read_json


def test_the_figure_comes_with_its_list_and_with_what_it_does_not_say(ask):
    told = ask("trust", "calico").stdout
    assert "Index 19.5 of 100. Rung 2. A second source proves 8 of 10 milestones." in told
    assert "6 × 1 × 15/48 × 1 = 15/8" in told
    assert "It does not measure what people feel." in told


def test_as_json_every_value_is_exact(ask):
    told = read_json(ask("trust", "calico", "--json"))
    assert (told["index"], told["rung"], told["members"], told["on"]) == ("19.5", 2, 120, "1999-12-20")
    assert told["coverage"] == {"proved": 8, "recorded": 10}
    assert {line["step"]: line["value"] for line in told["earned"]}["M03"] == "31/48"
    assert told["not_claimed"]


def test_the_figure_of_an_earlier_day_knows_nothing_of_later_ones(ask):
    told = read_json(ask("trust", "calico", "--on", "30 jun 1998", "--json"))
    assert (told["rung"], told["members"]) == (2, 48)
    assert [(line["step"], line["value"]) for line in told["deducted"]] == [("S05", "3")]
    assert "M18" not in [line["step"] for line in told["earned"]]
