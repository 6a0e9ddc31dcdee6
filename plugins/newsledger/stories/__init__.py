"""Which texts are one story: what they are compared by, and the comparison. Pure; docs/decisions has why."""
