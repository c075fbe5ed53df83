"""Release another image of a workload's container."""

import re
from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.errors import UserError
from console.kernel.i18n import t

_IMAGE = re.compile(r"[a-z0-9][A-Za-z0-9._:/@-]{0,510}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SetImage:
    """``kind`` is Rollout, Deployment or StatefulSet; the workload's own strategy decides how it is rolled out."""

    key: ClassVar[str] = "set-image"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    kind: str
    namespace: str
    name: str
    container: str
    image: str

    def __post_init__(self) -> None:
        if not _IMAGE.fullmatch(self.image):
            raise UserError(
                t("{image} is no image.", image=self.image), t("Enter it as registry/repository:tag or with a digest.")
            )

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, self.kind, self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Release {image} as container {container} of {kind} {name} in {namespace}.",
            image=self.image,
            container=self.container,
            kind=self.kind,
            name=self.name,
            namespace=self.namespace,
        )


OPERATIONS.add(OperationKind(SetImage.key, SetImage, "Release another image"))
