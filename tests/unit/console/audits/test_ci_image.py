"""Images that pipelines of other forges run in are pinned by a hash, or told. Proves G1.2 (SRV03)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository, judged, looked_at, marked, tells, told_words

_HASH = "sha256:c5b1261d6d3e43071626931fc004f70149baeba2c8ec672bd4f27761f8e1ad6b"
_GITLAB = f"""\
image: node:20 # PLANT-SRV03
default:
  image: "ruby" # PLANT-SRV03
include:
  - local: ci/more.yml
variables:
  image: shop
test:
  services:
    - postgres:16 # PLANT-SRV03
    - name: redis:7 # PLANT-SRV03
      alias: cache
  script: [make test, "image: no"]
build:
  image:
    name: kaniko:v1.9 # PLANT-SRV03
    entrypoint: [""]
  script: [make]
pinned:
  image: node@{_HASH}
  script: [make]
own:
  image: $CI_REGISTRY_IMAGE/builder:$CI_COMMIT_SHA
  script: [make]
"""
_MORE = "lint:\n  image: golang:1.22 # PLANT-SRV03\n  script: [make lint]\n"
_BITBUCKET = """\
image: atlassian/default-image:4 # PLANT-SRV03
definitions:
  services:
    db:
      image: postgres:16 # PLANT-SRV03
      variables: {POSTGRES_DB: shop}
pipelines:
  default:
    - step:
        image: {name: "node:20"} # PLANT-SRV03
        services: [docker, db]
        script: [make]
    - parallel:
        - step:
            services:
              - db
            script: [make]
"""
_AZURE = """\
resources:
  containers:
    - container: linux
      image: ubuntu:22.04 # PLANT-SRV03
pool: {vmImage: ubuntu-latest}
jobs:
  - job: a
    container: linux
    steps:
      - task: Docker@2
        inputs: {image: "shop:1"}
  - job: b
    container: node:20 # PLANT-SRV03
"""
_CIRCLE = """\
version: 2.1
jobs:
  test:
    docker:
      - image: cimg/node:20.1 # PLANT-SRV03
      - image: << parameters.image >>
    steps: [checkout, {run: make test}]
  whole:
    machine:
      image: ubuntu-2204:2024.05.1
    steps: [checkout]
"""
_DRONE = """\
steps:
  - name: deploy
    image: plugins/roll:2 # PLANT-SRV03
    settings:
      image: shop/web
"""


def test_images_of_other_forges_are_told_with_their_lines(tmp_path: Path) -> None:
    files = {
        ".gitlab-ci.yml": _GITLAB,
        "ci/more.yml": _MORE,
        "bitbucket-pipelines.yml": _BITBUCKET,
        "azure-pipelines.yml": _AZURE,
        ".circleci/config.yml": _CIRCLE,
        ".drone.yml": _DRONE,
        "k8s/pod.yaml": "spec:\n  containers:\n    - image: shop:1\n",
    }
    outcome = judged(tmp_path, files, "SRV03")
    assert {one.place for one in outcome.findings} == marked(files, "SRV03")
    assert {one.tool for one in outcome.findings} == {"console-audit"}
    assert outcome.score == 1 / (1 + len(marked(files, "SRV03")))


def test_they_count_beside_those_of_workflows(tmp_path: Path) -> None:
    workflow = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n"
    files = {".github/workflows/ci.yml": workflow, ".gitlab-ci.yml": "a:\n  image: node:20\n  script: make\n"}
    outcome = judged(tmp_path, files, "SRV03")
    assert tells(outcome, [".github/workflows/ci.yml:6", ".gitlab-ci.yml:2 node:20"]), told_words(outcome)


def test_without_images_and_workflows_it_does_not_apply_and_with_pinned_ones_it_is_kept(tmp_path: Path) -> None:
    assert judged(tmp_path, {".gitlab-ci.yml": "a:\n  script: make\n"}, "SRV03").state == "not-applicable"
    made = PlantedRepository(tmp_path / "pinned")
    made.commit({".gitlab-ci.yml": f"image: node@{_HASH}\n"})
    outcome = looked_at(made, "SRV03")
    assert (outcome.score, outcome.findings) == (1.0, ())


@pytest.mark.parametrize("text", ["[" * 5000, "image: {", "? {a: b}\n: image\n", "image:\n", "- image: 'a\n", "\0"])
def test_what_cannot_be_read_ends_quietly(tmp_path: Path, text: str) -> None:
    assert judged(tmp_path, {".gitlab-ci.yml": text}, "SRV03").findings == ()
