"""What the pages say when something of ours is broken."""

import sqlite3
from contextlib import closing
from pathlib import Path

import requests

from tests.server.pages.visitor import Visitor
from tests.serving import furnish, open_database, running_server


def test_a_mistake_of_ours_is_owned_up_to_in_the_language_of_the_visitor(tmp_path: Path):
    file = tmp_path / "server.sqlite3"
    with open_database(file) as database:
        furnish(database)
    with running_server(file) as server, Visitor(server.address) as tara:
        tara.sign_in("tara")
        tara.session.cookies.set("cdadesk_language", "hi")
        with closing(sqlite3.connect(file)) as broken:
            broken.execute("ALTER TABLE record RENAME TO lost")
        page = tara.get("/queue")
        assert page.status == 500
        assert '<html lang="hi">' in page.body
        assert "record" not in page.words.lower()
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert requests.get(f"{server.address}/health", timeout=30).status_code == 200
