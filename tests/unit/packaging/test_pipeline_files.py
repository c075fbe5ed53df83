"""The ready-made pipelines run as they stand: shards are shared out, failures stay failures, nothing is injected."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.common.forge.ci_pipeline import parts_of

HERE = Path(__file__).resolve().parents[3] / "packaging" / "audit-pipelines"
RUNNER = """#!/bin/sh
shift
while [ $# -gt 0 ]; do
  case "$1" in --index) index=$2 ;; --out) out=$2 ;; --shards) shards=$2 ;; esac
  shift 2
done
[ "$(cat "$shards")" = "$WANTED" ] || exit 42
[ "$index" != "$BAD" ] || exit 42
echo "$index" > "$out"
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder whose ``bin`` has a ``console-audit`` that refuses one shard, and what stands for its container."""
    (tmp_path / "bin").mkdir()
    for name, text in (("console-audit", RUNNER), ("docker", _DOCKER), ("curl", 'echo "$@" >> "$CURLED"\n')):
        file = tmp_path / "bin" / name
        file.write_text(text if text.startswith("#!") else f"#!/bin/sh\n{text}")
        file.chmod(0o755)
    return tmp_path


_DOCKER = """#!/bin/sh
while [ "$1" != shard ]; do shift; done
set -- $(printf '%s ' "$@" | sed "s#/work/#$PWD/work/#g")
exec console-audit "$@"
"""


def ran(place: Path, script: str, shell: str = "sh", **environment: str) -> int:
    more = {"PATH": f"{place / 'bin'}:{os.environ['PATH']}", "CURLED": str(place / "curled"), **environment}
    return subprocess.run([shell, "-eu", "-c", script], cwd=place, env=more, timeout=20, check=False).returncode


def read(*names: str) -> Any:
    return yaml.safe_load(HERE.joinpath(*names).read_text())


def shards() -> tuple[str, dict[str, str]]:
    word = "QUJD" * 5000
    return word, parts_of(word)


def test_gitlab_jobs_share_the_tasks_and_list_what_they_have(place: Path) -> None:
    file = read("gitlab", ".gitlab-ci.yml")
    (script,) = file["audit"]["script"]
    word, parts = shards()
    assert len(parts) == 3
    told = {"WANTED": word, "BAD": "3", "AUDIT_COUNT": "5", "CI_NODE_TOTAL": "2", **parts}
    assert ran(place, script, CI_NODE_INDEX="1", **told) == 0
    assert (place / "results" / "index.txt").read_text().split() == ["0", "2", "4"]
    (place / "shards").unlink()
    assert ran(place, script, CI_NODE_INDEX="2", **told) == 1, "one of its tasks has no result"
    assert (place / "results" / "index.txt").read_text().split() == ["1"]
    assert file["workflow"]["name"] == "console-audit $AUDIT_BATCH"


def test_bitbucket_steps_deliver_what_they_have_and_fail_for_the_rest(place: Path) -> None:
    begin, audit, deliver = (
        one["script"] for one in read("bitbucket", "bitbucket-pipelines.yml")["definitions"]["scripts"]
    )
    word, parts = shards()
    told = {
        "WANTED": word, "BAD": "1", "AUDIT_COUNT": "3", "AUDIT_BATCH": "audit-x", "BITBUCKET_BUILD_NUMBER": "7",
        "BITBUCKET_REPO_FULL_NAME": "a/b", "CONSOLE_AUDIT_UPLOAD": "token", "BITBUCKET_PARALLEL_STEP": "0",
        "BITBUCKET_PARALLEL_STEP_COUNT": "1", **parts,
    }  # fmt: skip
    assert ran(place, begin, **told) == 0
    assert ran(place, audit, **told) == 0
    assert ran(place, deliver, **told) == 1
    curled = (place / "curled").read_text()
    assert "files=@audit-x.run-7.txt" in curled
    assert [name in curled for name in ("audit-x.0.sarif.gz", "audit-x.1.sarif.gz", "audit-x.2.sarif.gz")] == [
        True, False, True,
    ]  # fmt: skip


def test_azure_jobs_share_the_tasks_and_upload_each_result(place: Path) -> None:
    file = read("azure-devops", "azure-pipelines.yml")
    (job,) = file["jobs"]
    script = job["steps"][1]["bash"]
    told = {
        "WANTED": "word", "SHARDS": "word", "BAD": "2", "COUNT": "4", "IMAGE": "image",
        "SYSTEM_JOBPOSITIONINPHASE": "1", "SYSTEM_TOTALJOBSINPHASE": "2",
    }  # fmt: skip
    assert ran(place, script, "bash", **told) == 1
    assert sorted(one.name for one in (place / "work").glob("*.gz")) == ["0.sarif.gz"]
    assert ran(place, script, "bash", **{**told, "SYSTEM_JOBPOSITIONINPHASE": "2"}) == 0
    assert file["name"] == "${{ parameters.batch }}"


def test_github_runs_one_task_a_job_and_keeps_inputs_out_of_the_script(place: Path) -> None:
    file = read("github", "console-audit.yml")
    step = file["jobs"]["audit"]["steps"][0]
    assert "${{" not in step["run"]
    told = {"WANTED": "word", "SHARDS": "word", "BAD": "2", "IMAGE": "image"}
    assert ran(place, step["run"], "bash", INDEX="1", **told) == 0
    assert (place / "work" / "1.sarif.gz").is_file()
    (place / "work" / "shards").unlink()
    (place / "work" / "1.sarif.gz").unlink()
    (place / "work").rmdir()
    assert ran(place, step["run"], "bash", INDEX="2", **told) == 42
    assert file["run-name"] == "console-audit ${{ inputs.batch }}"
    assert file["concurrency"]["group"] == "${{ inputs.batch }}"


def test_the_workflow_is_clean_for_zizmor() -> None:
    program = Path(sys.executable).parent / "zizmor"
    file = HERE / "github" / "console-audit.yml"
    line = [str(program), "--offline", "--no-progress", "--persona", "pedantic", str(file)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
