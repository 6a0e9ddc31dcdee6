"""Runs one peer over texts, in the peers' own environment: only the standard library and the peer.

    python peer_worker.py PEER < texts.jsonl     (lines {"lang", "text"}; prints {lang: [bytes, seconds, found]})

What each is asked for is what comes nearest to a quantity with its unit, and no more: JioNLP money and time,
Recognizers-Text numbers, percentages, currencies and dimensions, quantulum3 quantities.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable

Count = Callable[[str, str], int]


def jionlp() -> Count:
    import jionlp

    now = time.time()

    def count(text: str, lang: str) -> int:
        money = jionlp.ner.extract_money(text, with_parsing=True) or []
        times = jionlp.ner.extract_time(text, time_base=now, with_parsing=True) or []
        return len(money) + len(times)

    return count


def recognizers() -> Count:
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    models = {}
    for lang, culture in (("en", Culture.English), ("zh", Culture.Chinese)):
        units, numbers = NumberWithUnitRecognizer(culture), NumberRecognizer(culture)
        models[lang] = (
            units.get_currency_model(),
            units.get_dimension_model(),
            numbers.get_percentage_model(),
            numbers.get_number_model(),
        )
    return lambda text, lang: sum(len(model.parse(text)) for model in models[lang])


def quantulum3() -> Count:
    from quantulum3 import parser

    return lambda text, lang: len(parser.parse(text))


PEERS = {"jionlp": jionlp, "recognizers": recognizers, "quantulum3": quantulum3}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    rows = [json.loads(line) for line in sys.stdin]
    count = PEERS[sys.argv[1]]()
    for lang in {row["lang"] for row in rows}:
        count(next(row["text"] for row in rows if row["lang"] == lang), lang)
    taken: dict[str, list[float]] = {}
    for row in rows:
        started = time.process_time()
        try:
            found = count(row["text"], row["lang"])
        except Exception:
            found = 0
        seconds = time.process_time() - started
        total = taken.setdefault(row["lang"], [0, 0.0, 0])
        for at, value in enumerate((len(row["text"].encode()), seconds, found)):
            total[at] += value
    print(json.dumps(taken))
