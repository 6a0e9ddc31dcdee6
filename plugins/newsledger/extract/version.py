"""Which extractor this is: a hash of its code and one of its vocabulary. A text that another extractor has
read may have to be read again; see newsledger.warehouse.extraction_store."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from newsledger.extract.vocabulary import Vocabulary

_NOT_EXTRACTION = ("explain.py", "changed_terms.py", "version.py")


@cache
def code_version() -> str:
    """Of every module of this package that makes facts: nobody has to remember to count it up."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.name not in _NOT_EXTRACTION:
            digest.update(f"{path.name}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def extractor_version(vocabulary: Vocabulary) -> str:
    """Code and vocabulary, as facts carry it: `4f1c…+a6e9…`."""
    return f"{code_version()}+{vocabulary.version}"
