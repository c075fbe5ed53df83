"""Webhooks that tell this console of pushes, as changes that somebody looks at before they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.operations.create_webhook import CreateWebhook
from console.estate.forge_place import project_place
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.estate.schema.estate import Estate
    from console.estate.schema.project import Project

EVENTS = ("push",)


class HookPlan(NamedTuple):
    """``operation`` is what would be done for a project, ``None`` when ``why_not`` says why nothing is."""

    project: str
    operation: CreateWebhook | None
    why_not: str = ""


def hook_plans(estate: Estate, projects: Iterable[Project], addresses: Mapping[str, str]) -> tuple[HookPlan, ...]:
    """Return a plan per project; ``addresses`` is where the forge of each connection delivers, by connection key.

    The inverse of each is the deletion of the webhook, which the forge names only once it is there.
    """
    return tuple(_plan(estate, one, addresses) for one in projects)


def _plan(estate: Estate, project: Project, addresses: Mapping[str, str]) -> HookPlan:
    try:
        place = project_place(estate, project)
    except UserError as error:
        return HookPlan(project.key, None, error.message)
    provider = place.provider
    if provider.key not in addresses:
        return HookPlan(project.key, None, t("No webhooks are received for {name}.", name=provider.key))
    if provider.webhook_secret is None:
        return HookPlan(
            project.key, None,
            t("The connection {name} has no webhook_secret, so deliveries could not be told from forged ones.",
              name=provider.key),
        )  # fmt: skip
    operation = CreateWebhook(
        provider.key, place.repository.path, addresses[provider.key], EVENTS, provider.webhook_secret
    )
    return HookPlan(project.key, operation)
