"""A small news site of our own, served on loopback: what `make run` scrapes where nothing else is given."""
