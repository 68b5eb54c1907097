"""What older programs wrote becomes what today's would have written; what newer ones wrote stays as it is."""

from dataclasses import replace

import pytest

from cdadesk.wire.messages import SCHEMA
from cdadesk.wire.ops import Op, Stub
from cdadesk.wire.versions import CONVERTERS, of_today
from tests.wire.makers import an_op


def renamed(old: str, new: str):
    """Return a converter that calls a field otherwise."""

    def convert(op: Op) -> Op:
        return replace(op, fields={new if path == old else path: value for path, value in op.fields.items()})

    return convert


STEPS = {1: renamed("where", "place"), 2: renamed("place", "town"), 4: renamed("town", "village")}


@pytest.mark.parametrize(("schema", "path"), [(1, "village"), (2, "where"), (3, "where"), (5, "where"), (9, "where")])
def test_every_step_from_its_schema_to_todays_is_taken(schema, path):
    found = of_today(an_op({"where": "Bagru", "came": 3}), schema, STEPS, today=5)
    assert found.fields == {path: "Bagru", "came": 3}


def test_a_stub_has_nothing_to_convert():
    assert of_today(Stub(4, "00"), 1, STEPS, today=5) == Stub(4, "00")


def test_no_converter_is_for_a_schema_that_was_never_left():
    assert all(1 <= schema < SCHEMA for schema in CONVERTERS)
