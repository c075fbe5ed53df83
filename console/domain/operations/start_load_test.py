"""Let a cluster run a load test once (L4.4)."""

import re
from dataclasses import dataclass
from typing import ClassVar

from console.domain.capacity.load_test_plan import LoadTestPlan
from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.domain.operations.run_cron_job import MOST_NAME
from console.kernel.errors import UserError
from console.kernel.i18n import t

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_IMAGE = re.compile(r"[\w][\w.:/@-]{0,254}")
USUAL_IMAGE = "grafana/k6:1.3.0"


@dataclass(frozen=True, slots=True)
class StartLoadTest:
    """``name`` is that of the Job that runs k6; the same one again runs nothing again. Numbers as in ``LoadTestPlan``.

    Raises ``UserError`` for a name that no Job can have, and for a plan that cannot be.
    """

    key: ClassVar[str] = "start-load-test"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    namespace: str
    name: str
    urls: tuple[str, ...]
    users: int = 50
    duration_s: int = 120
    p95_ms: float = 800.0
    p99_ms: float = 1500.0
    most_failed: float = 0.01
    pause_s: float = 0.0
    image: str = USUAL_IMAGE

    def __post_init__(self) -> None:
        if len(self.name) > MOST_NAME or not _NAME.fullmatch(self.name):
            raise UserError(
                t("{name} is no name of a Job.", name=repr(self.name)),
                t("Use up to {most} lower-case letters, digits and hyphens.", most=MOST_NAME),
            )
        if not _IMAGE.fullmatch(self.image):
            raise UserError(t("{image} is no image.", image=repr(self.image)), t("Write it as: grafana/k6:1.3.0."))
        self.plan.checked()

    @property
    def plan(self) -> LoadTestPlan:
        """Return what the test does."""
        return LoadTestPlan(
            self.urls, self.users, self.duration_s, self.p95_ms, self.p99_ms, self.most_failed, self.pause_s
        )

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "Job", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Load {url} from {namespace} with {users} virtual users for {seconds} s, as Job {name}.",
            url=", ".join(self.urls),
            namespace=self.namespace,
            users=self.users,
            seconds=self.duration_s,
            name=self.name,
        )


OPERATIONS.add(OperationKind(StartLoadTest.key, StartLoadTest, "Run a load test in the cluster"))
