"""Chinese expressions of time: the pattern and what each of its forms means."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeGuard

from newsledger.extract.period_dates import (
    NOTHING,
    Kind,
    Period,
    PeriodState,
    ReadTime,
    bare_quarter_year,
    bare_year,
    day_number,
    day_of,
    half_of,
    last_day,
    months_ending,
    months_of,
    quarter_of,
    shifted,
    weekday_of,
    year_named,
    year_of,
)
from newsledger.extract.periods_english import _DASH, AHEAD, relative_period

_HNUM = r"(?:十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])"

_HDAY = r"(?:[12]\d|3[01]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"

_HYEAR = (
    r"(?:(?:19[5-9]\d|20\d\d)\ ?年?|[一二][九〇零○][一二三四五六七八九〇零○]{2}年|今年|去年|前年|明年|后年"
    r"|本年度?|上一?年|当年|(?:20\d\d)?财年|(?<!\d)2\d(?=[QqHh][1-4]))"
)

CHINESE = re.compile(
    rf"""
    (?=[0-9一二两三四五六七八九十今去前明后本上当截较比与和同相对高低按环头首第QqHh双全下该这那单昨年未过近的期报季中半如现眼迄周星至半收“国春五端元清劳黄暑寒])(?:
    (?P<zcompare>(?:较|比|与|和|同|相比|相较|对比|高于|低于)(?:于)?(?:去年|上年|前一年|上一?财?年)(?:同期
        |同季|同月)?|(?:较|(?<!占)比|相比(?:于)?|相较(?:于)?)20\d\d年(?:同期|全年|年?[末底初])?|(?:较|(?<!占)比
        |从)(?:[今去]年)?{_HNUM}月份?的?(?:[低高][点位谷]|峰值|谷底)|与20\d\d年(?:同期
        |全年|年?[末底初])?(?:的[^，,。；]{{1,8}})?相比|同比|环比(?:上个?(?:月|季度?))?|按年|按季|较?上一?季度?(?=[增下上减])|(?:较|比
        |与)(?:上(?:一)?(?:季度|季
        |个?月|周)|前一(?:季度|月|日|交易日)|年初|上年末|去年底|去年末))
    |(?P<zprior>(?:去年|上年|上一年|前一年)(?:的)?(?:同期|同季|同月))
    |(?P<zfiscal>截[至止](?:到)?\ ?(?P<zf_y>(?:20\d\d年|今年
        |去年))?\ ?(?P<zf_m>{_HNUM})月\ ?(?:(?P<zf_d>{_HDAY})日|底|末)?(?:止)?(?:的
        |之)?(?:(?P<zf_y2>20\d\d(?!财?年第))?(?P<zf_u>财政年度|财年|年度|季度|三个月|六个月|九个月|十二个月|半财年|半年度|半年(?!报)
        |一年|(?:20\d\d财?年)?第[一二三四1-4]财?季度?|(?<=止)(?:第?[一二三四次首]季度?|上半年|中期|前三季度))))
    |(?P<zmrange>(?P<zr_y>{_HYEAR})?(?P<zr_a>{_HNUM})(?:月份?)?\ ?(?:至|到|{_DASH}
        |—)\ ?(?P<zr_b>{_HNUM})月份?(?!\ ?{_HDAY}日))
    |(?P<zday>(?P<zd_y>{_HYEAR})?(?P<zd_m>{_HNUM})月\ ?(?P<zd_d>{_HDAY})[日号])
    |(?P<zquarter>(?P<zq_y>{_HYEAR})?(?:的)?(?:(?:第(?P<zq_o>[一二三四1-4])个?
        |(?P<zq_n>[一二三四1-4]))财?季(?:度|(?<=财季)|报(?=显示|中|里|，|,|数据|业绩))|[Qq](?P<zq_q>[1-4])(?!\d)
        |(?P<zq_s>(?:首|次|末)季(?!节))(?:度)?|(?P<zq_m>[369]
        |12|三|六|九|十二)月季度))
    |(?P<znq>(?P<znq_y>{_HYEAR})?(?:的)?(?:前|头|首)(?P<znq_n>[二两三23])(?:个)?季(?:度)?)
    |(?P<zhalf>(?P<zh_y>{_HYEAR})?(?:的)?(?:(?P<zh_w>[上下]半)(?:财)?年(?:度)?|(?P<zh_r>半年报|半年度报告|中期报告|中期业绩
    |中报(?=显示|中|里|，|,|数据|：|:|出炉|披露))
        |(?P<zh_i>中期)(?=收入|营业额|溢利|纯利|亏损|股东|盈利|净利|多赚|少赚|营收)
        |H(?P<zh_h>[12])(?!\d)))
    |(?P<znm>(?P<znm_y>{_HYEAR})?(?:的)?(?:前|首)(?P<znm_n>{_HNUM}|两)(?:个)?月)
    |(?P<zmonth>(?P<zm_y>{_HYEAR})?(?:的)?(?P<zm_m>{_HNUM})月(?:份|底|末|初|中旬|上旬|下旬
        |中)?(?:(?![\d日号球饼亮子光色])|(?=\d{{2,4}}(?:个|家|城|座|款|宗|大中)))(?!\ ?{_HDAY}[日号]))
    |(?P<zyrange>(?P<zyr_a>20\d\d|19\d\d)年?\ ?(?:至|到|{_DASH}|—)\ ?(?P<zyr_b>20\d\d)年)
    |(?P<zdouble>(?P<zdb_y>{_HYEAR})?(?:的)?双(?:11|十一))
    |(?P<zago>(?P<zago_n>[一二两三四五六七八九十]|\d{{1,2}})年前)
    |(?P<zyearsame>(?P<zys_y>20\d\d年|今年)的?同期)
    |(?P<zannual>(?P<za_y>(?:20\d\d\ ?年?|[去今]年))年(?:报|度报告|度业绩)(?![社道名价刊]))
    |(?P<zyear>(?P<zy_y>20\d\d财年|[12][09]\d\d\ ?年|[一二][九〇零○][一二三四五六七八九〇零○]{{2}}年|今年
        |去年|前年|明年|后年|本年度|上年(?!末)|全年)(?:度|全年)?(?:年?[底末初中])?)
    |(?P<zweekday>(?P<zw_p>上|本|这|下)?(?:周|星期)(?P<zw_d>[一二三四五六日天])(?![一二三四五六日年])
        (?:凌晨|早上|上午|早盘|午后|下午|晚间?|盘后)?)
    |(?P<zrel>(?P<zre_w>上一?个?|本|这个|这一|下个?|下一个?|该|当|单|同一?)(?P<zre_u>季度|季|月|财年|财季
        |交易日|周)|同期|(?P<zre_d>[这那]一?天|昨[日天晚夜]|隔夜|今[日天早晚]|当[日天](?!地)|前一(?:交易)?日|首日))
    |(?P<zbareday>(?<![\d月])(?P<zb_d>[12]\d|3[01]|[1-9])日(?![元均常本报活前内化趋益]))
    |(?P<zoneyear>一年(?=多了|少了|净增|增加了|减少了))
    |(?P<zhalfof>半年(?=净[增减利亏]|新[增开]|合计|累计))
    |(?P<zyto>年初[至到](?P<zyto_m>{_HNUM})月(?:(?P<zyto_d>{_HDAY})日|底|末)?)
    |(?P<zytd>年初至今|今年至今|年初以来)
    |(?P<zinyear>(?<![一二两三四五六七八九十百\d几多半])年内)
    |(?P<zperiod>(?:报告)?期(?:末|内)|季末(?!货|间|权))
    |(?P<zclose>(?:截至)?收盘|收报|收于)
    |(?P<zholiday>(?<!年)(?<!年的)(?:国庆|中秋|春节|五一|端午|元旦|清明|劳动节|双节|黄金周|暑期|暑假|寒假)+
        (?:[小长]?长?假期?|期间|黄金周|档期?)(?!里的))
    |(?P<znow>如今|现如今|眼下|迄今|至今)(?![年天日夏冬春秋晨晚])
    |(?P<zlasting>[一二两三四五六七八九十\d半]{1, 3}(?:年|个月|个?星期|周|天)(?:里|间)(?!隔))
    |(?P<zend>(?P<ze_p>今年|明年|去年|当年)?年(?P<ze_w>[底末初])(?:前|之前)?)
    |“?(?P<zplan>十[一二三四五六])五”?(?:规划)?(?:期间|时期|(?=[，,末以]))
    |(?P<zgap>未来[一二两三四五六七八九十\d]+(?:[-至到][一二两三四五六七八九十\d]+)?年
        |过去(?:[一二两三四五六七八九十\d]+个(?:季度|月|财季)|半年|十年)|近[一二两三四五六七八九十\d]+个(?:季度|月)
        |过去[一二两三四五六七八九十\d]+年|近[一二两三四五六七八九十\d]+年)
    )""",
    re.VERBOSE,
)

CHINESE_PREFIX = re.compile(
    r"(?:(?P<instant>截[至止](?:到|于)?|截至到)|(?P<by>(?<![跌涨升降增减回达扩压提缩])(?:到了?|至)|直到"
    r"|在(?=[^,,。;]{0,8}前)|最迟|力争|不晚于)|(?P<since>自从?|从|始于))\ ?$"
)

CHINESE_SUFFIX = re.compile(
    r"(?P<since>\ ?(?:的?(?:历史)?最?[高低][点位])?(?:以来|之?后|以后|起|开始|至今"
    r"|(?:收盘|开盘)?(?:结算|收盘|清算"
    r"|开盘|零)[时后]?起))"
    r"|(?P<before>\ ?(?:之前|以前|前(?![三两二四五六七八九十\d])|内(?!部|地|蒙)))"
    r"|(?P<instant>\ ?(?:底|末|止))"
)

_BASE_FIGURE = re.compile(r"的(?:约|近|逾|超过?)?\ ?[\d一二两三四五六七八九十百千]+(?![\d月季个年日])")

# 追平去年全年: what a figure is held against.
_LEVELLED = re.compile(r"(?:追平|赶上|超过|超越|不及|不如|接近|逼近)了?$")

_MONTH_LOW = re.compile(rf"(?P<m>{_HNUM})月份?的?[低高谷]")
_BARE_FIGURE = re.compile(r"的?(?:约|近)?[\d一二三四五六七八九]")
_OPENS = re.compile(r"(?:凌晨|早间?|[上下]午|午间|午后|晚间?|盘[前中后])?(?:[，,]|开盘|收盘|消息)")

HAN_CHARACTER = re.compile("[\u4e00-\u9fff]")


def read_chinese(
    match: re.Match[str], text: str, state: PeriodState, context_year: int | None
) -> ReadTime | None:
    g, form = match, match.lastgroup
    published = state.published
    is_ahead = bool(AHEAD.search(text[max(0, match.start() - 6) : match.start()]))
    if form == "zcompare":
        base = state.latest
        if published is None or not (
            _BASE_FIGURE.match(text, match.end())
            or (text[match.end() - 1] in "点位谷" and _BARE_FIGURE.match(text, match.end()))
        ):
            return "span", NOTHING, "compare", "comparison"
        month_told = _MONTH_LOW.search(match.group())
        if month_told is not None:
            # 较6月低点五万八千元: the low has a figure of its own.
            month = day_number(month_told["m"])
            year = bare_year(month, 1, state, context_year, False) if 1 <= month <= 12 else None
            return ("month", months_of(year, month, month), "prior", "month before") if year else None
        # 低于去年同期的21.9%: the base has a figure of its own.
        if match.group().endswith(("同期", "同季", "同月")):
            return ("span", shifted(base, -1), "prior", "year before") if base else None
        year_told = re.search(r"(?:19|20)\d\d", match.group())
        if year_told is not None and match.group().endswith("年"):
            return "year", year_of(int(year_told.group())), "prior", "year before"
        if match.group().endswith(("去年", "上年")):
            return "year", year_of(published.year - 1), "prior", "year before"
        return "span", NOTHING, "compare", "comparison"
    if form == "zplan":
        # The fourteenth plan is of 2021 to 2025.
        first_year = 2021 + (day_number(g["zplan"]) - 14) * 5
        return "span", Period(date(first_year, 1, 1), date(first_year + 4, 12, 31)), "within", "plan"
    if form == "zgap":
        return "span", NOTHING, "compare", "open horizon"
    if form == "zprior":
        base = state.latest
        if base is None:
            return ("year", year_of(published.year - 1), "within", "last year") if published else None
        if published is not None and base.end is not None and base.end.year < published.year:
            return "span", base, "prior", "year before"
        # 是去年同期的五倍: a fold of it, told of this year.
        if re.match(
            r"的[\d一二两三四五六七八九十百几数多.约近逾超]{1,8}倍", text[match.end() : match.end() + 12]
        ):
            return "span", NOTHING, "compare", "comparison"
        return "span", shifted(base, -1), "prior", "year before"
    if form == "zfiscal":
        month = day_number(g["zf_m"])
        if not 1 <= month <= 12:
            return None
        if g["zf_y"]:
            year = year_named(g["zf_y"], published, context_year)
        else:
            # 2026财年第二季度（截至9月30日止三个月）: the fiscal year's number is not the calendar's.
            ahead = (
                context_year is not None
                and published is not None
                and (context_year, month)
                > (
                    published.year,
                    published.month,
                )
            )
            year = bare_year(month, 1, state, None if ahead else context_year, False)
        if year is None:
            return None
        end = date(
            year,
            month,
            min(day_number(g["zf_d"]), last_day(year, month)) if g["zf_d"] else last_day(year, month),
        )
        unit = g["zf_u"]
        if "财季" in unit or (unit.endswith(("季", "季度")) and unit not in {"前三季度", "季度"}):
            unit = "季度"
        count = {
            "上半年": 6,
            "中期": 6,
            "前三季度": 9,
            "季度": 3,
            "三个月": 3,
            "六个月": 6,
            "半年度": 6,
            "半财年": 6,
            "半年": 6,
            "九个月": 9,
        }.get(unit, 12)
        kind: Kind = (
            "quarter" if count == 3 else "half" if count == 6 else "months" if count == 9 else "fiscal"
        )
        return kind, months_ending(end, count), "within", "to a month"
    if form == "zmrange":
        first, last = day_number(g["zr_a"]), day_number(g["zr_b"])
        year = (
            year_named(g["zr_y"], published, context_year)
            if g["zr_y"]
            else bare_year(last, 1, state, context_year, is_ahead)
        )
        if year is None or not 1 <= first <= 12 or not 1 <= last <= 12:
            return None
        if last < first and not g["zr_y"]:
            year -= 1
        is_quarter = last - first == 2 and first % 3 == 1
        return ("quarter" if is_quarter else "months"), months_of(year, first, last), "within", "months"
    if form == "zday":
        month, day = day_number(g["zd_m"]), day_number(g["zd_d"])
        if not 1 <= month <= 12:
            return None
        year = (
            year_named(g["zd_y"], published, context_year)
            if g["zd_y"]
            else bare_year(month, day, state, context_year, is_ahead)
        )
        one = day_of(year, month, day) if year else None
        return ("day", one, "within", "day") if one else None
    if form == "zquarter":
        number = (
            {"首": 1, "次": 2, "末": 4}[g["zq_s"][0]]
            if g["zq_s"]
            else day_number(g["zq_m"]) // 3
            if g["zq_m"]
            else day_number(g["zq_o"] or g["zq_n"] or g["zq_q"])
        )
        year = (
            year_named(g["zq_y"], published, context_year)
            if g["zq_y"]
            else bare_quarter_year(number, state, context_year, is_ahead)
        )
        return ("quarter", quarter_of(year, number), "within", "quarter") if year else None
    if form == "znq":
        count = day_number(g["znq_n"])
        year = (
            year_named(g["znq_y"], published, context_year)
            if g["znq_y"]
            else bare_quarter_year(count, state, context_year, False)
        )
        return ("months", months_of(year, 1, count * 3), "within", "first quarters") if year else None
    if form == "zhalf":
        number = int(g["zh_h"]) if g["zh_h"] else 1 if g["zh_r"] or g["zh_i"] or g["zh_w"][0] == "上" else 2
        if g["zh_y"]:
            year = year_named(g["zh_y"], published, context_year)
        else:
            year = context_year or (published.year if published else None)
            if context_year is None and published is not None and number == 2 and published.month < 4:
                year = published.year - 1
        return ("half", half_of(year, number), "within", "half") if year else None
    if form == "znm":
        count = day_number(g["znm_n"])
        year = (
            year_named(g["znm_y"], published, context_year)
            if g["znm_y"]
            else context_year or bare_year(count, 1, state, None, False)
        )
        return (
            ("months", months_of(year, 1, count), "within", "first months")
            if year and 2 <= count <= 12
            else None
        )
    if form == "zmonth":
        month = day_number(g["zm_m"])
        if not 1 <= month <= 12 or re.search(r"[\d个几数]$", text[: match.start()][-1:]):
            return None
        if (
            not g["zm_y"]
            and published is not None
            and text.startswith("起", match.end())
            and 0 < month - published.month < 6
        ):
            # 4月里说从9月起: the coming one.
            return "month", months_of(published.year, month, month), "within", "month"
        year = (
            year_named(g["zm_y"], published, context_year)
            if g["zm_y"]
            else bare_year(month, 1, state, context_year, is_ahead and not _just_over(month, state))
        )
        return ("month", months_of(year, month, month), "within", "month") if year else None
    if form == "zyrange":
        first_year, last_year = int(g["zyr_a"]), int(g["zyr_b"])
        if not first_year < last_year:
            return None
        return "span", Period(date(first_year, 1, 1), date(last_year, 12, 31)), "within", "years"
    if form == "zdouble":
        year = (
            year_named(g["zdb_y"], published, context_year)
            if g["zdb_y"]
            else bare_year(11, 11, state, context_year, False)
        )
        return (
            ("day", Period(date(year, 11, 11), date(year, 11, 11)), "within", "shopping day")
            if year
            else None
        )
    if form == "zago":
        if published is None:
            return None
        if re.search(r"[比较跟和与]$", text[: match.start()]):
            return "span", NOTHING, "compare", "comparison"
        return "year", year_of(published.year - day_number(g["zago_n"])), "within", "years ago"
    if form == "zyearsame":
        year = year_named(g["zys_y"], published, context_year)
        base = state.latest
        if year is None:
            return None
        if base is None or base.end is None:
            return "year", year_of(year), "within", "year"
        return "span", shifted(base, year - base.end.year), "within", "same period of a year"
    if form == "zannual":
        year = year_named(g["za_y"], published, context_year)
        if year is not None and published is not None and year == published.year and published.month < 10:
            year -= g["za_y"].startswith("今")
        return ("year", year_of(year), "within", "year") if year else None
    if form == "zyear":
        if _LEVELLED.search(text, max(0, match.start() - 4), match.start()):
            told_year = (
                year_named(g["zy_y"].replace(" ", ""), published, context_year)
                if g["zy_y"] != "全年" and _BASE_FIGURE.match(text, match.end())
                else None
            )
            if told_year is not None:
                # 已超过2024年全年的519亿美元: the base has a figure of its own.
                return "year", year_of(told_year), "prior", "year before"
            return "span", NOTHING, "compare", "comparison"
        if g["zy_y"] == "全年":
            if state.year is not None and state.year.start is not None and state.year.start.month != 1:
                return "fiscal", state.year, "within", "same year"
            year = context_year or (published.year if published else None)
        else:
            year = year_named(g["zy_y"].replace(" ", ""), published, context_year)
        return ("year", year_of(year), "within", "year") if year else None
    if form == "zrel":
        return _relative_chinese(g["zre_w"], g["zre_u"], g["zre_d"], match.group(), state)
    if form == "zbareday":
        base = state.latest
        if _OPENS.match(text, match.end()) and text[: match.start()].strip(" “”") == "" and published:
            # 20日开盘，…: of the month of publication, or of the one before.
            number = int(g["zb_d"])
            month = published.month if number <= published.day else published.month - 1 or 12
            year = published.year - (month > published.month)
            told = day_of(year, month, number)
            return ("day", told, "within", "day") if told else None
        if base is None or base.start is None or base.end is None or (base.end - base.start).days > 31:
            return None
        one = day_of(base.start.year, base.start.month, int(g["zb_d"]))
        return ("day", one, "within", "day of the month named") if one else None
    if form == "zoneyear":
        # 去年末1067万人，一年多了18万人: the year that ended then.
        told = state.instant
        is_end = told is not None and told.end is not None and (told.end.month, told.end.day) == (12, 31)
        return ("year", year_of(told.end.year), "within", "year") if is_end and told and told.end else None
    if form == "zhalfof":
        half = state.half or (half_of(published.year, 1) if published and published.month > 6 else None)
        return ("half", half, "within", "same period") if half else None
    if form == "zyto":
        month = day_number(g["zyto_m"])
        year = bare_year(month, 1, state, context_year, False) if 1 <= month <= 12 else None
        if year is None:
            return None
        last = min(day_number(g["zyto_d"]), last_day(year, month)) if g["zyto_d"] else last_day(year, month)
        return "months", Period(date(year, 1, 1), date(year, month, last)), "within", "year to a day"
    if form == "zytd":
        return ("year", Period(date(published.year, 1, 1), None), "since", "this year") if published else None
    if form == "zinyear":
        return ("year", year_of(published.year), "within", "this year") if published else None
    if form == "zperiod":
        named = (state.quarter if match.group() == "季末" else None) or state.frame or state.latest
        if named is None or named.end is None:
            return None
        if match.group().endswith("末"):
            return "day", Period(named.end, named.end), "instant", "end of the period"
        return "span", named, "within", "same period"
    if form == "zclose":
        told = state.told if state.spoken is None else None
        if told is not None and told.end is not None and published is not None and told.end > published:
            return None
        is_day = told is not None and told.start is not None and told.start == told.end
        return ("day", told, "within", "close of the day") if told is not None and is_day else None
    if form in {"znow", "zlasting", "zholiday"}:
        return "span", NOTHING, "within", "now"
    if form == "zweekday":
        number = "一二三四五六日".find(g["zw_d"].replace("天", "日"))
        return weekday_of(number, g["zw_p"] or "", is_ahead, published)
    if form == "zend":
        if published is None:
            return None
        year_here = year_named(g["ze_p"], published, context_year) if g["ze_p"] else context_year
        year = year_here or published.year
        edge = date(year, 1, 1) if g["ze_w"] == "初" else date(year, 12, 31)
        if match.group().endswith("前"):
            return "day", Period(None, edge), "by", "year end"
        return "day", Period(edge, edge), "instant", "year end"
    return None


def _just_over(month: int, state: PeriodState) -> bool:
    """Whether a month is one of the last three: what is expected of it is not yet told."""
    published = state.published
    return published is not None and 0 <= (published.month - month) % 12 <= 3 and month <= published.month


def _is_quarter(period: Period | None) -> TypeGuard[Period]:
    """Whether a period is a quarter: what 本季度 means in a report on it, though an outlook came before."""
    return (
        period is not None
        and period.start is not None
        and period.end is not None
        and 88 <= (period.end - period.start).days <= 92
    )


def _is_month(period: Period | None) -> bool:
    return (
        period is not None
        and period.start is not None
        and period.end is not None
        and (27 <= (period.end - period.start).days <= 30)
    )


def _relative_chinese(
    word: str | None, unit: str | None, day: str | None, surface: str, state: PeriodState
) -> ReadTime | None:
    published = state.published
    if surface == "同期":
        same = state.spoken or (state.told if _is_month(state.told) else None) or state.frame or state.latest
        return ("span", same, "within", "same period") if same else None
    if day is not None:
        if day.startswith(("当", "首", "这", "那")):
            latest = state.latest
            is_day = latest is not None and latest.start is not None and latest.start == latest.end
            if latest is None or not is_day or (published and latest.start and latest.start > published):
                return None
            return "day", latest, "within", "same day"
        english = "yesterday" if day.startswith(("昨", "前", "隔")) else "today"
        return relative_period(None, None, english, published)
    if word == "本" and unit in {"季度", "季", "财季"} and _is_quarter(state.frame):
        return "quarter", state.frame, "within", "same period"
    if word == "单" and unit in {"月", "周"} and state.month is None:
        return "span", NOTHING, "within", "now"
    if word == "单" and unit == "季" and state.quarter is None:
        # 前三季度…, 单季…: the last quarter of the reporting period, else the last that is over.
        end = state.frame.end if state.frame is not None else None
        if end is not None and end.month % 3 == 0:
            return "quarter", quarter_of(end.year, end.month // 3), "within", "same period"
        if published is not None:
            over = (published.month - 1) // 3
            quarter = quarter_of(published.year, over) if over else quarter_of(published.year - 1, 4)
            return "quarter", quarter, "within", "last quarter over"
    if word in {"该", "当", "单", "同", "同一"}:
        chosen = {
            "季度": state.quarter,
            "季": state.quarter,
            "月": state.month,
            "财年": state.year,
            "财季": state.quarter,
        }.get(unit or "")
        return (
            ("quarter" if "季" in (unit or "") else "span", chosen, "within", "same period")
            if chosen
            else None
        )
    english_unit = {
        "季度": "quarter",
        "季": "quarter",
        "财季": "quarter",
        "月": "month",
        "财年": "year",
        "周": "week",
    }.get(unit or "")
    if english_unit is None:
        return None
    if unit == "财年":
        if state.year is not None and word and word.startswith("上"):
            return "fiscal", shifted(state.year, -1), "within", "relative year"
        return ("fiscal", state.year, "within", "same period") if state.year else None
    step = "last" if word and word.startswith("上") else "next" if word and word.startswith("下") else "this"
    return relative_period(step, english_unit, None, published)
