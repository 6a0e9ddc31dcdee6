"""What a source file may say. One YAML file a source; its name is the source's id."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

SourceKind = Literal[
    "channel_page", "rss", "page_list", "json_list", "huxiu", "wechat_album", "sitemap", "folder", "files"
]  # fmt: skip
PageParser = Literal[
    "auto",
    "article_page",
    "wechat_article",
    "huxiu",
    "huxiu_article",
    "ithome_article",
    "kr36_article",
    "prnewswire_release",
    "techcrunch_article",
]
LOCAL_KINDS = ("folder", "files")
FOLLOWING_KINDS = ("rss", "json_list", "huxiu")
SOURCE_ID = re.compile(r"[a-z][a-z0-9_]{0,62}")
_ADDRESS = re.compile(r"(https?://|\$\{[A-Z][A-Z0-9_]*\})")
_PASSWORD = re.compile(r"https?://[^/?#]*@")
SCHEDULE_PRESETS = ("@once", "@hourly", "@daily", "@weekly", "@monthly")
_CRON_RANGES = (
    ("minute", 0, 59),
    ("hour", 0, 23),
    ("day", 1, 31),
    ("month", 1, 12),
    ("day of the week", 0, 7),
)
_CRON_PART = r"(?:\*|[0-9A-Za-z]+(?:-[0-9A-Za-z]+)?)(?:/[0-9]+)?"
_CRON_FIELD = re.compile(rf"{_CRON_PART}(?:,{_CRON_PART})*")


class ListPaths(BaseModel):
    """Where things stand in a JSON list: keys and positions joined by dots, alternatives by `|`.

    `items` is the path of the list itself (`.` where the answer is the list), the others are within an item.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    items: str
    title: str | None = None
    body: str | None = None
    url: str | None = None
    id: str | None = None
    published: str | None = None
    author: str | None = None
    source: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _keys_are_known(cls, value: Any) -> Any:
        unknown = [key for key in value if key not in cls.model_fields] if isinstance(value, dict) else []
        if unknown:
            raise ValueError(f"unknown {', '.join(map(repr, unknown))}; known: {', '.join(cls.model_fields)}")
        return value

    @model_validator(mode="after")
    def _has_text(self) -> ListPaths:
        if self.title is None and self.body is None:
            raise ValueError("needs a path of title or body")
        if self.url is None and self.id is None:
            raise ValueError("needs a path of url or id, or an item has no identity")
        return self


