"""All operations on a cluster by their type."""

from connectors.common.operation_desk import OperationDesk
from connectors.kubernetes.operations.audit_batch import BatchEnder, BatchStarter
from connectors.kubernetes.operations.create_secret import Resolve, SecretPerformer
from connectors.kubernetes.operations.object_editor import ObjectEditor
from connectors.kubernetes.operations.pause_autoscaling import PausePerformer, ResumePerformer
from connectors.kubernetes.operations.reschedule_cron_job import ReschedulePerformer
from connectors.kubernetes.operations.restart_workload import RestartPerformer
from connectors.kubernetes.operations.run_cron_job import RunPerformer
from connectors.kubernetes.operations.scale_workload import ScalePerformer
from connectors.kubernetes.operations.set_cell_quota import CellQuotaPerformer
from connectors.kubernetes.operations.set_image import ImagePerformer
from connectors.kubernetes.operations.set_job_argument import JobArgumentPerformer
from connectors.kubernetes.operations.set_model_weights import ModelWeightsPerformer
from connectors.kubernetes.operations.set_replica_bounds import BoundsPerformer
from connectors.kubernetes.operations.set_resource_quota import QuotaPerformer
from connectors.kubernetes.operations.set_rollout_steps import RolloutStepsPerformer
from connectors.kubernetes.operations.set_route_weights import RouteWeightsPerformer
from connectors.kubernetes.operations.set_setting import SettingPerformer
from connectors.kubernetes.operations.start_load_test import LoadTestPerformer
from connectors.kubernetes.operations.step_rollout import RolloutPerformer
from connectors.kubernetes.operations.suspend_cron_job import CronJobPerformer
from connectors.kubernetes.operations.undo_rollout import UndoPerformer
from connectors.kubernetes.rights import Rights
from console.domain.operations.create_secret import CreateSecret
from console.domain.operations.end_audit_batch import EndAuditBatch
from console.domain.operations.pause_autoscaling import PauseAutoscaling
from console.domain.operations.reschedule_cron_job import RescheduleCronJob
from console.domain.operations.restart_workload import RestartWorkload
from console.domain.operations.resume_autoscaling import ResumeAutoscaling
from console.domain.operations.resume_cron_job import ResumeCronJob
from console.domain.operations.run_cron_job import RunCronJob
from console.domain.operations.scale_workload import ScaleWorkload
from console.domain.operations.set_cell_quota import SetCellQuota
from console.domain.operations.set_image import SetImage
from console.domain.operations.set_job_argument import SetJobArgument
from console.domain.operations.set_model_weights import SetModelWeights
from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.domain.operations.set_resource_quota import SetResourceQuota
from console.domain.operations.set_rollout_steps import SetRolloutSteps
from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.operations.set_setting import SetSetting
from console.domain.operations.start_audit_batch import StartAuditBatch
from console.domain.operations.start_load_test import StartLoadTest
from console.domain.operations.step_rollout import StepRollout
from console.domain.operations.suspend_cron_job import SuspendCronJob
from console.domain.operations.undo_rollout import UndoRollout


def operation_desk(editor: ObjectEditor, rights: Rights, resolve: Resolve) -> OperationDesk:
    """Return the executor of one cluster."""
    return OperationDesk(
        {
            ScaleWorkload: ScalePerformer(editor, rights),
            RestartWorkload: RestartPerformer(editor, rights),
            SetReplicaBounds: BoundsPerformer(editor, rights),
            PauseAutoscaling: PausePerformer(editor, rights),
            ResumeAutoscaling: ResumePerformer(editor, rights),
            SetResourceQuota: QuotaPerformer(editor, rights),
            SetModelWeights: ModelWeightsPerformer(editor, rights),
            SetCellQuota: CellQuotaPerformer(editor, rights),
            SetSetting: SettingPerformer(editor, rights),
            SetRouteWeights: RouteWeightsPerformer(editor, rights),
            SuspendCronJob: CronJobPerformer(editor, rights),
            ResumeCronJob: CronJobPerformer(editor, rights),
            RescheduleCronJob: ReschedulePerformer(editor, rights),
            RunCronJob: RunPerformer(editor, rights),
            StartLoadTest: LoadTestPerformer(editor, rights),
            StartAuditBatch: BatchStarter(editor, rights),
            EndAuditBatch: BatchEnder(editor, rights),
            StepRollout: RolloutPerformer(editor, rights),
            UndoRollout: UndoPerformer(editor, rights),
            SetImage: ImagePerformer(editor, rights),
            SetRolloutSteps: RolloutStepsPerformer(editor, rights),
            SetJobArgument: JobArgumentPerformer(editor, rights),
            CreateSecret: SecretPerformer(editor, rights, resolve),
        }
    )
