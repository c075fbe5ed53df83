"""Actions: unique keys, no two on the same shortcut, each one does what it says on a desk."""

from collections import Counter

from console.actions.action import ACTIONS
from console.kernel.registry import load_all

load_all("console.actions")


class NotedDesk:
    """Notes what actions ask for; ``looks`` and ``doors`` are this desk too."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.looks = self.doors = self

    def __getattr__(self, name: str) -> object:
        return lambda *args, **kwargs: self.asked.append((name, *args, *kwargs.items()))


def test_no_two_actions_share_a_shortcut() -> None:
    counts = Counter(keys for one in ACTIONS for keys in one.shortcuts)
    assert not [keys for keys, count in counts.items() if count > 1]


def test_the_shortcuts_of_the_product_are_there() -> None:
    keys = {one.key: one.shortcuts for one in ACTIONS}
    assert keys["palette"] == ("Ctrl+K", "Ctrl+Shift+P")
    assert keys["filter"] == ("/",)
    assert "?" in keys["shortcuts"]
    assert "Esc" in keys["back"]
    assert set(keys["reload"]) == {"F5", "R"}
    assert keys["new-window"] == ("Ctrl+Shift+N",)


def test_every_action_asks_the_desk_for_exactly_one_thing() -> None:
    for one in ACTIONS:
        desk = NotedDesk()
        one.run(desk)  # type: ignore[arg-type]
        assert len(desk.asked) == 1, one.key


def test_themes_and_sizes_are_asked_for_by_value() -> None:
    desk = NotedDesk()
    for key in ("theme-dark", "larger", "normal-size"):
        ACTIONS.get(key).run(desk)  # type: ignore[arg-type]
    assert desk.asked == [("choose_theme", "dark"), ("zoom", 1), ("zoom", 0)]
