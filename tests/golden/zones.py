"""Writes zones.txt beside this file: time zones as Python's zoneinfo reads them from PyPI's tzdata.

An independent source for tests/rules/zones_golden.rs. Once in a while, with the release of src/time/zone_table.rs:

    python3 -m venv venv && venv/bin/pip install tzdata==2026.6
    PYTHONTZPATH= venv/bin/python tests/golden/zones.py

"zones" lines name zones that share what follows: the offset at FROM in minutes, then every change until UNTIL as
minutes since 1970 and the offset from then on. "edges" lines give, for a zone and a time on the wall, the start and
the end of rule W2 in minutes since 1970, found by walking through every minute of the days around it.
"""

import pathlib
import zoneinfo
from datetime import datetime, timedelta, timezone

import tzdata

FROM = datetime(2019, 12, 1, tzinfo=timezone.utc)
UNTIL = datetime(2100, 2, 1, tzinfo=timezone.utc)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)
STEP = timedelta(hours=12)

# Zones and days on which their clocks change, in the listed years.
EDGE_ZONES = [
    "Europe/Paris", "Europe/London", "Europe/Dublin", "America/New_York", "America/St_Johns", "America/Havana",
    "America/Santiago", "America/Nuuk", "Africa/Cairo", "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem",
    "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia",
    "Africa/Casablanca", "America/Vancouver", "Antarctica/Troll", "Asia/Kathmandu",
]
EDGE_YEARS = [2020, 2026, 2058, 2099]


def minutes_at(zone, instant):
    offset = instant.astimezone(zone).utcoffset()
    assert offset % MINUTE == timedelta(0)
    return offset // MINUTE


def changes(zone):
    found = []
    at, before = FROM, minutes_at(zone, FROM)
    while at < UNTIL:
        after_at = at + STEP
        after = minutes_at(zone, after_at)
        if after != before:
            low, high = at, after_at
            while high - low > MINUTE:
                middle = low + (high - low) // MINUTE // 2 * MINUTE
                low, high = (middle, high) if minutes_at(zone, middle) == before else (low, middle)
            assert minutes_at(zone, high) == after, "two changes within a step"
            found.append(((high - EPOCH) // MINUTE, after))
            before = after
        at = after_at
    return found


def edges(zone, wall):
    """First minute with local >= wall; end of the last minute that begins with local <= wall."""
    start = end = None
    at = wall.replace(tzinfo=timezone.utc) - timedelta(hours=30)
    for _ in range(60 * 60):
        local = at.astimezone(zone).replace(tzinfo=None)
        if start is None and local >= wall:
            start = at
        if local <= wall:
            end = at if local == wall else at + MINUTE
        at += MINUTE
    return (start - EPOCH) // MINUTE, (end - EPOCH) // MINUTE


def main():
    assert zoneinfo.TZPATH == (), "set PYTHONTZPATH= so that no zones of this machine are read"
    lines = [f"release {tzdata.IANA_VERSION}"]
    groups = {}
    for name in sorted(zoneinfo.available_timezones()):
        zone = zoneinfo.ZoneInfo(name)
        key = (minutes_at(zone, FROM), tuple(changes(zone)))
        groups.setdefault(key, []).append(name)
    for (first, found), names in groups.items():
        lines.append("zones " + " ".join(names))
        lines.append(" ".join([str(first)] + [f"{at}:{offset}" for at, offset in found]))
    for name in EDGE_ZONES:
        zone = zoneinfo.ZoneInfo(name)
        for at, _ in changes(zone):
            change = EPOCH + at * MINUTE
            if change.year not in EDGE_YEARS:
                continue
            near = change.astimezone(zone).replace(tzinfo=None)
            for minutes in (-90, -60, -45, -30, -15, -1, 0, 1, 15, 30, 59, 60):
                wall = near + minutes * MINUTE
                start, end = edges(zone, wall)
                lines.append(f"edges {name} {wall:%Y-%m-%d %H:%M} {start} {end}")
    pathlib.Path(__file__).with_name("zones.txt").write_text("\n".join(lines) + "\n")


main()
