"""Batches of shards: the same tasks are the same batch, nothing is lost on the way, nothing foreign is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.audit.audit_batch import (
    MOST_SHARDS,
    AuditShard,
    batches_of,
    packed_shards,
    read_shard,
    token_variable,
    unpacked_shards,
)
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE
from console.domain.audit.audit_task import AuditTask
from console.domain.audit.index_range import indexes_of, text_of
from console.domain.audit.packed_result import unpacked_result
from console.kernel.errors import ConnectorError, UserError


def _shard(number: int, *, estimate_s: float = 1.0, priority: int = 0) -> AuditShard:
    task = AuditTask(
        f"{number:020x}", f"p{number}", f"https://git.example/{number}", "", "a" * 40, (AuditName.STRICT,), ENTERPRISE,
        estimate_s=estimate_s, priority=priority,
    )  # fmt: skip
    return AuditShard(task, 1.0, "oauth2", "gitlab")


def test_the_same_tasks_are_the_same_batch_in_whatever_order() -> None:
    some = [_shard(one) for one in range(5)]
    (first,), (second,) = batches_of(some), batches_of(some[::-1])
    assert first == second
    assert next(batches_of(some, salt="again")).id != first.id


def test_large_orders_become_several_batches_and_the_longest_tasks_go_first() -> None:
    some = [_shard(one, estimate_s=one, priority=one % 2) for one in range(MOST_SHARDS + 50)]
    parts = list(batches_of(some))
    assert sum(len(one.shards) for one in parts) == len(some)
    assert {key for one in parts for key in one.tasks} == {one.task.id for one in some}
    weights = [(one.task.priority, one.task.estimate_s) for part in parts for one in part.shards]
    assert weights == sorted(weights, reverse=True)


def test_shards_arrive_as_they_were_packed() -> None:
    some = tuple(_shard(one) for one in range(MOST_SHARDS))
    text = packed_shards(some)
    assert unpacked_shards(text) == some
    assert read_shard(some[0].text()) == some[0]
    assert len(text) < 200_000, "annotations of an object hold 256 KiB"


@given(st.binary(max_size=60))
def test_what_is_no_shard_is_refused_in_one_sentence(raw: bytes) -> None:
    for read in (unpacked_shards, read_shard):
        with pytest.raises(UserError):
            read(raw)


def test_a_cut_off_batch_is_refused() -> None:
    text = packed_shards([_shard(1), _shard(2)])
    with pytest.raises(UserError):
        unpacked_shards(text[: len(text) // 8 * 4])


@pytest.mark.parametrize("packed", [b"", b"no gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\x03\x00"])
def test_half_a_result_is_none(packed: bytes) -> None:
    with pytest.raises(ConnectorError):
        unpacked_result(packed)


@given(st.frozensets(st.integers(0, 300)))
def test_indexes_are_read_as_they_are_written(some: frozenset[int]) -> None:
    assert indexes_of(text_of(some), 301) == some


def test_indexes_that_make_no_sense_are_left_out() -> None:
    assert indexes_of("0-2,x,5-,9-7,3,999999", 6) == {0, 1, 2, 3}
    assert text_of(frozenset({0, 1, 2, 5})) == "0-2,5"


def test_the_variable_of_a_token_has_a_name_that_every_shell_takes() -> None:
    assert token_variable("lab-github") == "CONSOLE_AUDIT_TOKEN_LAB_GITHUB"
    assert token_variable("") == ""
