"""Lock files of nine kinds held against advisories in the OSV format, without a network. Proves G1.2 (SRV06)."""

import itertools
import json
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from console.audits.dependencies.lock_file import lock_files, locked_packages
from console.domain.audit.advisory_source import AdvisorySource
from console.domain.audit.audit_batch import AuditShard, read_shard
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.audit_task import AuditTask
from console.domain.audit.package_version import version_order
from console.domain.audit.rule_outcome import RuleOutcome
from console.kernel.errors import UserError
from console.services.audits.advisory_import import read_advisories
from console.services.audits.travelling_task import travelling_task
from console.store.audits.advisory_book import AdvisoryBook
from tests.fakes.damaged_archive import damaged_archives
from tests.fakes.planted_repository import NOW_S, PlantedRepository
from tests.fuzz.given_checkout import GivenCheckout

_PACKAGE_LOCK = {
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "shop", "version": "1.0.0"},
        "node_modules/lodash": {"version": "4.17.15"},
        "node_modules/a/node_modules/lodash": {"version": "4.17.21"},
        "node_modules/@scope/tool": {"version": "1.0.0"},
        "node_modules/local": {"version": "4.17.15", "link": True},
        "node_modules/other": {"name": "lodash", "version": "4.17.10"},
    },
}
LOCKS = {
    "requirements.txt": "# pinned\njinja2==2.10  # PLANT\nflask>=1.0\nRequests[socks]==2.20.0 ; python_version > '3'\n"
    "-r other.txt\nhttps://example.org/x.whl\ndjango==3.*\n",
    "uv.lock": 'version = 1\n\n[[package]]\nname = "jinja2"\nversion = "3.1.5"\n'
    'source = { registry = "https://registry.example/simple" }\n\n[[package]]\nname = "shop"\nversion = "2.10"\n'
    'source = { editable = "." }\n\n[[package]]\nname = "requests"\nversion = "2.20.0"\n'
    'source = { registry = "x" }\ndependencies = [\n    { name = "jinja2" },\n]\n',
    "poetry.lock": '[[package]]\nname = "Jinja2"\nversion = "2.9"\n\n[package.dependencies]\nrequests = "*"\n\n'
    '[[package]]\nname = "mine"\nversion = "1.0"\n\n[package.source]\ntype = "directory"\nurl = "../mine"\n',
    "Pipfile.lock": json.dumps({"default": {"jinja2": {"version": "==2.10"}}, "develop": {}}, indent=1),
    "package-lock.json": json.dumps(_PACKAGE_LOCK, indent=2),
    "yarn.lock": '# yarn lockfile v1\n\n\nlodash@^4.0.0, lodash@^4.17.0:\n  version "4.17.15"\n  resolved "x"\n\n'
    '"@scope/tool@^1.0.0":\n  version "1.0.0"\n\n"aliased@npm:lodash@^4":\n  version "4.17.10"\n',
    "berry/yarn.lock": '"lodash@npm:^4.0.0":\n  version: 4.17.15\n  resolution: "lodash@npm:4.17.15"\n\n'
    '"shop@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "shop@workspace:."\n',
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies: {}\npackages:\n  lodash@4.17.15:\n"
    "    resolution: {integrity: x}\n  '@scope/tool@1.0.0(react@18.0.0)':\n    resolution: {}\n"
    "snapshots:\n  lodash@4.17.15: {}\n",
    "old/pnpm-lock.yaml": "packages:\n\n  /lodash/4.17.15:\n    dev: true\n"
    "  /@scope/tool/1.0.0_react@18.0.0:\n    dev: true\n",
    "go.sum": "golang.org/x/net v0.1.0 h1:a=\ngolang.org/x/net v0.1.0/go.mod h1:b=\ngolang.org/x/net v0.0.9 h1:c=\n"
    "github.com/gone/away v1.0.0 h1:d=\n",
    "go.mod": "module example.org/shop\n\ngo 1.22\n\nrequire golang.org/x/net v0.1.0 // indirect\n"
    "replace github.com/gone/away => ../away\n",
    "Cargo.lock": '[[package]]\nname = "time"\nversion = "0.1.40"\n'
    'source = "registry+https://github.com/rust-lang/crates.io-index"\n\n'
    '[[package]]\nname = "shop"\nversion = "0.1.40"\n',
    "pom.xml": "<project><properties><log4j.version>2.14.1</log4j.version></properties><dependencies>\n<dependency>\n"
    "<groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>${log4j.version}</version>\n"
    "<exclusions><exclusion><groupId>x</groupId><artifactId>y</artifactId></exclusion></exclusions></dependency>\n"
    "<!-- <dependency><groupId>a</groupId><artifactId>b</artifactId><version>1</version></dependency> -->\n"
    "</dependencies></project>\n",
    "gradle.lockfile": "# lock\norg.apache.logging.log4j:log4j-core:2.17.1=runtimeClasspath\nempty=\n",
    "services/api/requirements.txt": "jinja2==3.1.5\n",
    "ops/constraints.txt": "jinja2==3.1.5\n",
    "pylock.toml": 'lock-version = "1.0"\n[[packages]]\nname = "jinja2"\nversion = "3.1.5"\n\n[[packages]]\n'
    'name = "mine"\nversion = "1.0"\nvcs = { type = "git", url = "https://x" }\n',
    "bun.lock": '{\n  "packages": {\n    "lodash": ["lodash@4.17.21", "", {}, "sha512-x"],\n'
    '    "@scope/ui": ["@scope/ui@2.0.0", "", {}, "sha512-x"],\n    "shop": ["shop@workspace:."],\n  }\n}\n',
    "tools/go.mod": "module example.org/tools\n\nrequire (\n\tgolang.org/x/net v0.8.0\n)\n",
    "tests/fixtures/package-lock.json": json.dumps(_PACKAGE_LOCK),
    "vendor/x/go.sum": "golang.org/x/net v0.1.0 h1:a=\n",
}


