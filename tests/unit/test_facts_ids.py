"""One line for every input id, whatever characters stand in the lines between."""

from newsledger.stages.facts import _input_ids, ticker_forms


def test_ids_survive_a_byte_order_mark_and_line_separators_in_a_text(tmp_path):
    file = tmp_path / "articles.jsonl"
    file.write_bytes(
        '\ufeff{"id": "a", "body": "一\u2028二\u0085三"}\r\n\n{"id": 7}\nnot json\n{"x": 1}\n'.encode()
    )
    assert _input_ids(file) == ["a", "7"]


def test_a_ticker_has_all_its_forms():
    assert ticker_forms("SZ:300750") == ["SZ:300750", "300750.SZ"]
    assert ticker_forms("US:NVDA") == ["US:NVDA", "NVDA.US", "NVDA"]
    assert ticker_forms(None) == []
