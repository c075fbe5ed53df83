"""Addresses that pages show as examples are no secrets. Proves G1.2, G1.11 (INT01)."""

from pathlib import Path
from random import Random
from string import ascii_letters, digits

from tests.fakes.planted_repository import PlantedRepository, looked_at

_RANDOM = Random(13)


def test_the_address_that_pages_of_slack_show_is_none_and_one_beside_it_is(tmp_path: Path) -> None:
    shown = "https://hooks.slack.com/services/T00000000/B00000000/" + "X" * 24
    letters = "".join(_RANDOM.choice(ascii_letters + digits) for _ in range(24))
    real = f"https://hooks.slack.com/services/T{_RANDOM.randrange(10**9)}ABC/B{_RANDOM.randrange(10**9)}ABD/{letters}"
    made = PlantedRepository(tmp_path / "pages")
    made.commit({"docs/a.md": f"Set `{shown}`.\n", "docs/b.md": f"Set `{shown}`\nas in {shown} {real}\n"})
    assert {one.path for one in looked_at(made, "INT01").findings} == {"docs/b.md"}


def test_a_secret_in_a_call_is_told_once(tmp_path: Path) -> None:
    token = "ghp_" + "".join(_RANDOM.choice(ascii_letters + digits) for _ in range(36))
    other = "".join(_RANDOM.choice(ascii_letters + digits) for _ in range(40))
    made = PlantedRepository(tmp_path / "calls")
    made.commit(
        {
            "a.sh": f'curl -H "Authorization: token {token}" https://api.github.com/user\n',
            "b.sh": f'curl -H "Authorization: Bearer {other}" https://api.shop.example/user\n',
        }
    )
    found = [(one.place, one.evidence.partition(" ")[0]) for one in looked_at(made, "INT01").findings]
    assert found == [("a.sh:1", "github-pat"), ("b.sh:1", "curl-auth-header")]
