"""Crawls the hostile site as its sources would be; prints what landed and how much memory it took.

NEWSLEDGER_HOME=… python -m tests.integration.hostile_crawl read http://127.0.0.1:PORT
    NEWSLEDGER_HOME=… python -m tests.integration.hostile_crawl load http://127.0.0.1:PORT
    NEWSLEDGER_HOME=… python -m tests.integration.hostile_crawl feed FILE
"""

import json
import resource
import sys
from urllib.parse import quote

from newsledger.settings import home
from newsledger.sources.schema import Source
from newsledger.stages import ingest, revisits
from tests.integration.hostile_answers import LISTINGS, PAGES

KINDS = {"feeds": "rss", "channels": "channel_page", "json_lists": "json_list", "sitemaps": "sitemap"}
GOOD_EVERY = 10


def addresses(url: str, folder: str, names: list[str]) -> list[str]:
    """The hostile addresses, a good one after every tenth."""
    found = []
    for number, name in enumerate(names):
        found.append(f"{url}/{folder}/{quote(name)}")
        if number % GOOD_EVERY == 0:
            found.append(f"{url}/good/{number}")
    return found


def sources(url: str) -> list[Source]:
    common = {
        "name": "Hostile", "time_zone": "UTC", "crawl_delay_seconds": 0, "allow_private": True,
        "max_attempts": 1, "max_bytes": 5_000_000, "max_seconds": 1.5, "max_failure_share": 1,
    }  # fmt: skip
    made = [
        Source.model_validate(
            common | {"source_id": "pages", "kind": "page_list", "urls": addresses(url, "pages", list(PAGES))}
        )
    ]
    for folder, answers in LISTINGS.items():
        extra = {
            "paths": {
                "items": ".",
                "title": "title",
                "body": "body",
                "url": "url|id",
                "published": "published",
            }
        }
        made.append(
            Source.model_validate(
                common
                | {
                    "source_id": folder,
                    "kind": KINDS[folder],
                    "urls": [f"{url}/{folder}/{quote(name)}" for name in answers],
                }
                | (extra if folder == "json_lists" else {})
            )
        )
    return made


def peak_mb() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(step: str, url: str) -> None:
    """One of the two steps, as Airflow's tasks take them in processes of their own; or, of a feed in a file,
    both in this one."""
    outcomes = {}
    if step == "feed":
        common = {"name": "A feed", "time_zone": "UTC", "max_bytes": 50_000_000}
        source = Source.model_validate(common | {"source_id": "a_feed", "kind": "folder", "urls": [url]})
        ingest.read_listings(home(), source, "run")
        outcomes = {"a_feed": ingest.load_batches(home(), source, "run")["outcomes"]}
    for source in sources(url) if step != "feed" else ():
        if step == "read":
            revisits.read_known(home(), source, "run")
            listings = ingest.read_listings(home(), source, "run")
            for chunk in listings["chunks"]:
                ingest.read_pages(home(), source, "run", chunk)
        else:
            outcomes[source.source_id] = ingest.load_batches(home(), source, "run")["outcomes"]
    print("RESULT", json.dumps({"outcomes": outcomes, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
