"""The console as a program: what a process writes is what the other tests of the reading verbs look at."""

import pytest

from tests.cli.reading import trouble


@pytest.mark.parametrize(
    "asked",
    [
        ("show", "actors", "--find", "छपाई"),
        ("show", "networks", "calico", "--json"),
        ("settle", "CD1", "--explain"),
        ("trust", "calico"),
        ("check",),
    ],
)
def test_a_process_writes_the_same(ask, ask_process, asked):
    here, there = ask(*asked), ask_process(*asked)
    assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)


def test_what_people_start_writes_the_same(ask, ask_anew):
    asked = ("show", "networks", "calico", "--language", "hi")
    here, there = ask(*asked), ask_anew(*asked)
    assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)


def test_a_trouble_is_one_sentence_without_a_trace(ask_anew):
    assert trouble(ask_anew("settle", "WB1")).startswith("Transport: the figure of Old Well Printers")
