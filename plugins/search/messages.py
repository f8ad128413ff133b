"""What search says to readers, in both scripts. Keys name the situation; braces are filled in."""

from __future__ import annotations

from typing import Final

from plugins.hanzi.scripts import Forms, Script

MESSAGES: Final = {
    "too-long": Forms("查询太长：最多 {limit} 个字", "查詢太長：最多 {limit} 個字"),
    "too-many": Forms("查询的词太多：最多 {limit} 个", "查詢的詞太多：最多 {limit} 個"),
    "too-deep": Forms("括号套得太深：最多 {limit} 层", "括號套得太深：最多 {limit} 層"),
    "too-wild": Forms("问号太多：最多 {limit} 个", "問號太多：最多 {limit} 個"),
    "unclosed-quote": Forms("引号 {quote} 没有合上", "引號 {quote} 沒有合上"),
    "unclosed-paren": Forms("括号没有合上", "括號沒有合上"),
    "stray-paren": Forms("多了一个右括号", "多了一個右括號"),
    "empty-paren": Forms("括号里没有词", "括號裏沒有詞"),
    "empty-quote": Forms("引号里没有可以检索的字", "引號裏沒有可以檢索的字"),
    "nothing": Forms("没有可以检索的字", "沒有可以檢索的字"),
    "no-left": Forms("“{operator}”前面缺少词", "「{operator}」前面缺少詞"),
    "no-right": Forms("“{operator}”后面缺少词", "「{operator}」後面缺少詞"),
    "no-value": Forms("“{field}”后面缺少内容", "「{field}」後面缺少內容"),
    "unknown-field": Forms("没有“{field}”这个字段；可用的有：{fields}", "沒有「{field}」這個欄位；可用的有：{fields}"),
    "bad-date": Forms(
        "看不懂日期“{value}”；请写成 2020、2020-02、2020-02-14、2020-02..2020-03 或 *-02-14",
        "看不懂日期「{value}」；請寫成 2020、2020-02、2020-02-14、2020-02..2020-03 或 *-02-14",
    ),
    "date-order": Forms("日期范围的开头比结尾晚", "日期範圍的開頭比結尾晚"),
    "near-operands": Forms("NEAR 两边只能是词或引号里的话", "NEAR 兩邊只能是詞或引號裏的話"),
    "near-number": Forms("NEAR/ 后面要写字数，从 0 到 {limit}", "NEAR/ 後面要寫字數，從 0 到 {limit}"),
    "unknown-place": Forms("没有故事记在叫“{name}”的地点", "沒有故事記在叫「{name}」的地點"),
    "unknown-role": Forms("没有故事记着叫“{name}”的角色", "沒有故事記着叫「{name}」的角色"),
    "unknown-person": Forms("没有故事记着叫“{name}”的人物", "沒有故事記着叫「{name}」的人物"),
    "unknown-source": Forms("没有故事出自叫“{name}”的来源", "沒有故事出自叫「{name}」的來源"),
    "similar": Forms("{note}；相近的有：{names}", "{note}；相近的有：{names}"),
    "try-text": Forms("{note}；也可以在正文里检索 {query}", "{note}；也可以在正文裏檢索 {query}"),
    "try-field": Forms("正文里没有，但有 {count} 篇标着它：{query}", "正文裏沒有，但有 {count} 篇標着它：{query}"),
    "try-not": Forms("“{term}”按词检索；要排除请写 {query}", "「{term}」按詞檢索；要排除請寫 {query}"),
    "searched": Forms("检索的是：{words}，都要有", "檢索的是：{words}，都要有"),
    "offer-without": Forms("去掉所选的{facets}", "去掉所選的{facets}"),
    "facet-place": Forms("地点", "地點"),
    "facet-role": Forms("角色", "角色"),
    "facet-person": Forms("人物", "人物"),
    "facet-year": Forms("时间", "時間"),
    "facet-source": Forms("来源", "來源"),
    "facet-original": Forms("原文", "原文"),
    "bad-parameter": Forms("参数 {name} 不对：{reason}", "參數 {name} 不對：{reason}"),
    "reason-number": Forms("要从 {first} 到 {last} 的整数", "要從 {first} 到 {last} 的整數"),
    "reason-script": Forms("要 hans 或 hant", "要 hans 或 hant"),
    "reason-many": Forms("最多 {limit} 个", "最多 {limit} 個"),
    "reason-long": Forms("最多 {limit} 个字", "最多 {limit} 個字"),
    "too-slow": Forms("这个检索太费时，已停下；请写得更具体些", "這個檢索太費時，已停下；請寫得更具體些"),
    "busy": Forms("现在检索的人太多，请稍后再试", "現在檢索的人太多，請稍後再試"),
    "too-often": Forms("检索得太频繁，请过 {seconds} 秒再试", "檢索得太頻繁，請過 {seconds} 秒再試"),
    "no-index": Forms("检索正在准备，请稍后再试", "檢索正在準備，請稍後再試"),
    "failed": Forms("出了点问题，请稍后再试", "出了點問題，請稍後再試"),
}


def say(key: str, script: Script, **values: object) -> str:
    """A message in the reader's script, its braces filled in."""
    return MESSAGES[key].in_script(script).format(**values)
