"""What editors and addresses rely on when a place is named."""

import hashlib
import re
from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.hanzi.fold import fold
from plugins.vocabulary import atlas
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.gazetteer import Gazetteer


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def find(text: str) -> str:
    return gazetteer().find(text).id


def hant(text: str) -> str:
    return gazetteer().find(text).forms.hant


def test_every_level_is_there():
    levels = Counter(place.level for place in gazetteer())
    assert levels["province"] == 34
    assert levels["city"] == 358, "333 cities, prefectures and leagues; 5 parts of Hong Kong and Macau; 20 of Taiwan"
    assert 3200 < levels["district"] < 3300
    assert levels["town"] > 38_000
    assert len(gazetteer()) > 44_000


def test_dummy_levels_are_nowhere():
    dummies = ("市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", "县")
    assert [place for place in gazetteer() if place.forms.hans in dummies or "直辖村级" in place.forms.hans] == []
    assert find("北京市/朝阳区") == "beijing/chaoyang"
    assert find("湖北省/仙桃市") == "hubei/xiantao"
    assert find("重庆市/城口县") == "chongqing/chengkou"


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("太乙宫街道", "shaanxi/xian/changan/taiyigong"),
        ("长安区/五台街道", "shaanxi/xian/changan/wutai"),
        ("西安市/长安区/王莽街道", "shaanxi/xian/changan/wangmang"),
        ("樊城区", "hubei/xiangyang/fancheng"),
        ("夜明珠街道", "hubei/yichang/xiling/yemingzhu"),
        ("小溪塔街道", "hubei/yichang/yiling/xiaoxita"),
        ("珞南街道", "hubei/wuhan/hongshan/luonan"),
        ("阳新县/白沙镇", "hubei/huangshi/yangxin/baisha"),
        ("竹溪县/县河镇", "hubei/shiyan/zhuxi/xianhe"),
        ("召陵区/天桥街道", "henan/luohe/shaoling/tianqiao"),
        ("召陵区/天桥街街道", "henan/luohe/shaoling/tianqiao"),
        ("召陵区/青年镇", "henan/luohe/shaoling/qingnian"),
        ("召陵区青年镇", "henan/luohe/shaoling/qingnian"),
    ],
)
def test_the_places_of_the_first_stories_are_found(text, place_id):
    assert find(text) == place_id


def test_a_path_may_leave_out_levels_and_endings():
    for text in (
        "湖北省/襄阳市/樊城区",
        "湖北/襄阳/樊城",
        "湖北省/樊城区",
        " 湖北省 / 樊城 ",
        "hubei/xiangyang/fancheng",
    ):
        assert find(text) == "hubei/xiangyang/fancheng"


def test_both_scripts_find_the_same_place():
    for place in gazetteer():
        assert fold(place.forms.hans) == fold(place.forms.hant)
    assert find("湖北省/襄陽市/樊城區") == find("湖北省/襄阳市/樊城区")
    assert find("臺灣省") == find("台湾") == "taiwan"
    assert find("陽新縣／白沙鎮") == "hubei/huangshi/yangxin/baisha"


def test_shaanxi_is_not_shanxi():
    assert find("陕西") == "shaanxi"
    assert find("山西") == "shanxi"


