"""The operations desk of a forge."""

from collections.abc import Mapping

from connectors.common.forge.branch_push import BranchPush
from connectors.common.forge.demanding import Demanding
from connectors.common.forge.operations.create_webhook import WebhookCreator
from connectors.common.forge.operations.delete_webhook import WebhookDeleter
from connectors.common.forge.operations.dispatch_pipeline import RunStarter
from connectors.common.forge.operations.move_issue import IssueMover
from connectors.common.forge.operations.open_issue import IssueOpener
from connectors.common.forge.operations.propose_branch import BranchProposer
from connectors.common.forge.operations.set_commit_status import StatusPerformer
from connectors.common.forge.operations.withdraw_branch import BranchWithdrawer
from connectors.common.forge.writer import ForgeWriter
from connectors.common.operation_desk import OperationDesk, Performer
from console.domain.operations.close_issue import CloseIssue
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.delete_webhook import DeleteWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.propose_branch import ProposeBranch
from console.domain.operations.reopen_issue import ReopenIssue
from console.domain.operations.set_commit_status import SetCommitStatus
from console.domain.operations.upload_sarif import UploadSarif
from console.domain.operations.withdraw_branch import WithdrawBranch
from console.ports.forge import ForgeReader


def forge_desk(
    reader: ForgeReader, writer: ForgeWriter, push: BranchPush, findings: Performer, audits: Mapping[type, Performer]
) -> OperationDesk:
    """Return the executor of one forge; ``findings`` takes SARIF files, or says why it does not.

    ``audits`` perform batches of audits in its CI, where that may run them.
    """
    mover = IssueMover(writer)
    performers: Mapping[type, Performer] = {
        SetCommitStatus: Demanding(writer, StatusPerformer(reader, writer)),
        CreateWebhook: Demanding(writer, WebhookCreator(reader, writer)),
        DeleteWebhook: WebhookDeleter(reader, writer),
        OpenIssue: Demanding(writer, IssueOpener(reader, writer)),
        CloseIssue: mover,
        ReopenIssue: mover,
        DispatchPipeline: Demanding(writer, RunStarter(reader, writer)),
        UploadSarif: findings,
        ProposeBranch: BranchProposer(reader, writer, push),
        WithdrawBranch: BranchWithdrawer(reader, writer, push),
    }
    return OperationDesk({**performers, **audits})
