"""Documents of two arms for the judge: JSON or YAML by a schema, or CSV."""
