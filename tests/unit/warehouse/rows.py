"""Batches written by hand, as the tasks write them."""

from newsledger.errors import ItemOutcome
from newsledger.parse.records import ParsedArticle, ParsedItem, ParsedListing
from newsledger.sources.schema import Source

SOURCE = Source(
    source_id="synthetic", kind="page_list", name="Synthetic", urls=["https://a.example/1"], time_zone="UTC"
)


def article(number: int, body: str = "正文", **columns) -> ParsedArticle:
    return ParsedArticle(
        title=f"标题 {number}",
        body=body,
        body_kind="full",
        url=f"https://a.example/{number}",
        published_raw="2025-06-01",
        **columns,
    )


def listing(*articles: ParsedArticle, refused: int = 0, links: tuple[str, ...] = ()) -> ParsedListing:
    items = [ParsedItem(position, ItemOutcome.PARSED, made) for position, made in enumerate(articles)]
    items += [
        ParsedItem(len(articles) + extra, ItemOutcome.NO_BODY, None, "no text under the title")
        for extra in range(refused)
    ]
    return ParsedListing("synthetic", "1", len(items) + len(links), tuple(items), links)
