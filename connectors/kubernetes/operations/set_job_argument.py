"""One argument of a CronJob's first container."""

from dataclasses import replace

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from console.domain.operations.set_job_argument import SetJobArgument
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_ARGS = "/spec/jobTemplate/spec/template/spec/containers/0/args"


class JobArgumentPerformer(ObjectPerformer[SetJobArgument]):
    """Replaces the value only where the flag is given already: another program may not know it."""

    async def draft(self, operation: SetJobArgument, content: Content) -> Draft:
        """Return the patch of the argument."""
        flag = f"{operation.argument}="
        given = [str(one) for one in value_at(content, _ARGS) or ()]
        place = next((at for at, one in enumerate(given) if one.startswith(flag)), None)
        if place is None:
            raise ChangeRefused(
                t("{target} has no argument {argument}.", target=str(operation.target), argument=operation.argument),
                t("Its arguments are: {arguments}.", arguments=" ".join(given) or "–"),
            )
        pointer, wanted = f"{_ARGS}/{place}", f"{flag}{operation.value}"
        if given[place] == wanted:
            return Draft((), (pointer,), operation)
        steps = [
            {"op": "test", "path": pointer, "value": given[place]},
            {"op": "replace", "path": pointer, "value": wanted},
        ]
        inverse = replace(operation, value=given[place].removeprefix(flag))
        return Draft((Edit(steps, (pointer,)),), (pointer,), inverse)
