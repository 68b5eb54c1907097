"""Migrations: how a database of an older version becomes one of this version. They import nothing of the program."""

from pathlib import Path

KNOWN = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
)
"""Every revision, in order; a database at any other was written by a newer version."""

FOLDER = Path(__file__).parent
