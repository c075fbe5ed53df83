"""Receiving webhooks on this computer."""
