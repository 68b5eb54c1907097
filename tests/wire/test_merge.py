"""The merge: different fields join, the same field becomes a question, and nothing is lost without one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdadesk.wire.merge import EMPTY, Copy, Merged, merge
from cdadesk.wire.messages import Result
from cdadesk.wire.ops import Act, Seen
from tests.wire.makers import Table, a_writer, an_op

GONE = {"by": "asha", "at": "2026-03-14T06:30:00.000Z", "reason": "held twice"}
ALSO_GONE = GONE | {"by": "tara", "at": "2026-03-15T06:30:00.000Z"}
OTHERWISE_GONE = ALSO_GONE | {"reason": "never took place"}
ROW = "attendance/01a2"


def a_meeting() -> Table:
    """Return a meeting that laptop A wrote as number 1 and everybody has seen."""
    table = Table()
    table.write("A", {"place": "Bagru", "came": 9, f"{ROW}/status": "absent", f"{ROW}/order": "i"}, base=None)
    return table


def test_a_new_record_is_taken_as_it_is():
    table = Table()
    merged = table.write("A", {"place": "Bagru", "came": None}, base=None)
    assert (merged.result, table.values, merged.copy.stamps["came"]) == (Result.ok, {"place": "Bagru"}, Seen(1, 1))


def test_different_fields_join():
    table = a_meeting()
    table.write("A", {"place": "Sanganer"}, base=1)
    merged = table.write("B", {"came": 11}, base=1)
    assert (merged.result, table.clashes) == (Result.merged, [])
    assert (table.values["place"], table.values["came"]) == ("Sanganer", 11)


def test_different_lines_of_one_list_join():
    table = a_meeting()
    table.write("A", {f"{ROW}/status": "present"}, base=1)
    merged = table.write("B", {"attendance/01b3/status": "late"}, base=1)
    assert (merged.result, table.clashes) == (Result.merged, [])


def test_the_same_field_is_a_question_and_the_server_keeps_what_it_has():
    table = a_meeting()
    table.write("A", {f"{ROW}/status": "present"}, base=1)
    merged = table.write("B", {f"{ROW}/status": "late", "place": "Sanganer"}, base=1)
    assert merged.result is Result.conflict
    assert table.clashes == [(f"{ROW}/status", "present", "late")]
    assert (table.values[f"{ROW}/status"], table.values["place"]) == ("present", "Sanganer")
    assert (merged.clashes[0].kept_by.replica, merged.clashes[0].offered_by.replica) == ("A", "B")


def test_who_saw_the_other_value_may_replace_it():
    table = a_meeting()
    table.write("A", {"came": 10}, base=1)
    assert table.write("B", {"came": 11}, base=2).result is Result.ok
    assert (table.values["came"], table.clashes) == (11, [])


def test_a_field_emptied_by_one_and_filled_by_the_other_is_a_question():
    table = a_meeting()
    table.write("A", {"came": None}, base=1)
    table.write("B", {"came": 11}, base=1)
    assert (table.clashes, "came" in table.values) == ([("came", None, 11)], False)


def test_truth_and_one_are_two_values():
    table = a_meeting()
    table.write("A", {"walk_in": True}, base=1)
    table.write("B", {"walk_in": 1}, base=1)
    assert table.clashes == [("walk_in", True, 1)]


def test_two_who_move_one_line_leave_it_where_the_later_put_it():
    table = a_meeting()
    table.write("A", {f"{ROW}/order": "c"}, base=1)
    table.write("B", {f"{ROW}/order": "x"}, base=1)
    assert (table.values[f"{ROW}/order"], table.clashes) == ("x", [])


@pytest.mark.parametrize(("path", "edit"), [("void", "place"), (f"{ROW}/void", f"{ROW}/status")])
class TestVoidAgainstEdit:
    def test_what_another_edited_meanwhile_is_not_hidden(self, path, edit):
        table = a_meeting()
        table.write("A", {edit: "edited"}, base=1)
        merged = table.write("B", {path: GONE}, base=1)
        assert (merged.result, table.clashes) == (Result.conflict, [(path, None, GONE)])
        assert path not in table.values

    def test_what_another_edits_not_knowing_comes_back(self, path, edit):
        table = a_meeting()
        table.write("A", {path: GONE}, base=1)
        merged = table.write("B", {edit: "edited"}, base=1)
        assert (merged.result, table.clashes) == (Result.conflict, [(path, None, GONE)])
        assert path not in table.values
        assert table.values[edit] == "edited"
        assert (merged.clashes[0].kept_by.replica, merged.clashes[0].offered_by.replica) == ("B", "A")

    def test_who_saw_it_go_may_edit_it_where_it_lies(self, path, edit):
        table = a_meeting()
        table.write("A", {path: GONE}, base=1)
        assert table.write("B", {edit: "edited"}, base=2).result is Result.ok
        assert table.values[path] == GONE

    def test_the_own_laptop_may_edit_and_void_in_any_order(self, path, edit):
        table = a_meeting()
        table.write("B", {edit: "edited"}, base=1)
        table.write("B", {path: GONE}, base=1)
        table.write("B", {edit: "edited again"}, base=1)
        assert (table.clashes, table.values[path]) == ([], GONE)


@pytest.mark.parametrize("path", ["void", f"{ROW}/void"])
def test_two_who_take_it_out_for_one_reason_agree(path):
    table = a_meeting()
    table.write("A", {path: GONE}, base=1)
    table.write("B", {path: ALSO_GONE}, base=1)
    assert (table.clashes, table.values[path]) == ([], ALSO_GONE)


@pytest.mark.parametrize("path", ["void", f"{ROW}/void"])
def test_two_reasons_are_a_question(path):
    table = a_meeting()
    table.write("A", {path: GONE}, base=1)
    table.write("B", {path: OTHERWISE_GONE}, base=1)
    assert table.clashes == [(path, GONE, OTHERWISE_GONE)]


@pytest.mark.parametrize("path", ["void", f"{ROW}/void"])
def test_bringing_it_back_and_taking_it_out_again_are_a_question(path):
    table = a_meeting()
    table.write("A", {path: GONE}, base=1)
    table.write("A", {path: None}, base=2)
    table.write("B", {path: OTHERWISE_GONE}, base=2)
    assert table.clashes == [(path, None, OTHERWISE_GONE)]


def test_moving_a_line_is_no_reason_to_keep_it():
    table = a_meeting()
    table.write("A", {f"{ROW}/order": "x"}, base=1)
    table.write("B", {f"{ROW}/void": GONE}, base=1)
    assert (table.clashes, table.values[f"{ROW}/void"]) == ([], GONE)


def test_moving_a_line_does_not_bring_it_back():
    table = a_meeting()
    table.write("A", {f"{ROW}/void": GONE}, base=1)
    table.write("B", {f"{ROW}/order": "x"}, base=1)
    assert (table.clashes, table.values[f"{ROW}/void"]) == ([], GONE)


def test_a_line_taken_out_leaves_other_lines_alone():
    table = a_meeting()
    table.write("A", {"attendance/01b3/status": "late"}, base=1)
    table.write("B", {f"{ROW}/void": GONE}, base=1)
    assert (table.clashes, table.values[f"{ROW}/void"]) == ([], GONE)


def test_restoring_needs_no_fields():
    table = a_meeting()
    table.write("A", {"void": GONE}, base=1, act=Act.void)
    merged = table.write("B", {}, base=2, act=Act.restore)
    assert (merged.taken, "void" in table.values) == ({"void": None}, False)


def test_an_op_of_which_nothing_stands_leaves_the_record_untouched():
    table = a_meeting()
    table.write("A", {"came": 10}, base=1)
    before = table.copy
    merged = table.write("B", {"came": 11}, base=1)
    assert (merged.taken, table.copy) == ({}, before)


def test_writers_that_no_value_needs_any_more_are_forgotten():
    table = a_meeting()
    table.write("A", {"came": 10}, base=1)
    table.write("A", {"came": 11}, base=2)
    assert set(table.copy.writers) == {Seen(1, 1), Seen(1, 3)}


PATHS = st.sampled_from(["place", "came", f"{ROW}/status", f"{ROW}/order", "void", f"{ROW}/void"])
VALUES = st.none() | st.integers(0, 2) | st.sampled_from(["", "x"])
VOIDS = st.none() | st.sampled_from([GONE, OTHERWISE_GONE])
REPLICAS = st.sampled_from("ABC")


@st.composite
def edits(draw):
    """Return what one laptop writes, and how far back its sight lies."""
    paths = draw(st.sets(PATHS, min_size=1, max_size=4))
    fields = {path: draw(VOIDS if path.endswith("void") else VALUES) for path in paths}
    return draw(REPLICAS), fields, draw(st.integers(0, 3))


def played(moves: list) -> Table:
    """Return a record after these edits."""
    table = Table()
    for replica, fields, behind in moves:
        table.write(replica, fields, base=max(0, table.seq - behind))
    return table


@given(st.lists(edits(), max_size=12), edits())
def test_every_value_either_stands_or_is_in_a_question(moves, last):
    table = played(moves)
    replica, fields, behind = last
    merged = table.write(replica, fields, base=max(0, table.seq - behind))
    offered = {clash.path: clash.offered for clash in merged.clashes if clash.offered_by.replica == replica}
    for path, value in fields.items():
        if path in offered:
            assert offered[path] == value
        else:
            assert merged.copy.values.get(path) == value
            assert merged.copy.stamps[path] == Seen(1, table.seq)


@given(st.lists(edits(), max_size=12), edits())
def test_a_question_leaves_the_servers_value_or_brings_back_what_was_hidden(moves, last):
    table = played(moves)
    before = table.values
    replica, fields, behind = last
    for clash in table.write(replica, fields, base=max(0, table.seq - behind)).clashes:
        assert table.values.get(clash.path) == clash.kept
        assert clash.kept in (before.get(clash.path), None)
        assert clash.kept == before.get(clash.path) or clash.offered == before[clash.path]


@given(st.lists(edits(), max_size=12), edits())
def test_one_laptop_never_argues_with_itself(moves, last):
    alone = [("A", fields, behind) for _replica, fields, behind in [*moves, last]]
    assert played(alone).clashes == []


@given(st.lists(edits(), max_size=12), edits())
def test_equal_values_are_no_question(moves, last):
    table = played(moves)
    same = {path: table.values.get(path) for path in last[1]}
    merged = table.write(last[0], same, base=0)
    assert not [clash for clash in merged.clashes if clash.path in same]


@given(st.lists(edits(), max_size=12))
def test_every_stamp_has_its_writer_and_every_writer_a_stamp(moves):
    copy = played(moves).copy
    assert set(copy.stamps.values()) == set(copy.writers)
    assert set(copy.values) <= set(copy.stamps)
    assert None not in copy.values.values()


@given(st.lists(edits(), max_size=8))
def test_the_copy_that_went_in_is_not_changed(moves):
    table = played(moves)
    kept = Copy(dict(table.copy.values), dict(table.copy.stamps), dict(table.copy.writers))
    merge(table.copy, an_op({"place": "other", "void": GONE}, base=0), Seen(1, 99), a_writer("Z"))
    assert table.copy == kept
    assert Copy({}, {}, {}) == EMPTY


def erase(table: Table, replica: str, *paths: str, base: int | Seen | None = None) -> Merged:
    return table.write(replica, dict.fromkeys(paths), base=base, act=Act.erase)


def test_an_erasure_meets_no_conflict_whoever_wrote_there_since():
    table = Table()
    table.write("asha", {"phone": "1", "sex": "woman"}, base=None)
    table.write("tara", {"phone": "2"}, base=1)
    assert erase(table, "asha", "phone", base=1).result is Result.merged
    assert table.values == {"sex": "woman"}
    assert table.clashes == []


def test_a_value_from_before_an_erasure_is_lost_and_the_rest_of_its_op_stands():
    table = Table()
    table.write("asha", {"phone": "1"}, base=None)
    erase(table, "asha", "phone", base=1)
    merged = table.write("tara", {"phone": "2", "sex": "woman"}, base=1)
    assert (merged.result, merged.lost) == (Result.erased, {"phone"})
    assert table.values == {"sex": "woman"}
    assert table.write("tara", {"phone": "3"}, base=3).result is Result.ok


def test_an_erased_path_is_remembered_however_often_it_is_written_again():
    table = Table()
    erase(table, "asha", "phone")
    table.write("tara", {"phone": "2"}, base=1)
    table.write("tara", {"phone": "3"}, base=2)
    assert table.copy.erased == {"phone": Seen(1, 1)}
    assert table.copy.writers[Seen(1, 1)].replica == "asha"
    assert table.write("balbir", {"phone": "4"}, base=None).result is Result.erased


def test_a_list_is_erased_with_lines_that_nobody_knew_of():
    table = Table()
    table.write("asha", {"attitudes/1/remark": "angry"}, base=None)
    erase(table, "asha", "attitudes", base=1)
    assert table.write("tara", {"attitudes/2/remark": "furious"}, base=1).result is Result.erased
    assert table.values == {}


def test_an_erasure_does_not_stand_against_a_void():
    table = Table()
    table.write("asha", {"phone": "1"}, base=None)
    erase(table, "asha", "phone", base=1)
    assert table.write("tara", {"void": {"reason": "twice"}}, base=1, act=Act.void).clashes == ()


def a_restored_table() -> Table:
    """Return a server that was put back, after which one laptop erased again, and somebody who saw that wrote anew."""
    table = Table()
    table.write("asha", {"phone": "1", "sex": "woman"}, base=None)
    table.epoch = 2
    erase(table, "asha", "phone", base=1)
    table.write("tara", {"phone": "2"}, base=Seen(2, 2))
    return table


def test_what_was_written_after_one_laptop_erased_again_outlives_the_next():
    table = a_restored_table()
    merged = erase(table, "balbir", "phone", base=1)
    assert (merged.taken, merged.result) == ({}, Result.merged)
    assert table.values == {"phone": "2", "sex": "woman"}
    assert table.copy.erased == {"phone": Seen(2, 2)}


def test_what_else_is_erased_again_goes():
    table = a_restored_table()
    erase(table, "balbir", "phone", "sex", base=1)
    assert table.values == {"phone": "2"}
    assert table.copy.erased == {"phone": Seen(2, 2), "sex": Seen(2, 4)}


def test_the_lines_beside_what_was_written_anew_are_erased_again():
    table = Table()
    table.write("asha", {"attitudes/1/remark": "angry", "attitudes/2/remark": "furious"}, base=None)
    table.epoch = 2
    erase(table, "asha", "attitudes/1/remark", base=1)
    table.write("tara", {"attitudes/1/remark": "calm"}, base=Seen(2, 2))
    erase(table, "balbir", "attitudes", base=1)
    assert table.values == {"attitudes/1/remark": "calm"}


def test_whoever_had_seen_the_new_words_erases_them():
    table = a_restored_table()
    erase(table, "balbir", "phone", base=Seen(2, 3))
    assert table.values == {"sex": "woman"}


def test_within_one_epoch_an_erasure_reaches_what_was_written_after_another():
    table = Table()
    table.write("asha", {"phone": "1"}, base=None)
    erase(table, "asha", "phone", base=1)
    table.write("tara", {"phone": "2"}, base=2)
    erase(table, "balbir", "phone", base=1)
    assert table.values == {}


def test_what_lost_its_value_on_the_laptop_already_sets_nothing():
    op = an_op({"phone": "1", "sex": "woman"}).without(["phone"])
    merged = merge(EMPTY, op, Seen(1, 1), a_writer("asha"))
    assert (merged.taken, merged.result) == ({"sex": "woman"}, Result.erased)
