"""The worker image names only what is there, runs as nobody, and brings all that the runner loads. Proves G1.5."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from connectors.kubernetes.operations.audit_job import audit_job
from console.domain.operations.start_audit_batch import StartAuditBatch
from tests.fakes.planted_repository import PlantedRepository

PINNED = "debian:12-slim@sha256:" + "0" * 64
# Only these packages of the environment may be loaded: others are as if they were not installed.
RUN = """
import sys
from importlib.abc import MetaPathFinder

class Only(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in HIDDEN:
            raise ModuleNotFoundError(f"not in the worker image: {name}", name=name)

HIDDEN = set(sys.argv.pop(1).split(","))
sys.meta_path.insert(0, Only())
from console.cli.audit_runner import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def worker(root_dir: Path) -> Path:
    return root_dir / "packaging" / "worker"


@pytest.fixture(scope="module")
def needs(root_dir: Path, worker: Path) -> set[str]:
    """The names of the packages that are installed in the image."""
    said = subprocess.run(
        [sys.executable, str(worker / "locked_needs.py")], cwd=root_dir, capture_output=True, text=True, check=True
    )
    assert "--hash=sha256:" in said.stdout
    return {one.lower() for one in re.findall(r"^([\w.-]+)==", said.stdout, re.M)}


def _instructions(worker: Path) -> list[tuple[str, str]]:
    text = re.sub(r"\\\n\s*", "", (worker / "Containerfile").read_text("utf-8"))
    lines = [one for one in text.splitlines() if one and not one.startswith("#")]
    return [(one.partition(" ")[0], one.partition(" ")[2]) for one in lines]


def test_what_the_image_copies_is_in_the_tree(worker: Path, root_dir: Path) -> None:
    for word, rest in _instructions(worker):
        assert word in {"ARG", "FROM", "RUN", "WORKDIR", "COPY", "ENV", "USER", "ENTRYPOINT"}, word
        if word != "COPY" or "--from=" in rest:
            continue
        for source in rest.split()[:-1]:
            if not source.startswith("dist/"):  # made by packaging/wheel.py, which build.sh runs first
                assert (root_dir / source).is_file(), source
    assert "packaging/wheel.py" in (worker / "build.sh").read_text("utf-8")
    assert (root_dir / "packaging" / "wheel.py").is_file()


def test_the_image_runs_the_runner_as_nobody_and_holds_no_secret(worker: Path, root_dir: Path) -> None:
    told = _instructions(worker)
    assert [rest for word, rest in told if word == "FROM"] == ["${BASE} AS build", "${BASE}"]
    assert [rest for word, rest in told if word == "USER"] == ["65532:65532"]
    (entry,) = (json.loads(rest) for word, rest in told if word == "ENTRYPOINT")
    scripts = tomllib.loads((root_dir / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert entry[0] in scripts
    environment = " ".join(rest for word, rest in told if word in {"ENV", "ARG"})
    assert not re.search("token|password|secret|key", environment, re.I)
    fetched = " ".join(rest for word, rest in told if word == "RUN")
    assert not re.search("curl|wget|http", fetched)
    assert "--require-hashes" in fetched


def test_a_job_starts_what_the_image_holds(worker: Path) -> None:
    pod = audit_job(StartAuditBatch("lab", "audits", "audit-1", "i", "s", "https://c/r", "x", 1))
    spec = pod["spec"]["template"]["spec"]
    (container,) = spec["containers"]
    (entry,) = (json.loads(rest) for word, rest in _instructions(worker) if word == "ENTRYPOINT")
    assert container["command"][0] == entry[0]
    (user,) = (rest.split(":")[0] for word, rest in _instructions(worker) if word == "USER")
    assert str(spec["securityContext"]["runAsUser"]) == user


@pytest.mark.parametrize("arguments", [[], ["debian:12-slim", "a"], [PINNED]])
def test_a_base_without_its_digest_is_refused_in_one_sentence(worker: Path, arguments: list[str]) -> None:
    ended = subprocess.run(["sh", str(worker / "build.sh"), *arguments], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "digest" in ended.stderr


def test_what_is_applied_to_a_cluster_fits_the_jobs(worker: Path) -> None:
    documents = {one["kind"]: one for one in yaml.safe_load_all((worker / "cluster.yaml").read_text("utf-8"))}
    job = audit_job(StartAuditBatch("lab", "audits", "audit-1", "i", "s", "https://c/r", "x", 1))
    labels = job["spec"]["template"]["metadata"]["labels"]
    chosen = documents["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"]
    assert chosen.items() <= labels.items()
    assert documents["NetworkPolicy"]["spec"]["ingress"] == []
    restricted = documents["Namespace"]["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
    assert restricted == "restricted"
    assert "limits" in job["spec"]["template"]["spec"]["containers"][0]["resources"]


def test_the_runner_loads_nothing_that_the_image_does_not_bring(needs: set[str], tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    commit = repository.commit({"shop/a.py": "def total(:\n    pass\n", "README.md": "# Shop\n", "a.sh": "cd $1\n"})
    hidden = {
        root
        for root, names in packages_distributions().items()
        if not {one.lower() for one in names} & (needs | {"cell-console"})
    }
    out = tmp_path / "x.sarif.gz"
    ended = subprocess.run(
        [sys.executable, "-c", RUN, ",".join(hidden), "run", "--repo", str(repository.folder), "--sha", commit,
         "--audits", "strict,tdd,flow,sages,git,servant,predictive", "--out", str(out)],
        capture_output=True, text=True, env={**os.environ}, check=False, timeout=240,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    runs = json.loads(gzip.decompress(out.read_bytes()))["runs"]
    notes = [rule["note"] for run in runs for rule in run["properties"]["rules"].values() if rule["state"] == "not-run"]
    assert notes == []


def test_a_warm_cache_is_taken_into_a_fresh_one(tmp_path: Path) -> None:
    warm, cache = tmp_path / "warm", tmp_path / "cache"
    (warm / "kingfisher").mkdir(parents=True)
    (warm / "kingfisher" / "rules").write_text("compiled")
    line = [sys.executable, "-m", "console.cli.audit_runner", "run", "--repo", "/nowhere", "--sha", "a" * 40, "--out",
            str(tmp_path / "x"), "--cache", str(cache)]  # fmt: skip
    ended = subprocess.run(
        line, capture_output=True, env={**os.environ, "CONSOLE_AUDIT_WARM": str(warm)}, check=False, timeout=120
    )
    assert ended.returncode == 42
    assert (cache / "tools" / "kingfisher" / "rules").read_text() == "compiled"
    shutil.rmtree(cache)
