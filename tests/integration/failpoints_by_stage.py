"""The failpoints of landing and extraction, and those of building and publishing."""

from newsledger.failpoints import FAILPOINTS

BUILDING = tuple(name for name in FAILPOINTS if name.startswith(("build_", "publish_")))
LANDING = tuple(name for name in FAILPOINTS if name not in BUILDING)
