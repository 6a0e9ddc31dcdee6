"""Bytes to articles: pure parsers, one module a grammar."""
