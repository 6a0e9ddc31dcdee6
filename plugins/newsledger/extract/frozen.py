"""Records of one stage of extraction that are made by the thousand.

`record` is a frozen dataclass with slots for the type checker, which refuses an assignment to its fields, and
one without the run-time guard: that guard makes an instance three times as dear. `changed` is
`dataclasses.replace` without its walk over the fields.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import replace as changed
else:

    @cache
    def _reader(kind: type) -> tuple[dict[str, int], Any]:
        names = [field.name for field in fields(kind)]
        return {name: place for place, name in enumerate(names)}, attrgetter(*names)

    def changed(one: T, **changes: Any) -> T:
        """A copy of a record of two or more fields, with these fields changed."""
        places, read = _reader(one.__class__)
        values = list(read(one))
        for name, value in changes.items():
            values[places[name]] = value
        return one.__class__(*values)


@dataclass_transform(frozen_default=True)
def record(kind: type[T]) -> type[T]:
    """A class of annotated fields as a record: frozen for the type checker, equal and hashed by content."""
    return dataclass(slots=True, unsafe_hash=True)(kind)


__all__ = ["changed", "record"]
