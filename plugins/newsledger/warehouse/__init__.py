"""The only place that opens the working DuckDB file: landing, extraction store, publishing."""
