"""The policies that come with Cell Console, in Rego, each with its cases."""
