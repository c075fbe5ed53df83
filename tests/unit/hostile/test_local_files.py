"""Files of the profile and of others, whatever is in them: a default or one sentence, never anything else. (fuzzed)"""

import json
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.kubernetes.kube_context import resolve_context
from connectors.kubernetes.kubeconfig import read_kubeconfig
from console.domain.signal_key import SignalKey
from console.estate.load import load_estate
from console.kernel.errors import ConsoleError, UserError
from console.kernel.paths import Paths, private_folder, write_private
from console.settings.recent import recent_estates, remember_estate
from console.settings.settings_file import load_settings, save_settings, settings_file
from console.settings.window_look import read_look
from console.store.history.history import History
from console.store.state import State
from views.memory import Memory, is_extent

DATA = Path(__file__).parents[2] / "fuzz" / "corpus"
SHARED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["schema_version", "appearance", "window", "history", "polling", "scale", "geometries", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
CONTENTS = st.binary(max_size=60) | _JSON.map(lambda tree: json.dumps(tree).encode())


def _kubeconfig(file: Path) -> None:
    _told(lambda: resolve_context(read_kubeconfig((file,))))


def _told(work: Callable[[], Any]) -> None:
    """Only the documented error may come out of ``work``, and it says something."""
    sentence = "nothing went wrong"
    try:
        work()
    except ConsoleError as error:
        sentence = str(error)
    assert sentence


@pytest.mark.parametrize("file", sorted((DATA / "kubeconfig").iterdir()), ids=lambda file: file.stem)
def test_kubeconfigs_that_once_broke_something_are_told_in_one_sentence(file: Path, tmp_path: Path) -> None:
    _kubeconfig(file)
    other = tmp_path / "other"
    other.write_text("current-context: x")
    _told(lambda: resolve_context(read_kubeconfig((file, other))))


@SHARED
@given(st.binary(max_size=80) | st.text(alphabet="abk: -[]{}&*!|>'\"#%@`\n\t\\0159.~<?,é", max_size=60).map(str.encode))
def test_any_kubeconfig_is_read_or_told(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "config"
    file.write_bytes(raw)
    _kubeconfig(file)


def test_a_kubeconfig_that_nests_a_million_levels_does_not_end_the_process(tmp_path: Path) -> None:
    """The loader recurses in C: this was a segmentation fault."""
    file = tmp_path / "config"
    file.write_text("[" * 1_000_000)
    with pytest.raises(ConsoleError, match="is not YAML"):
        read_kubeconfig((file,))


@pytest.mark.skipif(os.name == "nt", reason="named pipes and devices of Unix")
@pytest.mark.parametrize("read", [lambda file: read_kubeconfig((file,)), load_estate])
def test_pipes_devices_and_folders_are_refused_without_waiting(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for odd in (pipe, Path("/dev/zero"), tmp_path):
        with pytest.raises(ConsoleError, match="cannot be read"):
            read(odd)


@pytest.mark.skipif(os.name == "nt", reason="named pipes of Unix")
def test_pipes_in_the_place_of_the_profiles_files_do_not_hang_the_start(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    for file in (settings_file(paths), paths.state / "recent.json", paths.state / "window.json"):
        file.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(file)
    assert load_settings(paths).note
    assert recent_estates(paths) == ()
    assert Memory(paths.state / "window.json").get("x") is None
    assert read_look(settings_file(paths)) is not None


@SHARED
@given(CONTENTS)
def test_any_settings_file_gives_settings_that_can_be_saved(tmp_path: Path, raw: bytes) -> None:
    paths = Paths.under(tmp_path)
    private_folder(paths.config)
    settings_file(paths).write_bytes(raw)
    read_look(settings_file(paths))
    save_settings(paths, load_settings(paths).settings)
    assert load_settings(paths).note == ""


@SHARED
@given(CONTENTS)
def test_any_recent_list_and_memory_are_forgotten_or_used(tmp_path: Path, raw: bytes) -> None:
    paths = Paths.under(tmp_path)
    private_folder(paths.state)
    (paths.state / "recent.json").write_bytes(raw)
    remember_estate(paths, tmp_path / "estate.yaml")
    assert recent_estates(paths)[0] == str(tmp_path / "estate.yaml")
    (paths.state / "window.json").write_bytes(raw)
    memory = Memory(paths.state / "window.json")
    memory.keep("a", 1)
    memory.save()
    assert Memory(paths.state / "window.json").get("a") == 1


@pytest.mark.parametrize("file", sorted((DATA / "memory").iterdir()), ids=lambda file: file.stem)
def test_memories_that_once_broke_the_start_are_forgotten(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "window.json"
    copy.write_bytes(file.read_bytes())
    memory = Memory(copy)
    memory.keep("a", 1)
    memory.save()
    assert Memory(copy).get("a") == 1
    assert not any(map(is_extent, (True, -1, 10**20, 1.5, None)))


def _use(file: Path) -> None:
    history = History(file)

    def use() -> None:
        history.load("shop")
        history.save("shop", State(), [], [])
        history.read("shop", SignalKey("rps", "tokyo"), 0.0, 10.0)
        history.forget_old(1e9)

    try:
        _told(use)
    finally:
        history.close()


@SHARED
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_as_history_are_set_aside_or_told(tmp_path: Path, raw: bytes, head: bool) -> None:
    file = tmp_path / "history.sqlite"
    for left in tmp_path.glob("history*"):
        left.unlink()
    file.write_bytes((b"SQLite format 3\x00" if head else b"") + raw)
    _use(file)


@SHARED
@given(st.integers(0, 60_000), st.binary(min_size=1, max_size=40))
def test_a_history_with_overwritten_bytes_is_set_aside_or_told(tmp_path: Path, place: int, raw: bytes) -> None:
    file = tmp_path / "history.sqlite"
    for left in tmp_path.glob("history*"):
        left.unlink()
    _use(file)
    whole = bytearray(file.read_bytes())
    place %= len(whole)
    whole[place : place + len(raw)] = raw
    file.write_bytes(whole[: max(1, len(whole) - place % 5 * 1000)])
    _use(file)


@pytest.mark.parametrize("version", [-1, 0, 2, 2**31 - 1])
@pytest.mark.parametrize("table", ["status", "notes"])
def test_a_history_of_another_program_is_told(tmp_path: Path, version: int, table: str) -> None:
    file = tmp_path / "history.sqlite"
    with sqlite3.connect(file) as other:
        other.execute(f"CREATE TABLE {table} (a)")
        other.execute(f"PRAGMA user_version={version}")
    other.close()
    _use(file)


@pytest.mark.parametrize("rows", [b"", b"{}", b"[1]", b"\xff", b'{"Pod":[{"x":1}]}', b'{"Pod":5}', b"[" * 5_000, None])
def test_rows_of_another_version_are_left_out(tmp_path: Path, rows: bytes | None) -> None:
    file = tmp_path / "history.sqlite"
    first = History(file)
    first.save("shop", State(), [], [])
    first.close()
    with sqlite3.connect(file) as other:
        other.execute("INSERT INTO objects VALUES ('shop', 'lab', 'pods', 1.0, ?)", (rows if rows is not None else 7,))
        other.execute("INSERT INTO readings VALUES ('shop', 'lab', 1.0, ?)", (rows if rows is not None else 7,))
        other.execute("INSERT INTO status VALUES ('shop', 'lab', ?)", (rows if rows is not None else 7,))
    other.close()
    history = History(file)
    known = history.load("shop")
    history.close()
    assert not known.readings or not known.readings["lab"].values


@pytest.mark.skipif(os.name == "nt", reason="modes of Unix")
@pytest.mark.parametrize("umask", [0o000, 0o077, 0o022])
def test_folders_are_0700_and_files_0600_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    root = tmp_path / "home"
    before = os.umask(umask)
    try:
        paths = Paths.under(root)
        write_private(settings_file(paths), "{}")
        history = History(paths.state / "history.sqlite")
        history.save("shop", State(), [], [])
        modes = {one: stat.S_IMODE(one.stat().st_mode) for one in (root, *root.rglob("*"))}
        history.close()
    finally:
        os.umask(before)
    assert {mode for one, mode in modes.items() if one.is_dir()} == {0o700}
    assert {mode for one, mode in modes.items() if one.is_file()} == {0o600}


def test_text_that_utf_8_has_not_is_written_and_leaves_no_draft(tmp_path: Path) -> None:
    write_private(tmp_path / "a" / "x.json", "\ud800")
    assert [one.name for one in (tmp_path / "a").iterdir()] == ["x.json"]


def test_what_a_link_points_to_is_written_and_the_link_stays(tmp_path: Path) -> None:
    link, target = tmp_path / "link.md", tmp_path / "target.md"
    target.write_text("old")
    link.symlink_to("target.md")
    write_private(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_pipe_a_device_or_a_link_to_itself_is_not_replaced(tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe", tmp_path / "loop"
    os.mkfifo(pipe)
    loop.symlink_to("loop")
    for file in (pipe, loop):
        before = file.lstat()
        with pytest.raises(UserError, match="cannot be written"):
            write_private(file, "x")
        assert file.lstat() == before
