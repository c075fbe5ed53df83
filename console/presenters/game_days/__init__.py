"""Game days as they are shown: the one that runs, those that were, and what is to be learned from one."""
