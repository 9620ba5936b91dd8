"""Chinese formats where Django's own are wrong: its %n and %j are no strptime codes, and
it groups by four digits where CLDR groups by three."""

# strptime takes one digit for %m and %d too. Full-width digits: see bilingual.typed_dates.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y年%m月%d号"]
DATETIME_INPUT_FORMATS = [
    f"{date} {time}" for date in DATE_INPUT_FORMATS for time in ("%H:%M:%S", "%H:%M")
]
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