def _advisory(name: str, ecosystem: str, package: str, *events: dict[str, str], **more: Any) -> dict[str, Any]:
    span = {"type": "ECOSYSTEM" if ecosystem in {"PyPI", "Maven"} else "SEMVER", "events": list(events)}
    affected = {
        "package": {"ecosystem": ecosystem, "name": package},
        "ranges": [span] if events else [],
        **more.pop("affected", {}),
    }
    return {"id": name, "modified": _day(10), "summary": "It can be broken", "affected": [affected], **more}


def _day(ago: float) -> str:
    return f"{datetime.fromtimestamp(NOW_S - ago * 86_400, UTC):%Y-%m-%dT%H:%M:%SZ}"


_LOG4J = "org.apache.logging.log4j:log4j-core"
ADVISORIES = [
    _advisory("GHSA-jinja", "PyPI", "Jinja2", {"introduced": "0"}, {"fixed": "2.10.1"}, aliases=["CVE-2019-10906"]),
    _advisory("PYSEC-2019-217", "PyPI", "jinja2", {"introduced": "0"}, {"fixed": "2.10.1"}, aliases=["CVE-2019-10906"]),
    _advisory("PYSEC-gone", "PyPI", "requests", {"introduced": "0"}, withdrawn=_day(20)),
    _advisory("GHSA-lodash", "npm", "lodash", {"introduced": "4.17.12"}, {"fixed": "4.17.19"}),
    _advisory("GHSA-lodash-old", "npm", "lodash", {"introduced": "0"}, {"last_affected": "4.17.10"}),
    _advisory("GO-1", "Go", "golang.org/x/net", {"introduced": "0"}, {"fixed": "0.7.0"}),
    _advisory("RUSTSEC-1", "crates.io", "time", {"introduced": "0.1.0"}, {"fixed": "0.2.0-alpha.0"}),
    _advisory("GHSA-log4j", "Maven", _LOG4J, {"introduced": "2.0-beta9"}, {"fixed": "2.15.0"}),
    _advisory("GHSA-tool", "npm", "@scope/tool", affected={"versions": ["1.0.0"]}),
    _advisory("DEBIAN-1", "Debian:12", "jinja2", {"introduced": "0"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("locks") / "shop")
    made.commit(LOCKS)
    return made


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("osv")
    archive = folder / "all.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for one in ADVISORIES:
            zipped.writestr(f"{one['id']}.json", json.dumps(one))
        zipped.writestr("../../escape.json", "no advisory at all")
        zipped.writestr("README.txt", "not read")
    assert AdvisoryBook(folder / "kept").add(read_advisories(archive)) == 8
    return folder / "kept"


def _told(made: PlantedRepository, advisories: Path | AdvisorySource | None) -> RuleOutcome:
    source = AdvisoryBook(advisories) if isinstance(advisories, Path) else advisories
    report = made.audit(AuditName.SERVANT, advisories=source)
    (outcome,) = [one for result in report.results for one in result.outcomes if one.rule == "SRV06"]
    assert outcome.state != "not-run", outcome.note
    return outcome


def test_what_a_go_module_does_not_require_is_not_pinned(tmp_path: Path) -> None:
    module = (
        "module a.b/shop\n\nexclude a.b/bad v1.1.0\nexclude (\n\ta.b/worse v1.0.0\n\ta.b/used v1.9.0\n)\n"
        "retract (\n\tv1.0.0 // a.b/old v1.0.0\n)\nrequire a.b/one v1.2.0\nrequire ( // direct\n\ta.b/used v1.0.0\n"
        "\ta.b/moved v1.0.0\n)\nreplace (\n\ta.b/moved v1.0.0 => ../moved\n)\n"
    )
    sums = "a.b/used v1.0.0 h1:a=\na.b/used v1.9.0 h1:b=\na.b/moved v1.0.0 h1:c=\na.b/one v1.2.0 h1:d=\n"
    files = {"go.mod": module.encode(), "x/go.sum": sums.encode(), "x/go.mod": module.encode()}
    checkout = GivenCheckout(files, tmp_path)
    wanted = {("Go", "a.b/one", "1.2.0"), ("Go", "a.b/used", "1.0.0")}
    assert {one[:3] for one in locked_packages(checkout, "go.mod")} == wanted
    assert {one[:3] for one in locked_packages(checkout, "x/go.sum")} == wanted
    assert {one.line for one in locked_packages(checkout, "go.mod")} == {11, 13}


def test_every_lock_file_is_read_and_material_of_tests_and_vendored_ones_are_not(shop: PlantedRepository) -> None:
    checkout = shop.checkout()
    found = {path: {one[:3] for one in locked_packages(checkout, path)} for path in lock_files(checkout)}
    assert set(found) == set(LOCKS) - {"go.mod", "tests/fixtures/package-lock.json", "vendor/x/go.sum"}
    assert found["requirements.txt"] == {("PyPI", "jinja2", "2.10"), ("PyPI", "Requests", "2.20.0")}
    assert found["uv.lock"] == {("PyPI", "jinja2", "3.1.5"), ("PyPI", "requests", "2.20.0")}
    for path in ("services/api/requirements.txt", "ops/constraints.txt", "pylock.toml"):
        assert found[path] == {("PyPI", "jinja2", "3.1.5")}
    assert found["bun.lock"] == {("npm", "lodash", "4.17.21"), ("npm", "@scope/ui", "2.0.0")}
    assert found["tools/go.mod"] == {("Go", "golang.org/x/net", "0.8.0")}  # no go.sum says more
    assert found["poetry.lock"] == {("PyPI", "Jinja2", "2.9")}
    assert found["Pipfile.lock"] == {("PyPI", "jinja2", "2.10")}
    tool = ("npm", "@scope/tool", "1.0.0")
    assert found["package-lock.json"] == {
        ("npm", "lodash", "4.17.15"), ("npm", "lodash", "4.17.21"), ("npm", "lodash", "4.17.10"), tool,
    }  # fmt: skip
    assert found["yarn.lock"] == {("npm", "lodash", "4.17.15"), ("npm", "lodash", "4.17.10"), tool}
    assert found["berry/yarn.lock"] == {("npm", "lodash", "4.17.15")}
    assert found["pnpm-lock.yaml"] == found["old/pnpm-lock.yaml"] == {("npm", "lodash", "4.17.15"), tool}
    assert found["go.sum"] == {("Go", "golang.org/x/net", "0.1.0")}
    assert found["Cargo.lock"] == {("crates.io", "time", "0.1.40")}
    assert found["pom.xml"] == {("Maven", "org.apache.logging.log4j:log4j-core", "2.14.1")}
    assert found["gradle.lockfile"] == {("Maven", "org.apache.logging.log4j:log4j-core", "2.17.1")}


def test_versions_in_an_advisory_are_found_once_and_those_that_are_mended_are_not(
    shop: PlantedRepository, kept: Path
) -> None:
    outcome = _told(shop, kept)
    told = {(one.path, one.line, one.evidence.partition(":")[0]) for one in outcome.findings}
    expected = {
        ("requirements.txt", "jinja2 2.10"), ("poetry.lock", "Jinja2 2.9"), ("Pipfile.lock", "jinja2 2.10"),
        ("package-lock.json", "lodash 4.17.15"), ("package-lock.json", "lodash 4.17.10"),
        ("package-lock.json", "@scope/tool 1.0.0"), ("yarn.lock", "lodash 4.17.15"), ("yarn.lock", "lodash 4.17.10"),
        ("yarn.lock", "@scope/tool 1.0.0"), ("berry/yarn.lock", "lodash 4.17.15"),
        ("pnpm-lock.yaml", "lodash 4.17.15"), ("pnpm-lock.yaml", "@scope/tool 1.0.0"),
        ("old/pnpm-lock.yaml", "lodash 4.17.15"), ("old/pnpm-lock.yaml", "@scope/tool 1.0.0"),
        ("go.sum", "golang.org/x/net 0.1.0"), ("Cargo.lock", "time 0.1.40"),
        ("pom.xml", "org.apache.logging.log4j"),
    }  # fmt: skip
    assert {(path, words) for path, _, words in told} == expected
    assert len(outcome.findings) == len(expected)  # an alias in another database is no second finding
    assert all(line for _, line, _ in told)
    assert outcome.score == 0.0
    jinja = next(one for one in outcome.findings if one.path == "requirements.txt")
    assert jinja.line == 2
    assert "CVE-2019-10906" in jinja.evidence
    assert "2.10.1" in jinja.evidence


def test_a_task_takes_along_what_a_worker_without_advisories_needs_for_the_same_result(
    shop: PlantedRepository, kept: Path, tmp_path: Path
) -> None:
    clone = shop.checkout()
    task = AuditTask(
        "a" * 20, "shop", str(shop.folder), str(clone.repository), clone.commit, (AuditName.SERVANT,), OPEN_SOURCE,
        advisories=str(kept),
    )  # fmt: skip
    shard = read_shard(AuditShard(travelling_task(task, tmp_path), NOW_S).text())
    assert (shard.task.clone, shard.task.advisories) == ("", "")
    assert shard.task.known is not None
    here, there = _told(shop, kept), _told(shop, shard.task.known)
    assert there.findings
    assert here == there
    assert len(shard.text()) < 8000
    assert travelling_task(replace(task, audits=(AuditName.GIT,)), tmp_path).known is None
    nothing = travelling_task(replace(task, advisories=str(tmp_path / "none")), tmp_path).known
    assert nothing is not None
    assert _told(shop, nothing) == _told(shop, tmp_path / "none")


def test_without_advisories_the_rule_does_not_apply(shop: PlantedRepository, tmp_path: Path) -> None:
    for folder in (None, tmp_path):
        outcome = _told(shop, folder)
        assert (outcome.state, outcome.score) == ("not-applicable", None)
        assert "audit advisories import" in outcome.note


@pytest.mark.parametrize(("days", "warns"), [(10, False), (40, True)])
def test_old_advisories_are_told_as_such(shop: PlantedRepository, tmp_path: Path, days: float, warns: bool) -> None:
    record = _advisory("X-1", "Go", "example.org/none", {"introduced": "0"}) | {"modified": _day(days)}
    (tmp_path / "x.json").write_text(json.dumps(record))
    AdvisoryBook(tmp_path / "kept").add(read_advisories(tmp_path / "x.json"))
    outcome = _told(shop, tmp_path / "kept")
    assert outcome.findings == ()
    assert outcome.score == 1.0
    assert ("days old" in outcome.note) is warns
    assert "no advisories are imported" in outcome.note  # of the other ecosystems


def test_an_import_adds_replaces_and_takes_away_what_was_withdrawn(tmp_path: Path) -> None:
    book = AdvisoryBook(tmp_path / "kept")
    folder = tmp_path / "json"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(ADVISORIES[3]))
    (folder / "b.json").write_text(json.dumps(ADVISORIES[5]))
    assert book.add(read_advisories(folder)) == 2
    before = book.stamp()
    assert {one.ecosystem: one.advisories for one in book.stock()} == {"Go": 1, "npm": 1}
    (folder / "a.json").write_text(json.dumps(ADVISORIES[3] | {"withdrawn": _day(1)}))
    book.add(read_advisories(folder))
    assert book.stamp() != before
    assert {one.ecosystem for one in book.stock()} == {"Go"}
    assert book.about("npm", "lodash") == ()


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"{", b'{"id": 7}', b"\xff\xfe"])
def test_what_is_no_advisory_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(UserError):
        list(read_advisories(tmp_path / "x.zip"))


