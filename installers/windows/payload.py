"""What payload.toml says, and where this folder is."""

from pathlib import Path

from installers.tools import read_toml

HERE = Path(__file__).resolve().parent
PAYLOAD = read_toml(HERE / "payload.toml")
