"""The lab's real Prometheus: a child process on loopback, reached through a proxy that checks a token."""
