"""Scripts, manifests and workflows, without an application."""

from tests.fakes.planted.common import MIT, PINNED, at, dependabot
from tests.fakes.planted.project import PlantedProject

_OLD: dict[str, str | bytes] = {
    "LICENSE": MIT,
    "SECURITY.md": "# Security\n\nWrite to us.\n",
    "CONTRIBUTING.md": "# Contributing\n\nOpen an issue.\n",
    ".github/dependabot.yml": dependabot("github-actions"),
    "README.md": "# Platform\n\nWhat runs the shop.\n\n## Setup\n\n```sh\n./scripts/deploy.sh\n"
    "./scripts/rollback.sh PLANT-INT10\n```\n\n"
    "## Usage\n\n```sh\nkubectl apply -f k8s/\n```\n\n## Tests\n\n`bats tests`\n\n## Licence\n\nMIT\n",
    "scripts/deploy.sh": """#!/usr/bin/env bash
set -euo pipefail
DB_PASSWORD=tw0-h0rses-x
API_KEY="${API_KEY:?}"
TOKEN_FILE=/run/secrets/token
cd "$(dirname "$0")"
rm -rf $@ # PLANT-SRV09
kubectl apply -f ../k8s
""",
    "scripts/check.sh": '#!/bin/sh\nif [ "$1" = "" ]; then\n  echo "usage: check.sh NAME" >&2\n  exit 2\nfi\n',
    "tests/deploy.bats": '@test "deploys" {\n  run ../scripts/check.sh x\n  [ "$status" -eq 0 ]\n}\n',
    "k8s/app.yaml": """apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  template:
    spec:
      containers:
        - name: shop
          image: shop:1.2
          env:
            - name: DB_PASSWORD
              value: "b3tter-than-nothing" # PLANT-INT02
            - name: API_TOKEN
              valueFrom:
                secretKeyRef:
                  name: shop-secrets
                  key: api-token
""".replace(" # PLANT-INT02", ""),
    "k8s/secret.yaml": "apiVersion: v1\nkind: Secret\nstringData:\n  password: qu1te-s3cret # PLANT-INT02\n"
    "  username: shop\n",
    "compose.yaml": "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${DB_PASSWORD}\n"
    "      POSTGRES_USER: shop\n",
    "k8s/config.yaml": "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> main\n",
    ".github/workflows/ci.yml": f"""name: ci
on: [push, pull_request]
jobs:
  test: # PLANT-SRV08 PLANT-SRV02
    runs-on: ubuntu-24.04
    steps:
      - uses: {PINNED}
        with:
          persist-credentials: false
      - run: bats tests
""",
    ".github/workflows/deploy.yml": """name: deploy
on:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  deploy:
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    container: alpine:3.20 # PLANT-SRV03
    steps:
      - uses: actions/checkout@v4 # PLANT-SRV03 PLANT-SRV04
      - uses: ./.github/actions/setup
      - run: ./scripts/deploy.sh
        env:
          REF: ${{ github.ref_name }}
""",
    ".github/actions/setup/action.yml": """name: setup
description: Sets up.
runs:
  using: composite
  steps:
    - run: echo ready
      shell: bash
""",
}
_NEW: dict[str, str | bytes] = {
    "k8s/job.yaml": "# FIXME: limits PLANT-INT09\nkind: Job\n# TODO(OPS-12): retries\n",
    ".terraform/providers/x": "x\n",
    "scripts/greet.sh": '#!/bin/sh\n# Says helo to the enviroment. PLANT-STR09\necho "TODO: nothing"\n',
}
INFRASTRUCTURE = PlantedProject(
    "infrastructure",
    _OLD,
    _NEW,
    {
        "INT02": frozenset({at(_OLD, "scripts/deploy.sh", "DB_PASSWORD="), at(_OLD, "k8s/app.yaml", "b3tter")}),
        "INT11": frozenset({"k8s/config.yaml:2"}),
        "GIT10": frozenset({".terraform"}),
    },
)
