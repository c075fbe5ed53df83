"""Glue between the simulator and the Kubernetes objects of the lab."""