class Retention(BaseModel):
    """How long the bytes of a source are kept. Articles and facts stay in any case; without `raw_days` the
    bytes stay too, for ever."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    raw_days: Annotated[int, Field(ge=1, le=36_500)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _keys_are_known(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError(f"must be a mapping of {', '.join(cls.model_fields)}, such as {{raw_days: 365}}")
        unknown = [key for key in value if key not in cls.model_fields]
        if unknown:
            raise ValueError(f"unknown {', '.join(map(repr, unknown))}; known: {', '.join(cls.model_fields)}")
        return value


class Source(BaseModel):
    """A source of articles, as its file declares it.

    `urls` may hold `${NAME}` (an environment variable, read when the page is fetched) and, for a channel
    page or a JSON list, `{page}` (1 to `max_pages`); for kinds files and folder they are paths. With method
    post an address's query is sent as a form. `reread_after_hours`: a linked page that landed is not asked
    for again sooner. `time_zone` is the one in which
    times without an offset are meant. `max_failure_share`: above this share of refused items the run fails.
    `parser` reads its article pages; `auto` goes by the page. With `publish_body` false its texts stay in the
    working copy.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source_id: str = Field(description="the file's name without .yaml")
    kind: SourceKind
    name: str = Field(min_length=1)
    name_zh: str | None = None
    home_url: str | None = None
    urls: list[str] = []
    language: Literal["zh", "en", "mixed"] = "mixed"
    time_zone: str = Field(description="IANA name, such as Asia/Shanghai")
    schedule: str | None = Field(default=None, description="cron, a preset such as @hourly, or null")
    crawl_delay_seconds: Annotated[float, Field(ge=0, le=3600)] = 1.0
    max_pages: Annotated[int, Field(ge=1, le=1000)] = 1
    allow_private: bool = False
    is_demo: bool = False
    enabled: bool = True
    expected_articles_per_day: Annotated[float, Field(ge=0)] | None = None
    max_failure_share: Annotated[float, Field(ge=0, le=1)] = 0.5
    max_attempts: Annotated[int, Field(ge=1, le=10)] = 3
    max_bytes: Annotated[int, Field(ge=1_000, le=1_000_000_000)] = 20_000_000
    max_seconds: Annotated[float, Field(gt=0, le=600)] = 60.0
    paths: ListPaths | None = Field(default=None, description="of a json_list")
    expect: dict[str, str | int | bool] = Field(default={}, description="path: value that a good answer has")
    url_template: str | None = Field(default=None, description="an item's address, with {id}")
    title_from_body: bool = False
    body_kind: Literal["full", "excerpt", "summary", "lead"] = "full"
    follow_links: bool = False
    method: Literal["get", "post"] = "get"
    link_pattern: str | None = Field(default=None, description="of the addresses in a sitemap to read")
    max_links: Annotated[int, Field(ge=1, le=50_000)] = 200
    reread_after_hours: Annotated[float, Field(ge=0)] | None = None
    parser: PageParser = "auto"
    retention: Retention = Retention()
    publish_body: bool = True
    terms_note: str | None = None
    user_agent_contact: str | None = None

    @field_validator("source_id")
    @classmethod
    def _id_is_a_name(cls, value: str) -> str:
        if not SOURCE_ID.fullmatch(value):
            raise ValueError("must be lower-case letters, digits and _, beginning with a letter")
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone_is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{value!r} is no IANA time zone (such as Asia/Shanghai, UTC)") from None
        return value

    @field_validator("schedule")
    @classmethod
    def _schedule_is_cron(cls, value: str | None) -> str | None:
        if value is None or value in SCHEDULE_PRESETS:
            return value
        fields = value.split()
        if len(fields) != 5 or not all(_CRON_FIELD.fullmatch(part) for part in fields):
            presets = ", ".join(SCHEDULE_PRESETS)
            raise ValueError(f"{value!r} is neither a cron line of five fields nor one of {presets}")
        for part, (name, least, most) in zip(fields, _CRON_RANGES, strict=True):
            numbers = [int(number) for number in re.findall(r"[0-9]+", part.partition("/")[0])]
            steps = [int(number) for number in re.findall(r"/([0-9]+)", part)]
            if any(not least <= number <= most for number in numbers) or 0 in steps:
                raise ValueError(f"{value!r}: the {name} is {part!r}, which is not within {least} to {most}")
            if re.search(r"[A-Za-z]", part) and name not in ("month", "day of the week"):
                raise ValueError(
                    f"{value!r}: the {name} is {part!r}; names are of months and days of the week"
                )
        return value

    @field_validator("user_agent_contact")
    @classmethod
    def _contact_is_one_line(cls, value: str | None) -> str | None:
        if value is not None and not (value.isascii() and value.isprintable() and value.strip()):
            raise ValueError(
                f"{value!r} must be one line of ASCII: an address or a URL, as it stands in a header"
            )
        return value

    @field_validator("link_pattern")
    @classmethod
    def _pattern_compiles(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as error:
            raise ValueError(f"{value!r} is no regular expression: {error}") from None
        return value

    @model_validator(mode="after")
    def _kind_has_what_it_needs(self) -> Source:
        if not self.urls and self.kind != "files":
            raise ValueError(f"a source of kind {self.kind} needs urls")
        for url in self.urls:
            if self.kind not in LOCAL_KINDS and not _ADDRESS.match(url):
                raise ValueError(f"{url!r} must begin with http://, https:// or ${{NAME}}")
            if self.kind not in LOCAL_KINDS and _PASSWORD.match(url):
                raise ValueError(
                    "an address with a password in it would stand in tables and logs: leave it out"
                )
        if (self.kind == "json_list") != (self.paths is not None):
            raise ValueError("paths belong to a source of kind json_list, and it needs them")
        reads_pages = self.kind in ("page_list", "sitemap", "wechat_album") or (
            self.kind in FOLLOWING_KINDS and self.follow_links
        )
        if self.parser != "auto" and not reads_pages:
            raise ValueError(
                f"parser {self.parser} belongs to a source that reads article pages: kinds page_list, "
                f"sitemap and wechat_album, and {', '.join(FOLLOWING_KINDS)} with follow_links"
            )
        if self.url_template is not None and "{id}" not in self.url_template:
            raise ValueError("url_template needs {id}")
        return self


KNOWN_KEYS = tuple(Source.model_fields)
