"""Series of releases: commit and deployment times of the image that runs."""

from collections.abc import Iterator

from console.lab.simulator.release import Release
from console.lab.simulator.series.sample import Sample
from console.lab.simulator.workload_spec import WorkloadSpec


def release_samples(spec: WorkloadSpec, release: Release) -> Iterator[Sample]:
    """The two timestamps that make the lead time of a service in a cell."""
    labels = (("cell", spec.cell), ("namespace", spec.namespace), ("service", spec.name), ("app", spec.name))
    image = (("image_sha", release.image_sha),)
    yield Sample("deploy_timestamp", (*labels, *image), release.deployed_s)
    yield Sample("commit_timestamp", (*labels, ("commit", release.commit), *image), release.committed_s)
