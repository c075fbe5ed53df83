"""What a forge never takes is refused at the preview, before somebody confirms it. Proves C3."""

from pathlib import Path

import pytest

from console.domain.operation import Operation
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.set_commit_status import SetCommitStatus
from console.kernel.errors import ChangeRefused
from tests.fakes.lab_forge import lab_forge

PATH, SHA = "newsletter/web-front", "a" * 40
ODD_STATE = SetCommitStatus("lab", PATH, SHA, "audit", "splendid")


@pytest.mark.parametrize(
    ("kind", "operation", "told"),
    [
        ("github", ODD_STATE, "no commit status splendid"),
        ("gitlab", ODD_STATE, "GitLab takes no status splendid"),
        ("gitlab", CreateWebhook("lab", PATH, "https://hook.example/", ("deploy",)), "no webhook events deploy"),
        ("bitbucket", ODD_STATE, "Bitbucket takes no status splendid"),
        ("bitbucket", SetCommitStatus("lab", PATH, SHA, "x" * 41, "success"), "takes no status success"),
        ("bitbucket", OpenIssue("lab", PATH, "Odd", "", ("bug", "task")), "one kind in place of labels"),
        ("azure_devops", ODD_STATE, "no commit status splendid"),
    ],
)
def test_what_a_forge_never_takes_is_refused_at_the_preview(
    tmp_path: Path, kind: str, operation: Operation, told: str
) -> None:
    with lab_forge(tmp_path, kind) as forge, pytest.raises(ChangeRefused, match=told):
        forge.runtime.run(forge.executor().preview(operation))
