"""Chinese formats where Django's own are wrong: its %n and %j are no strptime codes, and
it groups by four digits where CLDR groups by three."""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
