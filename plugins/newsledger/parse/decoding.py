"""Bytes to text by the WHATWG's encoding names: BOM, HTTP charset, meta, then detection."""

from __future__ import annotations

from dataclasses import dataclass

from w3lib.encoding import html_to_unicode, http_content_type_encoding, read_bom

REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Decoded:
    """Decoded text, the charset that was used, and how many U+FFFD it holds: put in by the decoding, or by
    whoever decoded wrongly before and sent them."""

    text: str
    charset: str
    replacement_chars: int

    @property
    def replacement_share(self) -> float:
        """Share of the text that could not be decoded, 0 to 1."""
        return self.replacement_chars / max(1, len(self.text))


def decode(content: bytes, content_type: str | None = None) -> Decoded:
    """Text of a page or a file.

    Bytes that are whole, valid UTF-8 with characters beyond ASCII are UTF-8 whatever is declared: text
    in a legacy Chinese encoding is practically never that. A declared charset that yields U+FFFD
    loses against a detected one that yields fewer.
    """
    if read_bom(content)[0] is None and not content.isascii():
        try:
            text = content.decode("utf-8")
            return Decoded(text, "utf-8", text.count(REPLACEMENT))
        except UnicodeDecodeError:
            pass
    charset, text = html_to_unicode(content_type, content, auto_detect_fun=_detect, default_encoding="utf-8")
    decoded = Decoded(text, str(charset), text.count(REPLACEMENT))
    if decoded.replacement_chars:
        detected = _detect(content)
        if detected and detected != decoded.charset:
            other = content.decode(detected, "replace")
            if other.count(REPLACEMENT) < decoded.replacement_chars:
                return Decoded(other, detected, other.count(REPLACEMENT))
    return decoded


def declared_charset(content_type: str | None) -> str | None:
    """The charset that an HTTP Content-Type names."""
    return http_content_type_encoding(content_type) if content_type else None


def _detect(content: bytes) -> str | None:
    """UTF-8, then the Chinese encodings, by which of them decodes the bytes and reads as Chinese."""
    sample = content[:200_000]
    for charset in ("utf-8", "gb18030", "big5"):
        try:
            text = sample.decode(charset)
        except UnicodeDecodeError as error:
            # A cut character at the sample's end is no evidence against a charset.
            if len(sample) == len(content) or error.start < len(sample) - 4:
                continue
            text = sample[: error.start].decode(charset, "replace")
        if charset == "utf-8" or _reads_as_chinese(text):
            return charset
    return None


def _reads_as_chinese(text: str) -> bool:
    beyond_ascii = [char for char in text if char > "\x7f"]
    chinese = sum(
        "\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"
        for char in beyond_ascii
    )
    return bool(beyond_ascii) and chinese >= 0.7 * len(beyond_ascii)
