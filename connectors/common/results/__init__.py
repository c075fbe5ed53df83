"""Where results of audits are brought to: the console's collector, or an object store."""