DAMAGED = damaged_archives("GO-2026-1.json")


@pytest.mark.parametrize("archive", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_archive_of_advisories_is_refused_in_a_sentence(tmp_path: Path, archive: bytes) -> None:
    (tmp_path / "all.zip").write_bytes(archive)
    with pytest.raises(UserError, match=r"all\.zip is damaged or locked"):
        list(read_advisories(tmp_path / "all.zip"))


def test_a_pipe_in_the_place_of_advisories_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="cannot be read"):
        list(read_advisories(tmp_path / "pipe"))


def test_a_source_without_any_advisory_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.json").write_text('{"id": 3')
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as zipped:
        zipped.writestr("readme.txt", "nothing")
    for source in (folder, tmp_path / "x.zip"):
        with pytest.raises(UserError, match="holds no advisory"):
            list(read_advisories(source))


def test_a_huge_member_is_left_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("bomb.json", b" " * (20 << 20))
        zipped.writestr("good.json", json.dumps(ADVISORIES[3]))
    assert [one.id for one in read_advisories(tmp_path / "x.zip")] == ["GHSA-lodash"]


@pytest.mark.parametrize(
    ("ecosystem", "ordered"),
    [
        ("npm", ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.b", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.0.1"]),
        ("Go", ["v0.0.0-20200101000000-abcdefabcdef", "v0.1.0", "v1.0.0+incompatible", "v1.10.0"]),
        ("PyPI", ["1.0.dev1", "1.0a1", "1.0rc1", "1.0", "1.0.post1", "1.1", "1!0.1"]),
        ("Maven", ["1.0-alpha-1", "1.0-beta1", "1.0-rc1", "1.0-SNAPSHOT", "1.0", "1.0-sp1", "1.0.1", "1.2", "1.10"]),
    ],
)  # fmt: skip
def test_versions_are_ordered_as_their_ecosystem_orders_them(ecosystem: str, ordered: list[str]) -> None:
    order = version_order(ecosystem)
    keys = [order(one) for one in ordered]
    assert None not in keys
    for earlier, later in itertools.pairwise(keys):
        assert earlier is not None
        assert later is not None
        assert earlier < later


