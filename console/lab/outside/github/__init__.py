"""The lab's GitHub: an Enterprise Server with the API, git over HTTP, signed webhooks."""
