"""The failpoints of landing and extraction, of building and publishing, and of the upkeep of raw."""

from newsledger.failpoints import FAILPOINTS

BUILDING = tuple(name for name in FAILPOINTS if name.startswith(("build_", "publish_")))
REPARSING = tuple(name for name in FAILPOINTS if name.startswith("reparse_"))
EXPIRING = tuple(name for name in FAILPOINTS if name.startswith("expire_"))
FORGETTING = tuple(name for name in FAILPOINTS if name.startswith("forget_"))
UPKEEP = (*REPARSING, *EXPIRING, *FORGETTING)
LANDING = tuple(name for name in FAILPOINTS if name not in (*BUILDING, *UPKEEP))
