"""Japanese sentences around values have spaces beside foreign signs only. proves C1"""

from collections.abc import Iterator

import pytest

from console.kernel.closed_up import closed_up
from console.kernel.i18n import set_language, t


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("sentence", "values", "read"),
    [
        ("データは {period} のうち {known}", {"period": "30 日", "known": "6 時間"}, "データは 30 日のうち 6 時間"),
        ("データは {period} のうち {known}", {"period": "30d", "known": "すべて"}, "データは 30d のうちすべて"),
        ("{name} の {kind} を {count} にします", {"name": "東京", "kind": "数", "count": 3}, "東京の数を 3 にします"),
        ("{name} の {kind}", {"name": "山田 太郎", "kind": "web"}, "山田 太郎の web"),
        ("{a} {b}", {"a": "東京", "b": "大阪"}, "東京 大阪"),
        ("{a}: {b}。 {c}", {"a": "東京", "b": "数", "c": "値"}, "東京: 数。 値"),
        ("{name} の値", {"name": ""}, " の値"),
        ("{why} 実行: {id}", {"why": "拒否: 凍結中", "id": "r-1"}, "拒否: 凍結中 実行: r-1"),
    ],
)
def test_a_space_beside_a_value_goes_only_between_japanese(sentence: str, values: dict[str, object], read: str) -> None:
    assert closed_up(sentence, values).format_map(values) == read


def test_a_window_in_japanese_has_no_space_within_a_phrase() -> None:
    set_language("ja")
    assert t("for {time}", time="15 分") == "15 分の間"
    assert t("for {time}", time="15m") == "15m の間"
    set_language("en")
    assert t("for {time}", time="15 分") == "for 15 分"
