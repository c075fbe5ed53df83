"""The judge: whether a canary (or an experiment) is worse than its baseline, by evidence that holds at any time."""
