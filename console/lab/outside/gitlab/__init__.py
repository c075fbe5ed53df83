"""The lab's GitLab: a self-managed one with the API, git over HTTP and webhooks."""
