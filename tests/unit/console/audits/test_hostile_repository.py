"""A repository that means harm is audited and does none. Proves G1.2 and the hostile inputs of the quality bar."""

from pathlib import Path

import pytest

from console.audits.repository.added_lines import parse_added
from console.audits.repository.bare_clone import bare_clone
from console.audits.repository.tracked_file import parse_tree
from console.audits.repository.tree_export import MOST_FILE_BYTES, sorted_out
from console.domain.audit.audit_name import AuditName
from console.kernel.errors import ConnectorError, UserError
from tests.fakes.planted_repository import PlantedRepository

NAMES = ("a\nb.py", "<b>bold</b>.py", "-rf.py", "with space.py", "ü.py", "'; touch harmed; '.py", "$(touch harmed).py")


@pytest.fixture
def hostile(tmp_path: Path) -> PlantedRepository:
    repository = PlantedRepository(tmp_path / "hostile")
    repository.write(dict.fromkeys(NAMES, "x = 1\n"))
    repository.write(
        {
            "deep.py": "(" * 50_000 + ")" * 50_000,
            "nested.js": "[" * 20_000,
            "big.py": "#" * (MOST_FILE_BYTES + 1),
            "bytes.py": bytes(range(256)) * 10,
            ".gitattributes": "* filter=harm diff=harm\n",
            "pyproject.toml": '[tool.ruff]\nextend = "/etc/passwd"\n[tool.codespell]\nskip = "*"\n',
            "sgconfig.yml": "ruleDirs: [/]\ncustomLanguages: {x: {libraryPath: harm.so, extensions: [py]}}\n",
            ".codespellrc": "[codespell]\nwrite-changes =\n",
        }
    )
    (repository.folder / "outside").symlink_to("/etc/passwd")
    (repository.folder / "folder").symlink_to("/")
    hook = repository.folder / ".git" / "hooks" / "post-checkout"
    for name in ("post-checkout", "post-upload-pack", "pre-commit"):
        hook.with_name(name).write_text(f"#!/bin/sh\ntouch {repository.folder.parent}/harmed\n")
    repository.commit({})
    for name in ("post-checkout", "post-upload-pack", "pre-commit"):
        hook.with_name(name).chmod(0o755)
    touch = f"touch {repository.folder.parent}/harmed"
    for setting in ("core.fsmonitor", "core.pager", "filter.harm.smudge", "diff.harm.textconv", "core.sshCommand",
                    "uploadpack.packObjectsHook", "diff.external"):  # fmt: skip
        repository.git("config", setting, touch)
    return repository


def test_nothing_of_it_runs_and_nothing_of_it_is_followed(hostile: PlantedRepository) -> None:
    checkout = hostile.checkout()
    written = {
        str(one.relative_to(checkout.folder_with(())))
        for one in checkout.folder_with(checkout.paths).rglob("*")
        if one.is_file()
    }
    assert set(NAMES) <= written
    assert {one.path for one in checkout.left_out} == {"outside", "folder", "big.py"}
    assert not any(one.is_symlink() for one in checkout.folder_with(()).rglob("*"))
    assert not (hostile.folder.parent / "harmed").exists()
    assert not (checkout.folder_with(()) / "harmed").exists()


def test_every_rule_answers_and_what_cannot_be_read_is_told(hostile: PlantedRepository) -> None:
    report = hostile.audit(*AuditName)
    told = {one.rule: one.note for result in report.results for one in result.outcomes if one.state == "not-run"}
    assert told == {}
    broken = {one.path for result in report.results for one in result.findings if one.rule == "STR01"}
    assert "nested.js" in broken
    assert not (hostile.folder.parent / "harmed").exists()


def test_paths_that_lead_out_are_left_out() -> None:
    rows = parse_tree(b"100644 blob abc 3\t../up.py\x00100644 blob abc 3\t.GIT/config\x00160000 commit abc -\tsub\x00")
    assert [one.path for one in rows] == ["../up.py", ".GIT/config", "sub"]
    assert sorted_out(rows).files == ()
    assert len(sorted_out(rows).left_out) == 3


def test_a_line_that_looks_like_a_head_of_a_difference_is_only_a_line() -> None:
    difference = (
        "diff --git a.py a.py\n--- a.py\n+++ a.py\n@@ -1 +1,3 @@\n-x\n+++ b.py\n+@@ -1 +9,9 @@\n+z\n"
        '@@ -9,0 +12 @@\n+w\n--- c\n+++ "d\\n\\303\\274.py"\n@@ -0,0 +1 @@\n+q\n'
    )
    assert parse_added(difference)["a.py"] == {1, 2, 3, 12}


def test_what_is_no_repository_is_told_and_passwords_in_addresses_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no Git repository"):
        bare_clone(str(tmp_path), tmp_path / "cache")
    with pytest.raises(UserError, match="neither a folder"):
        bare_clone("--upload-pack=touch harmed", tmp_path / "cache")
    with pytest.raises(UserError, match="must not hold a password"):
        bare_clone("https://ann:secret@forge.example/shop.git", tmp_path / "cache")
    with pytest.raises(ConnectorError):
        bare_clone("https://127.0.0.1:9/shop.git", tmp_path / "cache")
    empty = PlantedRepository(tmp_path / "none")
    with pytest.raises(UserError, match="no branch, tag or commit"):
        bare_clone(str(empty.folder), tmp_path / "cache").commit()
