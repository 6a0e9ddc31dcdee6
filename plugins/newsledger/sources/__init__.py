"""What is read: one YAML file a source, its schema, one module a kind of source."""