def test_ids_are_readable_and_unique():
    ids = [place.id for place in gazetteer()]
    assert len(set(ids)) == len(ids)
    assert [one for one in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*", one)] == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("重庆", "chongqing"), ("西安市/长安区", "changan"), ("六安", "luan"), ("蚌埠", "bengbu"), ("亳州", "bozhou"),
        ("台州", "taizhou"), ("丽水", "lishui"), ("铅山", "yanshan"), ("浚县", "xunxian"), ("蔚县", "yuxian"),
        ("单县", "shanxian"), ("番禺", "panyu"), ("厦门", "xiamen"), ("西藏", "xizang"), ("内蒙古", "neimenggu"),
        ("香港", "hongkong"), ("澳门", "macau"), ("台湾", "taiwan"), ("莘县", "shenxian"), ("荥经", "yingjing"),
        ("乐陵", "laoling"), ("六合区", "luhe"), ("洪洞", "hongtong"), ("闵行", "minhang"), ("珲春", "hunchun"),
        ("漯河", "luohe"), ("大城县", "daicheng"), ("长子县", "zhangzi"), ("尉犁", "yuli"), ("吐鲁番", "tulufan"),
        ("恩施州", "enshi"), ("万柏林", "wanbailin"),
        ("浦东新区", "pudong"),
        ("神农架", "shennongjia"), ("山西省/阳泉市/城区", "chengqu"), ("伊宁市", "yining-shi"), ("伊宁县", "yining-xian"),
    ],
)  # fmt: skip
def test_addresses_have_the_reading_that_people_use(text, slug):
    assert find(text).rpartition("/")[2] == slug


def test_a_name_that_several_places_bear_is_refused_with_all_of_them():
    with pytest.raises(AmbiguousName) as caught:
        find("朝阳区")
    assert caught.value.candidates == ("北京市/朝阳区", "吉林省/长春市/朝阳区")
    assert "请写全：北京市/朝阳区、吉林省/长春市/朝阳区" in str(caught.value)
    with pytest.raises(AmbiguousName):
        find("长安区")
    with pytest.raises(AmbiguousName):
        find("城关镇")


def test_a_short_name_means_the_province_or_city_unless_it_may_mean_another():
    assert find("湖北") == "hubei"
    assert find("襄阳") == "hubei/xiangyang"
    with pytest.raises(AmbiguousName) as caught:
        find("吉林")
    assert caught.value.candidates == ("吉林省", "吉林省/吉林市")
    assert find("吉林市") == "jilin/jilin"
    with pytest.raises(AmbiguousName):
        find("中山")


def test_a_mistyped_name_is_answered_with_the_name_meant():
    with pytest.raises(UnknownName) as caught:
        find("樊成区")
    assert caught.value.suggestions[0] == "湖北省/襄阳市/樊城区"
    assert "是不是：湖北省/襄阳市/樊城区" in str(caught.value)


def test_a_place_under_the_wrong_parent_is_unknown_and_the_right_one_is_suggested():
    with pytest.raises(UnknownName) as caught:
        find("黄冈市/樊城区")
    assert caught.value.suggestions == ("湖北省/襄阳市/樊城区",)


def test_nonsense_is_unknown_without_suggestions():
    for text in ("", "/", "xyz", "〇〇〇〇〇〇〇〇"):
        with pytest.raises(UnknownName):
            find(text)


def test_former_names_find_what_took_their_place():
    assert find("襄樊市") == find("襄樊") == "hubei/xiangyang"
    assert find("湖北省/襄樊市/樊城区") == "hubei/xiangyang/fancheng"
    assert find("江干区") == "zhejiang/hangzhou/shangcheng"
    assert find("下城区") == "zhejiang/hangzhou/gongshu"
    assert find("宁波市/江东区") == "zhejiang/ningbo/yinzhou"
    assert "襄樊市" in gazetteer().get("hubei/xiangyang").former


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("范县", "范縣"), ("钟山县", "鍾山縣"), ("新余", "新餘市"), ("余姚", "餘姚市"), ("余杭", "餘杭區"), ("余干", "餘干縣"),
        ("谷城县", "穀城縣"), ("台州", "台州市"), ("五台县", "五臺縣"), ("长安区/五台街道", "五臺街道"), ("台湾", "臺灣省"),
        ("新北市/万里区", "萬里區"), ("沈阳", "瀋陽市"), ("沈北新区", "瀋北新區"), ("沈丘", "沈丘縣"), ("岳阳市", "岳陽市"),
        ("岳麓区", "嶽麓區"), ("黎里", "黎里鎮"), ("松江区", "松江區"), ("徐汇", "徐匯區"), ("苏仙", "蘇仙區"), ("浮梁", "浮梁縣"),
        ("凌河区", "凌河區"), ("台中市/后里区", "后里區"), ("郁南", "鬱南縣"), ("腾冲", "騰衝市"), ("大埔县", "大埔縣"),
        ("后沙峪地区", "後沙峪地區"), ("天台县", "天台縣"), ("谷城县/城关镇", "城關鎮"),
    ],
)  # fmt: skip
def test_traditional_names_are_what_people_write(text, form):
    assert hant(text) == form


