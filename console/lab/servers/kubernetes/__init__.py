"""The Kubernetes API server of the lab: an object store behind a real HTTP API."""
