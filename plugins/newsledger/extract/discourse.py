"""What a text has been about up to a sentence: whom "the company", "the city" can mean."""

from __future__ import annotations

from newsledger.extract.frozen import record
from newsledger.extract.roles import Entity


@record
class Discourse:
    """What the text has been about up to a sentence."""

    last: Entity | None = None
    last_company: Entity | None = None
    last_head: Entity | None = None
    last_named: Entity | None = None
    section: Entity | None = None
    main: Entity | None = None
    main_place: Entity | None = None
    last_place: Entity | None = None
    last_thing: Entity | None = None
    family: frozenset[str] = frozenset()  # ids of the main firm's subsidiaries
    is_of_one_firm: bool = False
    passing: frozenset[str] = frozenset()  # ids of the firms that are named but once
    titled: frozenset[str] = frozenset()  # ids of what the title names

    def of_group(self, entity: Entity | None) -> Entity | None:
        """The main firm instead of a subsidiary of it: "the company", "the board" are the parent's."""
        return self.main if entity is not None and entity.entity_id in self.family else entity
