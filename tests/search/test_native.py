"""Stories written in the Traditional Chinese of Taiwan and Hong Kong are found by whoever types Simplified, and back."""

from __future__ import annotations

import pytest
from archive import NATIVE

from plugins.hanzi.scripts import SCRIPTS, other
from plugins.search.engine import Request

#: One query as typed in Simplified, in Taiwan and in Hong Kong, and the stories that hold it.
SAID = [
    ("口罩", "口罩", "口罩", {"taipei-chief", "hongkong-tailor"}),
    ("里长伯说", "里長伯說", "里長伯説", {"taipei-chief"}),
    ("都写在里面", "都寫在裡面", "都寫在裏面", {"taipei-chief"}),
    ("软体", "軟體", "軟體", {"taipei-chief", "tainan-teacher"}),
    ("计程车司机", "計程車司機", "計程車司機", {"taipei-chief"}),
    ("修钟表", "修鐘錶", "修鐘錶", {"taipei-chief"}),
    ("独居老人的床边", "獨居老人的床邊", "獨居老人的牀邊", {"taipei-chief"}),
    ("有没有发烧", "有沒有發燒", "有沒有發燒", {"taipei-chief"}),
    ("停课的通知", "停課的通知", "停課的通知", {"tainan-teacher"}),
    ("家里只有一支手机", "家裡只有一支手機", "家裏衹有一支手機", {"tainan-teacher"}),
    ("印表机", "印表機", "印表機", {"tainan-teacher"}),
    ("慢慢连上线", "慢慢連上線", "慢慢連上綫", {"tainan-teacher"}),
    ("护理师阿芬", "護理師阿芬", "護理師阿芬", {"yilan-nurse"}),
    ("钱说什么也不肯收", "錢說什麼也不肯收", "錢説什麽也不肯收", {"yilan-nurse"}),
    ("二十碗干面", "二十碗乾麵", "二十碗乾麪", {"yilan-nurse"}),
    ("剪线", "剪線", "剪綫", {"hongkong-tailor"}),
    ("里面夹一层滤纸", "裡面夾一層濾紙", "裏面夾一層濾紙", {"hongkong-tailor"}),
    ("手写的说明", "手寫的說明", "手寫的説明", {"hongkong-tailor"}),
    ("床上的长者", "床上的長者", "牀上的長者", {"hongkong-tailor"}),
    ("群组里", "群組裡", "羣組裏", {"hongkong-tailor"}),
    ("只收下一半", "只收下一半", "衹收下一半", {"hongkong-tailor"}),
    ("的士车队", "的士車隊", "的士車隊", {"hongkong-driver"}),
    ("他穿着保护衣", "他穿著保護衣", "他穿着保護衣", {"hongkong-driver"}),
    ("在车上睡着了", "在車上睡著了", "在車上睡着了", {"hongkong-driver"}),
    ("食咗佢，唔好病", "食咗佢，唔好病", "食咗佢，唔好病", {"hongkong-driver"}),
]
NATIVES = {file.stem for file in NATIVE.glob("*.md")}


@pytest.mark.parametrize("quotes", ["{}", "“{}”"])
@pytest.mark.parametrize("said", SAID, ids=[said[0] for said in SAID])
def test_what_stands_in_a_native_text_is_found_in_every_way_of_writing_it(archive, said, quotes):
    *ways, found = said
    for query in ways:
        for script in SCRIPTS:
            hits = archive.search(Request(quotes.format(query), script, size=100, original=("hant",))).hits
            assert found == NATIVES.intersection(hit.id for hit in hits), query


def test_every_story_is_found_by_its_title_in_the_other_script(archive):
    for card in archive.corpus.cards:
        title = archive.corpus.texts(card.number)[other(card.script)].title
        hits = archive.search(Request(f"『{title}』", "hans", original=(card.script,))).hits
        assert card.id in {hit.id for hit in hits}
