"""The parameters of a request, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

MAX_PAGE = 10_000


class BadRequest(Exception):
    """The query of the URL makes no sense; says why."""


class NotFound(Exception):
    """There is no such page or row; says what was looked for."""


@dataclass(frozen=True)
class Query:
    """The parameters of a request, each given once at most."""

    values: dict[str, str]

    def text(self, name: str, longest: int = 200) -> str:
        """A parameter, stripped; empty if it is absent."""
        value = self.values.get(name, "").strip()
        if len(value) > longest:
            raise BadRequest(f"{name} is longer than {longest} characters")
        return value

    def needed(self, name: str) -> str:
        """A parameter that must be there."""
        value = self.text(name)
        if not value:
            raise BadRequest(f"the parameter {name} is missing")
        return value

    def page(self) -> int:
        """The number of the page, from 1."""
        value = self.text("page") or "1"
        if not (value.isascii() and value.isdigit() and 1 <= int(value) <= MAX_PAGE):
            raise BadRequest(f"page must be a number from 1 to {MAX_PAGE}")
        return int(value)
