"""Cloudflare's API on loopback, in front of the lab's edge account."""
