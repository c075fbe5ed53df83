"""Acting as somebody else (`kubectl --as`), for those who may."""

from collections.abc import Mapping

from console.lab.servers.kubernetes.access_rules import AccessRules, Question
from console.lab.servers.kubernetes.api_error import ApiError
from console.lab.servers.kubernetes.user import User


def impersonated(access: AccessRules, user: User, headers: Mapping[str, str]) -> User:
    """The user whose rights count: the one named in `Impersonate-User`, else the authenticated one.

    Raises:
        ApiError: 403, the authenticated user may not act as that user or group.
    """
    name = headers.get("Impersonate-User", "")
    groups = tuple(_all(headers, "Impersonate-Group"))
    if not name and not groups:
        return user
    wanted = [("users", name), *(("groups", group) for group in groups)]
    for resource, who in wanted:
        if not access.may(user, Question("impersonate", "", resource, name=who))[0]:
            message = (
                f'{resource} "{who}" is forbidden: User "{user.name}" cannot impersonate resource "{resource}" '
                'in API group "" at the cluster scope'
            )
            raise ApiError(403, "Forbidden", message, details={"name": who, "kind": resource})
    return User(name, groups)


def _all(headers: Mapping[str, str], name: str) -> list[str]:
    getall = getattr(headers, "getall", None)
    return list(getall(name, ())) if getall else []
