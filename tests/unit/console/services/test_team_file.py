"""A team's audit profile is changed in the estate file, and nothing else of it. Proves G1.7."""

from pathlib import Path

import pytest

from console.estate.load import parse_estate
from console.kernel.errors import UserError
from console.services.team_file import choose_profile

TEXT = """# ours
schema_version: 1
name: shop
teams:
  - {key: content, title: Content, profile: startup, strictness: 0.6, members: [ann]}
  - {key: platform}
# the clusters
clusters: []
"""


def test_only_the_team_changes_and_the_old_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(TEXT)
    choose_profile(file, "content", "enterprise")
    text = file.read_text()
    estate = parse_estate(text, "shop")
    assert [(one.key, one.profile, one.strictness, one.members) for one in estate.teams] == [
        ("content", "enterprise", None, ("ann",)),
        ("platform", None, None, ()),
    ]
    assert text.startswith("# ours\n")
    assert "# the clusters\n" in text
    assert file.with_name("shop.yaml.bak").read_text() == TEXT


@pytest.mark.parametrize(("team", "profile"), [("nobody", "enterprise"), ("content", "no-such-profile")])
def test_what_is_not_there_is_refused_and_nothing_is_written(tmp_path: Path, team: str, profile: str) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(TEXT)
    with pytest.raises(UserError):
        choose_profile(file, team, profile)
    assert file.read_text() == TEXT
    assert not file.with_name("shop.yaml.bak").exists()
