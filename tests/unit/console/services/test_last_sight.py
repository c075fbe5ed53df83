"""What was last seen is kept for the next start and counts only for the very same file. (proves C5)"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.signal_key import SignalKey
from console.kernel.i18n import set_language
from console.presenters.last_view import LastView
from console.presenters.overview_view import overview_view
from console.services.last_sight import LastSight, estate_mark
from console.services.view_codec import pack, unpack
from console.store.state import State
from tests.fakes.small_estate import NOW_S, state, workload

READINGS = {SignalKey("router_rps", "tokyo"): 70.0, SignalKey("edge_rps", "tokyo", "web", "", "bff"): 12.5}


@pytest.fixture
def view() -> LastView:
    made = overview_view(state(READINGS, (workload("tokyo", "web"),)))
    assert made is not None
    return made


@pytest.fixture
def estate_file(tmp_path: Path) -> Path:
    file = tmp_path / "shop.yaml"
    file.write_text("name: shop\n")
    return file


@pytest.fixture
def sight(tmp_path: Path, estate_file: Path, view: LastView) -> LastSight:
    kept = LastSight(tmp_path / "state" / "last-view.json")
    kept.keep(estate_file, estate_mark(estate_file), view)
    return kept


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    set_language("en")


def test_a_view_says_what_the_overview_shows_and_when_it_was_known(view: LastView) -> None:
    assert view.title == "Shop"
    assert {row.title for row in view.cells} == {"Tokyo", "Osaka"}
    assert view.known_at_s == NOW_S - 5
    assert {node.key for node in view.topology.nodes} >= {"cell-router", "tokyo", "osaka", "tokyo/web"}


def test_nothing_is_kept_of_an_estate_that_never_gave_data() -> None:
    assert overview_view(State()) is None


def test_what_was_kept_comes_back_whole(sight: LastSight, estate_file: Path, view: LastView) -> None:
    assert sight.recall(estate_file) == view


def test_the_file_is_private(sight: LastSight, estate_file: Path, tmp_path: Path) -> None:
    assert (tmp_path / "state" / "last-view.json").stat().st_mode & 0o777 == 0o600


def test_a_changed_estate_file_is_another_estate(sight: LastSight, estate_file: Path) -> None:
    estate_file.write_text("name: shoq\n")
    assert sight.recall(estate_file) is None


def test_an_estate_file_that_is_gone_has_no_view(sight: LastSight, estate_file: Path) -> None:
    estate_file.unlink()
    assert sight.recall(estate_file) is None


def test_another_file_with_the_same_content_is_another_estate(sight: LastSight, estate_file: Path) -> None:
    other = estate_file.with_name("other.yaml")
    other.write_bytes(estate_file.read_bytes())
    assert sight.recall(other) is None


def test_texts_of_another_language_do_not_come_back(sight: LastSight, estate_file: Path) -> None:
    set_language("ja")
    assert sight.recall(estate_file) is None


def test_nothing_kept_is_no_error(tmp_path: Path, estate_file: Path) -> None:
    assert LastSight(tmp_path / "none.json").recall(estate_file) is None


def test_no_damaged_file_is_ever_shown(sight: LastSight, estate_file: Path, tmp_path: Path, view: LastView) -> None:
    file = tmp_path / "state" / "last-view.json"
    whole = file.read_bytes()
    for place in range(0, len(whole) - 1, max(1, len(whole) // 400)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x15]) + whole[place + 1 :])
        assert sight.recall(estate_file) in {None, view}, place  # a space for another in the head changes nothing
        file.write_bytes(whole[:place])
        assert sight.recall(estate_file) is None, place


@pytest.mark.parametrize(
    "raw", [None, 3, "view", [], [1, 2], ["Shop", 1, None, [], [], [[], []]], ["S", True, "x", [], [], []]]
)
def test_a_body_of_another_shape_is_refused(raw: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        unpack(raw)


def test_every_part_of_a_body_is_checked(view: LastView) -> None:
    body = json.loads(json.dumps(pack(view)))
    assert unpack(body) == view
    body[4][0][5] = 99  # a health that there is not
    with pytest.raises(ValueError, match="99"):
        unpack(body)


def test_a_full_disk_keeps_nothing_and_harms_nothing(tmp_path: Path, estate_file: Path, view: LastView) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    sight = LastSight(tmp_path / "state" / "last-view.json")
    sight.keep(estate_file, estate_mark(estate_file), view)
    assert sight.recall(estate_file) is None
