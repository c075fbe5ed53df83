"""The service account of a pod, for a console that runs inside the cluster."""

import os
from pathlib import Path

from connectors.kubernetes.kube_context import KubeContext, SignIn
from console.kernel.errors import UserError
from console.kernel.i18n import t


def runs_in_cluster() -> bool:
    """Return whether Kubernetes told this process where its API is."""
    return bool(os.environ.get("KUBERNETES_SERVICE_HOST"))


def in_cluster_context() -> KubeContext:
    """Return the pod's own cluster; its token file is read again whenever Kubernetes has rotated it. Blocks."""
    from kubernetes.client import Configuration  # noqa: PLC0415 - 0.4 CPU seconds
    from kubernetes.config import ConfigException, incluster_config  # noqa: PLC0415

    configuration = Configuration()
    try:
        incluster_config.load_incluster_config(configuration, try_refresh_token=False)  # type: ignore[no-untyped-call]
    except (ConfigException, OSError) as error:
        raise UserError(
            t("The service account of this pod cannot be used: {why}", why=error),
            t("Mount a service account, or name a kubeconfig in the connection."),
        ) from None
    return KubeContext(
        name="in-cluster",
        server=str(configuration.host),
        sign_in=SignIn(token_file=Path(incluster_config.SERVICE_TOKEN_FILENAME)),
        ca_file=str(configuration.ssl_ca_cert),
    )
