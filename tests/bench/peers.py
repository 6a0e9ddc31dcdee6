"""Extraction beside JioNLP, Recognizers-Text and quantulum3, on the same texts, each on one core.

The peers are installed once into an environment outside the project, from peers_requirements.txt.
"""

import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from datetime import UTC, datetime
from pathlib import Path

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document
from newsledger.extract.vocabulary import load_vocabulary
from newsledger.settings import SEEDS_DIR

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "peers_requirements.txt"
GOLD = HERE.parent / "gold"
RUNS = 5
PEERS = {
    "jionlp": ("JioNLP, money and time", ("zh",)),
    "recognizers": ("Recognizers-Text, numbers and units", ("en", "zh")),
    "quantulum3": ("quantulum3", ("en",)),
}


def open_texts() -> list[dict[str, str]]:
    """The open annotated articles: a figure every 70 bytes."""
    rows = []
    for lang in ("en", "zh"):
        for line in (GOLD / f"{lang}_open.jsonl").read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            rows.append({"lang": lang, "text": f"{article['title']}\n{article['body']}"})
    return rows


def peers_python(requirements: Path = REQUIREMENTS) -> Path | None:
    """The interpreter of the peers' environment, made where it is not there; None where pip cannot."""
    key = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"newsledger-bench-peers-{key}"
    python = folder / "bin" / "python"
    if (folder / ".ready").exists():
        return python
    print(f"installing the peers into {folder} (once)", flush=True)
    venv.create(folder, clear=True, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--requirement", str(requirements)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"peers: not measured, for pip could not install them: {done.stderr.strip()[-300:]}")
        return None
    (folder / ".ready").touch()
    return python


def own_speed(texts: list[dict[str, str]]) -> float:
    """KB of UTF-8 a second, the median of several runs, everything extracted."""
    vocabulary = load_vocabulary(SEEDS_DIR)
    published = datetime(2026, 1, 15, tzinfo=UTC)
    documents = [Document("", row["text"], published) for row in texts]
    size = sum(len(row["text"].encode()) for row in texts)
    taken = []
    for _ in range(RUNS + 1):
        started = time.process_time()
        for document in documents:
            extract_article(document, vocabulary)
        taken.append(time.process_time() - started)
    return size / statistics.median(taken[1:]) / 1000


def bench_peers() -> None:
    """KB a second of each on the same texts, and how often newsledger's that is."""
    python = peers_python()
    if python is None:
        return
    texts = open_texts()
    for lang in ("en", "zh"):
        chosen = [row for row in texts if row["lang"] == lang]
        own = own_speed(chosen)
        print(f"{lang}: newsledger, everything: {own:,.0f} KB/s")
        for peer, (name, languages) in PEERS.items():
            if lang not in languages:
                continue
            done = subprocess.run(
                [str(python), str(HERE / "peer_worker.py"), peer],
                input="".join(json.dumps(row) + "\n" for row in chosen),
                check=False,
                capture_output=True,
                text=True,
                encoding="utf-8",
            )
            if done.returncode:
                print(f"{lang}: {name}: failed: {done.stderr.strip()[-300:]}", file=sys.stderr)
                continue
            size, seconds, found = json.loads(done.stdout.splitlines()[-1])[lang]
            speed = size / seconds / 1000
            print(f"{lang}: {name}: {speed:,.0f} KB/s, {found} found; newsledger {own / speed:.1f} times")
