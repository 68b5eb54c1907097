"""init, check, and how a profile is found and opened."""

import re

import pytest

from cdadesk.cli import main
from cdadesk.store import vault
from tests.cli.conftest import start
from tests.cli.reading import read_json, trouble


def test_init_makes_a_profile_and_prints_its_recovery_key_alone(tmp_path):
    folder = tmp_path / "kavita"
    ran = start("init", "--name", "Kavita", "--profile", folder, "--passphrase-file", "-", typed="a long passphrase\n")
    assert ran.returncode == 0
    assert re.fullmatch(r"([2-9A-Z]{5}-){4}[2-9A-Z]{5}\n", ran.stdout)
    key = vault.unlock(folder / "key.json", "a long passphrase")
    assert vault.unlock_with_recovery(folder / "key.json", ran.stdout) == key


def test_init_never_writes_over_what_is_there(demo_folder, passphrase_file):
    again = ("init", "--name", "Kavita", "--profile", demo_folder, "--passphrase-file", passphrase_file)
    assert trouble(start(*again)) == f"There is something in the folder {demo_folder} already."


def test_a_short_passphrase_is_refused_and_nothing_made(tmp_path):
    ran = start("init", "--name", "K", "--profile", tmp_path / "k", "--passphrase-file", "-", typed="short\n")
    assert trouble(ran) == "Choose a longer passphrase: at least 8 characters."
    assert not (tmp_path / "k").exists()


def test_a_wrong_passphrase_and_nobody_to_ask_are_told_in_one_sentence(demo_folder, tmp_path):
    wrong = start("--profile", demo_folder, "--passphrase-file", "-", "show", "clusters", typed="not this one\n")
    assert trouble(wrong).startswith("This passphrase is not right.")
    nobody = start("--profile", demo_folder, "show", "clusters")
    assert trouble(nobody) == "Nobody is here to type it: name a file with --passphrase-file."
    no_file = start("--profile", demo_folder, "--passphrase-file", tmp_path / "none", "show", "clusters")
    assert trouble(no_file) == f"The file {tmp_path / 'none'} cannot be read."


def test_without_a_profile_one_is_told_how_to_make_it():
    assert trouble(start("show", "clusters", "--passphrase-file", "-", typed="x\n")).endswith("init --name NAME")


@pytest.mark.parametrize("wrong", [("fly",), ("show", "planets"), ("show", "tasks", "--limit", "0"), ("settle",), ()])
def test_wrong_usage_is_another_exit_code(wrong, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(wrong)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: cdadesk-cli")


def test_a_whole_profile_passes_the_check(ask):
    told = read_json(ask("check", "--json"))
    assert told["ok"] is True
    assert {each["subject"]: each["sentence"] for each in told["checks"]} == {
        "files": "The files are whole.",
        "outbox": "256 records wait to be sent.",
        "settlements": "The sums of 1 approved account agree.",
    }


def test_a_damaged_file_fails_the_check_without_a_trace(do, own_demo):
    with (own_demo / "cdadesk.db").open("r+b") as file:
        file.seek(-20_000, 2)
        file.write(b"\x00" * 512)
    ran = do("check")
    assert ran.returncode == 1
    assert "damaged" in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
