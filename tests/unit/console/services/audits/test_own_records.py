"""Two estates may call different repositories by the same key (proves G1.3)."""

from pathlib import Path

import pytest

from console.cli import program
from console.estate.schema.project import Project
from console.kernel.paths import Paths
from console.services.audits.audit_places import audit_places
from console.services.audits.due_project import due_projects
from console.services.audits.own_records import own_records
from console.store.audits.audit_book import AuditBook, AuditRecord

NOW_S = 1_800_000_000.0


def record(source: str, at_s: float = NOW_S) -> AuditRecord:
    return AuditRecord("web", source, "c" * 40, at_s, (f"{source}{at_s}",), 90.0, False, {}, 0, 1.0)


def project(url: str) -> Project:
    return Project(key="web", url=url, every_hours=24)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/shop/web", "https://github.com/shop/web.git/", "git@github.com:Shop/Web.git",
        "ssh://git@git.example:2222/shop/web.git", "http://127.0.0.1:40775/shop/web.git",
    ],
)  # fmt: skip
def test_a_repository_stays_its_own_wherever_it_moves(url: str) -> None:
    told = record("https://github.com/shop/web.git")
    assert own_records([project(url)], {"web": (told,)}) == {"web": (told,)}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("https://dev.azure.com/acme/My%20Shop/_git/web", "git@ssh.dev.azure.com:v3/acme/My%20Shop/web"),
        ("https://acme.visualstudio.com/DefaultCollection/shop/_git/web", "https://dev.azure.com/acme/shop/_git/web"),
        ("https://git.example/gitlab/shop/web.git", "git@git.example:shop/web.git"),
        ("https://git.example/scm/shop/web.git", "ssh://git@git.example:7999/shop/web.git"),
    ],
)
def test_a_repository_is_the_same_by_each_way_of_its_forge(before: str, now: str) -> None:
    for old, new in ((before, now), (now, before)):
        told, other = {"web": (record(old),)}, new.replace("shop", "other").replace("Shop", "Other")
        assert own_records([project(new)], told) == told
        assert own_records([project(other)], told) == {}


def test_what_another_estate_audited_under_the_key_is_no_audit_of_this_one(tmp_path: Path) -> None:
    book, here = AuditBook(tmp_path), project("https://github.com/other/web")
    book.add(record("https://github.com/shop/web"))
    assert own_records([here], {"web": book.records("web")}) == {}
    assert due_projects([here], book, NOW_S + 60) == ("web",)
    own = record("https://github.com/other/web", NOW_S + 1)
    book.add(own)
    assert own_records([here], {"web": book.records("web")}) == {"web": (own,)}
    assert due_projects([here], book, NOW_S + 60) == ()


def test_the_command_line_tells_nothing_of_another_estates_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    AuditBook(audit_places(Paths.for_user()).book).add(record("https://github.com/shop/web"))
    file = tmp_path / "estate.yaml"
    file.write_text('name: other\nprojects: [{key: web, url: "https://github.com/other/web"}]\n')
    assert program.run(["--estate", str(file), "audit", "status", "web"]) == 2
    assert "'web' was not audited here yet." in capsys.readouterr().err
