"""When a story happened: what editors may write, and what readers then see."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.stories.dates import DateError, Span, parse

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31))


def points():
    """A year, a month or a day, as written."""
    return st.tuples(DAYS, st.sampled_from((4, 7, 10))).map(lambda pair: pair[0].isoformat()[: pair[1]])


@pytest.mark.parametrize(
    ("text", "first", "last", "readable"),
    [
        ("2020", "2020-01-01", "2020-12-31", "2020年"),
        ("2020-02", "2020-02-01", "2020-02-29", "2020年2月"),
        ("2020-02-14", "2020-02-14", "2020-02-14", "2020年2月14日"),
        ("2020-01/2020-02", "2020-01-01", "2020-02-29", "2020年1月至2月"),
        ("2020-02-03/2020-02-14", "2020-02-03", "2020-02-14", "2020年2月3日至14日"),
        ("2020-02-14/2020-03-01", "2020-02-14", "2020-03-01", "2020年2月14日至3月1日"),
        ("2019-12-31/2020-01-02", "2019-12-31", "2020-01-02", "2019年12月31日至2020年1月2日"),
        ("2019/2020", "2019-01-01", "2020-12-31", "2019年至2020年"),
        ("2020/2020-02", "2020-01-01", "2020-02-29", "2020年至2020年2月"),
    ],
)
def test_a_date_covers_every_day_that_it_may_mean(text, first, last, readable):
    span = parse(text)
    assert (span.first.isoformat(), span.last.isoformat(), span.readable()) == (first, last, readable)


@given(points())
def test_a_single_date_begins_and_ends_within_itself(text):
    span = parse(text)
    assert span.first.isoformat().startswith(text)
    assert span.last.isoformat().startswith(text)
    outside = (span.first - timedelta(1), span.last + timedelta(1))
    assert not any(day.isoformat().startswith(text) for day in outside)


@given(points(), points())
def test_a_span_is_read_if_it_does_not_end_before_it_begins(start, end):
    text, first, last = f"{start}/{end}", parse(start).first, parse(end).last
    if last < first:
        with pytest.raises(DateError) as caught:
            parse(text)
        assert caught.value.suggestion == f"{end}/{start}"
    else:
        assert parse(text) == Span(text, first, last)


@given(points(), points())
def test_a_span_stands_in_each_of_its_months_and_in_no_other(start, end):
    first, last = sorted((start, end))
    if len(first) == 4 or len(last) == 4:
        assert parse(f"{min(first, last)}/{last}" if parse(last).last >= parse(first).first else first).months() == []
        return
    months = parse(f"{first}/{last}").months()
    assert (months[0], months[-1]) == (first[:7], last[:7])
    assert months == sorted(set(months))
    assert len(months) == (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) + 1


@pytest.mark.parametrize("text", ["2020-01/9020-02", "9020-02/2020-01", "0001/9999", "1900/2001"])
def test_a_span_over_more_than_a_hundred_years_is_a_slip_and_no_date(text):
    """Every month of it would have a page."""
    with pytest.raises(DateError) as caught:
        parse(text)
    assert caught.value.suggestion == ""
    if text.partition("/")[0] < text.partition("/")[2]:
        assert caught.value.why == "前后相隔超过 100 年"
    assert parse("1920/2020").last == date(2020, 12, 31)


def test_a_year_alone_stands_in_no_month():
    assert parse("2020").months() == []
    assert parse("2019/2020-02").months() == []


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_an_error_whose_suggestion_is_a_date(text):
    try:
        parse(text)
    except DateError as error:
        if error.suggestion:
            parse(error.suggestion)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2020年2月14日", "2020-02-14"), ("2020年2月", "2020-02"), ("2020年", "2020"), ("2020/2/14", "2020-02-14"),
        ("2020.2.14", "2020-02-14"), ("2020-2", "2020-02"), ("20200214", "2020-02-14"), ("２０２０-０２", "2020-02"),
        ("2020-1/2020-2", "2020-01/2020-02"), ("2020年1月至2月", "2020-01/2020-02"), ("2020-02-14/2020-02-10", "2020-02-10/2020-02-14"),
        ("2020-02-30", ""), ("2020-13", ""), ("二月", ""), ("", ""), ("2020-02-14T08:00", ""), ("0000", ""),
    ],
)  # fmt: skip
def test_a_date_typed_otherwise_is_refused_with_what_was_probably_meant(typed, meant):
    with pytest.raises(DateError) as caught:
        parse(typed)
    assert caught.value.suggestion == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2022-02-30", "2022 年 2 月没有 30 日"),
        ("2022-13", "没有 13 月"),
        ("2020-02/2020-02-31", "2020 年 2 月没有 31 日"),
        ("4月3日", "缺年份"),
        ("去年", ""),
        ("2020-02-14x", ""),
    ],
)
def test_what_is_wrong_with_something_like_a_date_is_said(text: str, why: str) -> None:
    with pytest.raises(DateError) as caught:
        parse(text)
    assert caught.value.why == why


def test_the_last_day_may_be_written_without_its_month() -> None:
    with pytest.raises(DateError) as caught:
        parse("2022年4月3日至4日")
    assert caught.value.suggestion == "2022-04-03/2022-04-04"
