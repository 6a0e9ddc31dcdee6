"""Which texts are one story: what a text is compared by, and the comparison. Pure; see docs/decisions/0005-stories.md."""
