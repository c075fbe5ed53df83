"""Blocks are read, linked and moved whole."""

import json
from pathlib import Path

import pytest

from console.lab.backfill import block as block_module
from console.lab.backfill.block import read_blocks
from console.lab.backfill.span import Span


def _write_block(folder: Path, name: str, first_ms: int, end_ms: int) -> Path:
    block = folder / name
    (block / "chunks").mkdir(parents=True)
    (block / "chunks" / "000001").write_bytes(b"chunk")
    (block / "index").write_bytes(b"index")
    (block / "meta.json").write_text(json.dumps({"ulid": name, "minTime": first_ms, "maxTime": end_ms}))
    return block


def test_blocks_come_oldest_first_with_the_time_of_their_samples(tmp_path: Path) -> None:
    _write_block(tmp_path, "B", 5000, 9001)
    _write_block(tmp_path, "A", 1000, 4001)
    assert [(one.folder.name, one.span) for one in read_blocks(tmp_path)] == [
        ("A", Span(0.999, 4.0)),
        ("B", Span(4.999, 9.0)),
    ]


def test_what_is_no_whole_block_is_passed_over(tmp_path: Path) -> None:
    _write_block(tmp_path, "C.draft", 1, 2)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "meta.json").write_text("{")
    (tmp_path / "wal").mkdir()
    assert read_blocks(tmp_path) == ()
    assert read_blocks(tmp_path / "absent") == ()


def test_linking_makes_a_second_whole_block_on_the_same_bytes(tmp_path: Path) -> None:
    _write_block(tmp_path / "cache", "A", 1000, 4001)
    live = tmp_path / "live"
    live.mkdir()
    (block,) = read_blocks(tmp_path / "cache")
    block.link_into(live)
    block.link_into(live)
    assert [one.span for one in read_blocks(live)] == [block.span]
    assert (live / "A" / "index").stat().st_ino == (block.folder / "index").stat().st_ino


def test_between_file_systems_the_block_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_names: str) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(block_module.os, "link", refuse)
    _write_block(tmp_path / "cache", "A", 1000, 4001)
    (tmp_path / "live").mkdir()
    (block,) = read_blocks(tmp_path / "cache")
    block.link_into(tmp_path / "live")
    assert (tmp_path / "live" / "A" / "chunks" / "000001").read_bytes() == b"chunk"


def test_a_draft_left_by_a_kill_does_not_stop_the_next_link(tmp_path: Path) -> None:
    _write_block(tmp_path / "cache", "A", 1000, 4001)
    (tmp_path / "live" / "A.draft" / "chunks").mkdir(parents=True)
    (block,) = read_blocks(tmp_path / "cache")
    block.link_into(tmp_path / "live")
    assert len(read_blocks(tmp_path / "live")) == 1
