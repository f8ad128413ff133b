"""The language of queries as data for browsers: complete, and the same as what Python uses."""

from __future__ import annotations

import json
import re
import sys

from plugins.hanzi.fold import HAN, fold_pairs
from plugins.hanzi.scripts import SCRIPTS
from plugins.search.analysis import WORD
from plugins.search.messages import MESSAGES, say
from plugins.search.static.language import fold_table, language_data


def test_the_table_of_the_fold_is_the_whole_fold():
    pairs, first = {}, 0
    for gap, shift, count in zip(*fold_table(), strict=True):
        first += gap
        pairs |= {chr(code): chr(code + shift) for code in range(first, first + count)}
    assert pairs == fold_pairs()


def test_the_classes_of_characters_are_those_of_texts():
    data = language_data()
    everything = "".join(chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    assert data["han"] == HAN
    assert re.findall(f"[{data['word']}]", everything) == re.findall(WORD, everything)
    assert re.findall(f"[{data['digit']}]", everything) == [ch for ch in everything if ch.isdigit()]
    zeros = "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in data["zeros"])
    assert re.findall(f"[{zeros}]", everything) == re.findall(r"\d", everything)
    assert re.findall(f"[{data['space']}]", everything) == re.findall(r"\s", everything)


def test_every_message_is_there_in_both_scripts():
    messages = language_data()["messages"]
    assert messages.keys() == MESSAGES.keys()
    assert [messages["nothing"][i] for i in range(2)] == [say("nothing", script) for script in SCRIPTS]


def test_the_data_is_the_same_each_time_and_survives_json():
    data = language_data()
    text = json.dumps(data, ensure_ascii=False)
    assert text == json.dumps(json.loads(text), ensure_ascii=False)
    language_data.cache_clear()
    assert json.dumps(language_data(), ensure_ascii=False) == text
