"""What a repository is made of, and what is proposed for it. Proves G1.1."""

from console.audits.project_structure import project_structure
from console.audits.proposed_setting import propose_settings

DAY_S = 86_400.0
CODE = (
    "README.md", "LICENSE", ".github/workflows/ci.yml", ".github/CODEOWNERS", "pyproject.toml", "src/shop/cart.py",
    "src/shop/pay.py", "web/package.json", "web/cart.ts", "tests/test_cart.py", "tests/test_pay.py", "vendor/x/y.py",
    "deep/er/go.mod", ".gitlab-ci.yml",
)  # fmt: skip


def test_languages_builds_tests_and_pipelines_are_read_from_the_names() -> None:
    found = project_structure(CODE)
    assert found.languages == (("python", 4), ("typescript", 1))
    assert (found.files, found.sources, found.tests, found.documents) == (14, 3, 2, 1)
    assert found.builds == ("Python", "npm")
    assert found.pipelines == ("github", "gitlab")
    assert found.test_folders == ("tests",)
    assert found.is_guarded
    assert found.is_licensed


def test_an_empty_repository_has_a_structure_too() -> None:
    found = project_structure(())
    assert (found.files, found.languages, found.builds, found.is_licensed) == (0, (), (), False)


def test_without_code_only_the_audits_that_apply_are_proposed_with_the_reason() -> None:
    settings = propose_settings(project_structure(("README.md", "docs/a.md")), "acme/book", (), None)
    (chosen,) = settings
    assert chosen.setting == "audits"
    assert chosen.value == ("integrity", "sages", "git")
    assert "2 files" in chosen.reason
    with_pipeline = propose_settings(project_structure(("README.md", ".gitlab-ci.yml")), "acme/book", (), None)
    assert with_pipeline[0].value == ("integrity", "flow", "sages", "git", "servant")
    assert propose_settings(project_structure(CODE), "acme/shop", (), None) == ()


def test_a_cut_list_of_files_leaves_no_audit_out() -> None:
    assert propose_settings(project_structure(("README.md",), is_cut=True), "acme/book", (), None) == ()


def test_the_schedule_follows_how_long_ago_somebody_pushed() -> None:
    def hours(days: float) -> object:
        return propose_settings(None, "a/b", (), days * DAY_S)[0].value

    assert [hours(one) for one in (0, 30, 31, 365, 366)] == [24.0, 24.0, 168.0, 168.0, 720.0]
    assert hours(-3) == 24.0  # a clock that goes wrong there


def test_the_innermost_part_of_the_path_that_names_a_team_wins() -> None:
    found = propose_settings(None, "newsletter/Content/web", ("newsletter", "content", "ai"), None)
    assert [(one.setting, one.value) for one in found] == [("team", "content")]
