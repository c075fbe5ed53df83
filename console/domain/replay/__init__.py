"""Replay: what a limit, a quota or a weight would have done to the traffic that was recorded."""
