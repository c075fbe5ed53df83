"""Accounts of programs and of people with names like theirs. Proves the precision of G1.11."""

import pytest

from console.audits.bot_name import is_bot_name
from console.audits.repository.history import is_bot_author


@pytest.mark.parametrize(
    "name",
    [
        "dependabot[bot]", "Renovate Bot", "GitHub Action", "k8s-ci-robot", "project_12_bot_ab3", "Jenkins",
        "jenkins-ci",
        "CircleCI", "Travis CI User", "drone", "Drone CI", "TeamCity", "ci", "CI user", "cibot", "actions-user",
        "Hosted Weblate", "Bitbucket Pipelines", "goreleaserbot", "argocd-image-updater", "ImgBotApp", "swift-ci",
        "shop-automation", "svc-deploy", "bors", "web-flow", "Shop Build Service (org)",
    ],
)  # fmt: skip
def test_programs(name: str) -> None:
    assert is_bot_name(name)
    assert is_bot_author(name, "someone@shop.example")  # histories say the same


@pytest.mark.parametrize(
    "name",
    [
        "ann", "Talbot", "abbot", "Robot Li", "Botticelli", "Jenkins Smith", "Thomas Jenkins", "Travis", "Travis Kelce",
        "Bo Drone", "Ci Li", "Francesca Ciceri", "Max Release", "Mark Build", "renovator", "Snyker", "Weblate Fan",
        "svcarter", "boris",
    ],
)  # fmt: skip
def test_people(name: str) -> None:
    assert not is_bot_name(name)
    assert not is_bot_author(name, "someone@shop.example")
