"""Publication strings as pages write them to UTC. Never reads the clock: a relative time stays unread."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1990, 2100

_NUMERIC = re.compile(
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<mo>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
    r"(?:[T\s]*(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?\s*(?P<half>上午|下午|晚上|中午|凌晨)?\s*"
    r"(?P<h>\d{1,2})\s*[:：时]\s*(?P<mi>\d{1,2})(?:分|(?:[:：](?P<s>\d{1,2})(?:[.,]\d+)?))?\s*(?P<pm>[AaPp]\.?[Mm]\.?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|北京时间|[+-]\d{2}:?\d{2})?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?")
_ENGLISH = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    r"(?:(?P<m1>[a-z]{3,9})\.?\s+(?P<d1>\d{1,2})(?:st|nd|rd|th)?|(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m2>[a-z]{3,9})\.?)"
    r",?\s+(?P<y>\d{4})"
    r"(?:,?\s+(?:at\s+)?(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2}))?\s*(?P<pm>[ap]\.?m\.?)?)?\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse_time(raw: str | int | float | None, time_zone: str) -> datetime | None:
    """The moment a publication string means, in UTC; None where it cannot be told.

    Read: ISO 8601, RFC 822, `2025-11-07 08:31[:05] [+0800]`, `2025年11月7日 8:31`, `20251107T083100Z`,
    `November 7, 2025 8:31 PM`, Unix seconds or milliseconds. A string without an offset is in
    `time_zone`; a date alone is its midnight. Years outside 1990 to 2100 are refused.
    """
    if raw is None or isinstance(raw, bool):
        return None
    text = str(raw).strip()
    if not text or len(text) > 80:
        return None
    try:
        return _checked(_read(text, ZoneInfo(time_zone)))
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _checked(moment: datetime | None) -> datetime | None:
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment.astimezone(UTC)


def _read(text: str, zone: ZoneInfo) -> datetime | None:
    if re.fullmatch(r"\d{9,10}(?:\.\d+)?", text):
        return datetime.fromtimestamp(float(text), UTC)
    if re.fullmatch(r"\d{13}", text):
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    if found := _NUMERIC.fullmatch(text):
        return _from_groups(found, int(found["mo"]), int(found["d"]), zone)
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, utc = found.groups()
        return datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=UTC if utc else zone,
        )
    if found := _ENGLISH.fullmatch(text):
        month_name = (found["m1"] or found["m2"]).lower()
        day_of_month = int(found["d1"] or found["d2"])
        return _from_groups(found, _MONTHS.index(month_name[:3]) + 1, day_of_month, zone)
    if re.match(r"\d{4}-", text):
        moment = datetime.fromisoformat(text)
    else:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None and text.endswith("-0000"):
            return moment.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _from_groups(found: re.Match[str], month: int, day: int, zone: ZoneInfo) -> datetime:
    groups = found.groupdict()
    hour = int(groups["h"] or 0)
    half = groups.get("half") or ""
    if (half in ("下午", "晚上") and hour < 12) or (
        (groups["pm"] or "").lower().startswith("p") and hour < 12
    ):
        hour += 12
    elif (half == "凌晨" or (groups["pm"] or "").lower().startswith("a")) and hour == 12:
        hour = 0
    moment = datetime(
        int(groups["y"]), month, day, hour, int(groups["mi"] or 0), int(groups["s"] or 0), tzinfo=zone
    )
    offset = (groups["zone"] or "").upper()
    if not offset:
        return moment
    if offset in ("Z", "UTC", "GMT"):
        return moment.replace(tzinfo=UTC)
    if offset == "北京时间":
        return moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    return datetime.strptime(f"{moment:%Y-%m-%d %H:%M:%S} {offset}", "%Y-%m-%d %H:%M:%S %z")
