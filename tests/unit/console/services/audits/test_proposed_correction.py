"""A proven correction becomes a branch with a pull request on the forge of its project, as a change. Proves G1.2."""

from hashlib import sha256
from pathlib import Path

import pytest

from console.audits.corrections.correction_run import CorrectedRule, Correction
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.estate.schema.estate import Estate
from console.kernel.errors import UserError
from console.services.audits.proposed_correction import proposed_correction
from tests.fakes.planted_repository import PlantedRepository

URL = "https://github.com/acme/shop.git"
FOUND = Finding("STR08", RuleSeverity.LOW, "a.py", 1)
MADE = Correction(
    "b" * 40, "c" * 40, "--- a\n+++ b\n",
    (CorrectedRule("STR08", (FOUND, FOUND), 4), CorrectedRule("GIT10", (FOUND,), 0, "too long")),
)  # fmt: skip


def _estate(branch: str = "", url: str = URL) -> Estate:
    return Estate.model_validate(
        {"name": "acme", "github": [{"key": "hub"}], "projects": [{"key": "shop", "url": url, "branch": branch}]}
    )


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache with the clone of the project, as an audit leaves it."""
    planted = PlantedRepository(tmp_path / "shop")
    planted.commit({"a.py": "import os\n"})
    (tmp_path / "cache" / "clones").mkdir(parents=True)
    folder = tmp_path / "cache" / "clones" / f"{sha256(URL.encode()).hexdigest()[:24]}.git"
    planted.git("clone", "--quiet", "--bare", str(planted.folder), str(folder))
    return tmp_path / "cache"


def test_it_says_what_was_corrected_and_is_meant_for_the_branch_that_was_audited(cache: Path) -> None:
    made = proposed_correction(_estate(), "shop", MADE, cache, base="release")
    assert (made.connection, made.repository, made.url) == ("hub", "acme/shop", URL)
    assert (made.branch, made.base, made.commit) == ("console-audit/STR08-bbbbbbbb", "release", "c" * 40)
    assert made.title == "Correct what the audit found: STR08"
    assert "STR08: findings corrected: 2, lines changed: 4." in made.body
    assert "GIT10" not in made.body
    assert (Path(made.folder) / "HEAD").is_file()


def test_without_one_it_is_the_projects_branch_then_the_one_that_head_names(cache: Path) -> None:
    assert proposed_correction(_estate("develop"), "shop", MADE, cache).base == "develop"
    assert proposed_correction(_estate(), "shop", MADE, cache).base == "main"


def test_what_cannot_be_proposed_says_why(cache: Path) -> None:
    with pytest.raises(UserError, match="is no project"):
        proposed_correction(_estate(), "else", MADE, cache)
    with pytest.raises(UserError, match="no connection"):
        proposed_correction(_estate(url="https://gitlab.com/acme/shop.git"), "shop", MADE, cache)
    with pytest.raises(UserError, match="Nothing can be corrected"):
        proposed_correction(_estate(), "shop", MADE._replace(patch=""), cache)
