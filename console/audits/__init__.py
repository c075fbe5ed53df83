"""The audits (G1.2): one package of rules each. What they look at is data; nothing of a repository is ever executed."""
