#!/usr/bin/env bash
# icalendar 7.3.2 (Python) counts exact durations on the wall clock: an event of PT48H that begins
# before a clock change lasts 47 hours. RFC 5545, 3.8.2.5 and 3.3.6: hours are exact, days are
# nominal.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 tzdata==2026.6
"$folder/venv/bin/python" - <<'PYTHON'
import datetime
import importlib.metadata
import sys

import icalendar

UTC = datetime.timezone.utc
lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VEVENT", "UID:a"]
lines += ["DTSTART;TZID=Europe/Paris:20260327T150000", "DURATION:PT48H", "END:VEVENT", "END:VCALENDAR", ""]
(event,) = icalendar.Calendar.from_ical("\r\n".join(lines)).walk("VEVENT")
lasts = event.end.astimezone(UTC) - event.start.astimezone(UTC)
hours = lasts.total_seconds() / 3600
print("icalendar", importlib.metadata.version("icalendar"))
print(f"PT48H from 2026-03-27 15:00 in Paris lasts {hours:g} hours, and should last 48")
sys.exit(0 if hours == 47 else 1)
PYTHON
