"""Builders of the Kubernetes objects of the lab estate."""
