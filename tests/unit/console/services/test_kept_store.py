"""What the console keeps on the disk is told store by store, with its size. (proves issue 8 "finish")"""

from pathlib import Path

from console.kernel.i18n import Speaking
from console.kernel.paths import Paths
from console.services.kept_store import kept_stores


def written(file: Path, size: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x" * size)


def test_every_store_is_measured_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    for name, size in (("history.sqlite", 1_000), ("history.sqlite-wal", 20), ("history.sqlite.bak", 4)):
        written(paths.state / name, size)
    written(paths.state / "trail" / "trail-000001.jsonl", 300)
    written(paths.state / "journal" / "2026" / "one.jsonl", 7)
    written(paths.data / "audits" / "results" / "a.json", 50)
    written(paths.state / "incidents" / "journal-0.jsonl", 9)
    (paths.state / "journal" / "loop").symlink_to(paths.state)
    found = {one.key: one.bytes for one in kept_stores(paths)}
    told = ("history", "trail", "journal", "incidents", "audits", "costs")
    assert [found[one] for one in told] == [1_020, 300, 7, 9, 50, 0]
    assert found["state"] == 1_000 + 20 + 4 + 300 + 7 + 9
    with Speaking("ja"):
        assert {one.key: one.title for one in kept_stores(paths)}["journal"] == "変更のジャーナル"
