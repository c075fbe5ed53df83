"""An Azure DevOps organization on loopback: its REST API and git over smart HTTP."""
