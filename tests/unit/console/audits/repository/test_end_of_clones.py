"""Who quits while a repository is cloned is gone at once, and nothing half cloned is taken for whole. Proves G1.5."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from console.audits.repository.bare_clone import bare_clone, clone_folder, note_paths
from console.audits.repository.clone_cache import clone_lock
from console.kernel.clock import SystemClock
from console.kernel.ending import Ending
from console.kernel.errors import Cancelled
from console.kernel.file_lock import FileLock
from console.kernel.paths import private_folder
from console.kernel.runtime import Runtime
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_order import AuditOrder
from console.services.audits.audit_places import AuditPlaces
from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.waiting import wait_until


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes calls and never says anything."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=16)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/acme/shop.git"


@pytest.fixture
def origin(tmp_path: Path) -> PlantedRepository:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"README.md": "# Shop\n"})
    return made


def _places(root: Path) -> AuditPlaces:
    return AuditPlaces(root / "cache", root / "results", root / "book")


def _calls(address: str) -> list[int]:
    found = (one for one in psutil.process_iter() if _says(one, address))
    return [one.pid for one in found]


def _says(process: psutil.Process, address: str) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and any(address in word for word in process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def test_a_clone_of_ones_own_ends_with_the_program(silent: str, tmp_path: Path) -> None:
    runtime, places = Runtime(), _places(tmp_path)
    running = runtime.submit(AuditFleet(runtime, SystemClock(), places).run([AuditOrder("shop", silent)]))
    wait_until(lambda: len(_calls(silent)) >= 3, what="git and what it has started")
    runtime.close()
    assert running.cancelled()
    wait_until(lambda: not _calls(silent), what="the end of what git has started")
    assert not clone_folder(silent, places.cache / "clones").exists()


def test_the_clone_of_another_console_is_not_waited_for_at_the_end(
    origin: PlantedRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime, places, refused = Runtime(), _places(tmp_path), threading.Event()
    cache, try_hold = private_folder(places.cache / "clones"), FileLock.try_hold
    lock = clone_lock(clone_folder(origin.folder.resolve().as_uri(), cache))

    def noted(self: FileLock) -> bool:
        is_held = try_hold(self)
        if self._file == lock and not is_held:
            refused.set()
        return is_held

    with FileLock(lock):
        monkeypatch.setattr(FileLock, "try_hold", noted)
        order = AuditOrder("shop", str(origin.folder))
        running = runtime.submit(AuditFleet(runtime, SystemClock(), places).run([order]))
        assert refused.wait(30)
        runtime.close()
        assert running.cancelled()
    assert not list(cache.rglob("*.git"))
    assert bare_clone(str(origin.folder), cache).commit()


def test_a_clone_is_not_kept_when_the_end_comes_between_its_parts(runtime: Runtime, origin: PlantedRepository) -> None:
    def note() -> None:
        ending = Ending()
        ending.follow()
        ending.began_s = 0.0
        note_paths(origin.folder / ".git")

    async def noting() -> None:
        await runtime.in_thread(note)

    with pytest.raises(Cancelled):
        runtime.run(noting())


def test_what_an_ended_fetch_left_goes_with_the_next(origin: PlantedRepository, tmp_path: Path) -> None:
    clone = bare_clone(str(origin.folder), tmp_path / "cache")
    left = clone.folder / "objects" / "pack" / "tmp_pack_a1B2c3"
    left.write_bytes(b"PACK")
    assert bare_clone(str(origin.folder), tmp_path / "cache") == clone
    assert not left.exists()
    assert clone.commit()


def test_what_an_ended_fetch_left_may_stay(
    origin: PlantedRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be open elsewhere, or be gone by now."""
    clone = bare_clone(str(origin.folder), tmp_path / "cache")
    (clone.folder / "objects" / "pack" / "tmp_pack_a1B2c3").write_bytes(b"PACK")
    unlink = Path.unlink

    def refuse(file: Path, *, missing_ok: bool = False) -> None:
        if file.name.startswith("tmp_"):
            raise PermissionError(file)
        unlink(file, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert bare_clone(str(origin.folder), tmp_path / "cache") == clone