@pytest.mark.parametrize(
    ("ecosystem", "same"),
    [
        ("Maven", ("1", "1.0.0", "1.0.Final", "1-ga")),
        ("PyPI", ("1.0", "1.0.0")),
        ("npm", ("1.2.3", "v1.2.3", "1.2.3+build.7")),
    ],
)
def test_what_is_written_differently_and_means_the_same_is_equal(ecosystem: str, same: tuple[str, ...]) -> None:
    assert len({version_order(ecosystem)(one) for one in same}) == 1


@example("Maven", "1.\u00b2", "\u00b9")
@given(st.sampled_from(["npm", "PyPI", "Maven"]), st.text("0123456789.-+abrcvxz!", max_size=20), st.text(max_size=12))
def test_no_version_breaks_the_order(ecosystem: str, one: str, other: str) -> None:
    order = version_order(ecosystem)
    left, right = order(one), order(other)
    if left is not None and right is not None:
        assert (left < right) + (right < left) + (left == right) == 1


def test_an_older_import_neither_replaces_nor_brings_back_advisories(tmp_path: Path) -> None:
    book = AdvisoryBook(tmp_path / "kept")
    file = tmp_path / "x.json"

    def add(days: float, **more: str) -> int:
        record = _advisory("X-1", "Go", "example.org/one", {"introduced": "0"}) | {"modified": _day(days)} | more
        file.write_text(json.dumps(record))
        return book.add(read_advisories(file))

    assert add(5) == 1
    assert add(9) == 0
    assert [one.modified for one in book.about("Go", "example.org/one")] == [_day(5)]
    assert add(3, withdrawn=_day(3)) == 0
    assert add(5) == 0
    assert book.about("Go", "example.org/one") == ()
    assert add(1) == 1
    assert len(book.about("Go", "example.org/one")) == 1


def test_two_imports_at_once_lose_none(tmp_path: Path) -> None:
    def add(number: int) -> None:
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(_advisory(f"X-{number}", "Go", "example.org/one", {"introduced": "0"})))
        AdvisoryBook(tmp_path / "kept").add(read_advisories(file))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    assert len(AdvisoryBook(tmp_path / "kept").about("Go", "example.org/one")) == 4
