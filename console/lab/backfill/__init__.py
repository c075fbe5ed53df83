"""Writing the simulated past into a Prometheus: remote write into one big head, then a snapshot."""
