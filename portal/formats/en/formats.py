"""Days as readers of English everywhere read them, not as in one country: no month can be taken for a day."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
