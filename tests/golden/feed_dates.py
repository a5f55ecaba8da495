"""Start and end of each event of feed-dates.ics by icalendar, as instants; a source of its own.

Run: pip install icalendar==7.3.2 tzdata==2026.6, then python3 tests/golden/feed_dates.py
It prints JSON, which feed-dates.js puts into feed-dates.json.
"""

import datetime
import json
import pathlib

import icalendar

UTC = datetime.timezone.utc


def said(moment):
    """A day as it is, a time as an instant."""
    if not isinstance(moment, datetime.datetime):
        return moment.isoformat()
    if moment.tzinfo is None:
        return f"{moment.isoformat()} floating"
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


text = (pathlib.Path(__file__).parent / "feed-dates.ics").read_bytes()
calendar = icalendar.Calendar.from_ical(text)
print(json.dumps({str(e["UID"]): [said(e.start), said(e.end)] for e in calendar.walk("VEVENT")}))