def test_a_form_that_nobody_has_confirmed_says_which_character():
    place = gazetteer().find("陕西省/西安市/鄠邑区/余下街道")
    assert gazetteer().unsure(place.id) == "余"
    assert gazetteer().unsure("hubei/xiangyang/gucheng") == "", "reviewed"


def test_ancestors_go_from_the_province_down():
    places = gazetteer()
    assert [one.forms.hans for one in places.ancestors("hubei/xiangyang/fancheng")] == ["湖北省", "襄阳市"]
    assert places.ancestors("hubei") == ()
    assert places.path_name("hubei/xiangyang/fancheng", "hant") == "湖北省/襄陽市/樊城區"
    assert places.get("hubei/xiangyang/fancheng").parent == "hubei/xiangyang"
    assert places.get("hubei/xiangyang/fancheng").aliases == ("樊城",)
    with pytest.raises(KeyError):
        places.get("hubei/nowhere")


def test_children_come_in_the_order_of_the_table():
    places = gazetteer()
    assert [one.forms.hans for one in places.children()][:3] == ["北京市", "天津市", "河北省"]
    assert "hubei/xiangyang/fancheng" in [one.id for one in places.children("hubei/xiangyang")]
    with pytest.raises(KeyError):
        places.children("nowhere")


def test_every_full_path_finds_its_own_place():
    """What a suggestion or a candidate says can be typed."""
    places = gazetteer()
    sample = [place for index, place in enumerate(places) if place.level != "town" or index % 50 == 0]
    wrong = [place.id for place in sample if places.find(places.path_name(place.id)).id != place.id]
    assert wrong == []


def test_the_table_has_not_been_changed_by_hand():
    stamp, _header, body = atlas.TABLE.read_text(encoding="utf-8").split("\n", 2)
    assert stamp == f"# sha256 {hashlib.sha256(body.encode()).hexdigest()}"


def test_a_small_zone_with_a_common_name_needs_its_county():
    """No story is filed under somebody's forestry office because only one is called just that."""
    with pytest.raises(UnknownName) as caught:
        find("林业局")
    assert caught.value.suggestions == ("黑龙江省/鸡西市/鸡东县/林业局",)
    assert find("鸡东县/林业局") == find(caught.value.suggestions[0])


def test_a_short_name_that_a_town_bears_and_a_district_bore_is_ambiguous():
    with pytest.raises(AmbiguousName) as caught:
        find("南汇")
    assert "上海市/浦东新区" in caught.value.candidates


def test_a_path_written_without_strokes_is_answered_with_the_right_one():
    for text in ("湖北省襄阳市樊城区", "湖北省 襄阳市 樊城区", "襄阳市樊城区"):
        with pytest.raises(UnknownName) as caught:
            find(text)
        assert caught.value.suggestions == ("湖北省/襄阳市/樊城区",)


def test_a_mistyped_short_name_is_answered_too():
    with pytest.raises(UnknownName) as caught:
        find("樊成")
    assert caught.value.suggestions[0] == "湖北省/襄阳市/樊城区"


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="湖北省襄阳樊城区成/ 县a-朝陽臺", max_size=12))
def test_whatever_is_typed_gives_a_place_or_a_sentence(text):
    try:
        place = gazetteer().find(text)
    except (UnknownName, AmbiguousName) as error:
        assert text in str(error)  # noqa: PT017
    else:
        assert gazetteer().get(place.id) is place
