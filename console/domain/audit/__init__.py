"""Audits (G1.2): what a finding, a rule's outcome, a score and a health are. Rules are in ``console.audits``."""
