"""What a push touches: files, those that import them, rules; and whether an audit is needed at all."""
