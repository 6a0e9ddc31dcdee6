"""Polite HTTP: how a source is read."""
