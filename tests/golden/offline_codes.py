#!/usr/bin/env python3
"""Writes offline-code-vectors.json by Python's own hmac, out of docs/offline-codes.md (O2)."""

import datetime
import hashlib
import hmac
import json
import pathlib

KEY = "0123456789abcdef0123456789abcdef"
LONG = "correct horse battery staple, twice over, since a key is long: 2026"
CASES = [
    (KEY, "front", "2026-05-01T15", 43, 0),
    (KEY, "front", "2026-05-01T15", 43, 1),
    (KEY, "front", "2026-05-01T15", 43, 15),
    (KEY, "front", "2026-05-01T16", 42, 0),
    (KEY, "front", "2026-05-01T15", 44, 0),
    (KEY, "back", "2026-05-01T15", 43, 0),
    (LONG, "front", "2026-05-01T15", 43, 0),
    ("🔑" * 256, "Haustür 漢字 🔑", "2026-02-28T23", 1, 0),
    (KEY, "f" * 128, "2099-12-31T23", 720, 3),
    (KEY, "f", "1970-01-01T00", 48, 0),
    (KEY, "ab", "2026-10-25T00", 52, 2),
    (KEY, "a", "2026-10-25T00", 168, 2),
]
SEARCHES = [
    ("2026-05-01T18:20:00Z", 4, 24),
    ("2026-05-01T18:20:00Z", 1, 1),
    ("2026-05-01T18:59:59Z", 16, 72),
    ("1970-01-01T02:00:00Z", 4, 24),
]
LENGTHS = list(range(1, 49)) + list(range(52, 721, 4))


def hours(text):
    day = datetime.datetime.fromisoformat(text + ":00:00+00:00")
    return int(day.timestamp()) // 3600


def text(hour):
    day = datetime.datetime(1970, 1, 1) + datetime.timedelta(hours=hour)
    return day.strftime("%Y-%m-%dT%H:%M:%SZ")


def code(key, lock, start, end, variance):
    lock = lock.encode()
    message = bytes([1, len(lock)]) + lock
    message += start.to_bytes(4, "big") + end.to_bytes(4, "big") + bytes([variance])
    mac = hmac.new(key.encode(), message, hashlib.sha256).digest()
    offset = mac[31] & 15
    word = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return message.hex(), mac.hex(), offset, f"{word % 10**9:09}"


def vector(key, lock, start, length, variance):
    start = hours(start)
    message, mac, offset, digits = code(key, lock, start, start + length, variance)
    return {
        "key": key,
        "lockId": lock,
        "startsAt": text(start),
        "endsAt": text(start + length),
        "variance": variance,
        "message": message,
        "mac": mac,
        "offset": offset,
        "code": digits,
    }


def search(now, variants, first_use):
    hour = int(datetime.datetime.fromisoformat(now).timestamp()) // 3600
    tried = [
        (start, start + length, variance)
        for start in range(max(0, hour - first_use + 1), hour + 1)
        for length in LENGTHS
        for variance in range(variants)
        if start + length > hour
    ]
    return {"now": now, "variants": variants, "firstUseHours": first_use, "tried": len(tried)}


vectors = {
    "codes": [vector(*case) for case in CASES],
    "searches": [search(*case) for case in SEARCHES],
}
written = json.dumps(vectors, ensure_ascii=False, indent="\t") + "\n"
pathlib.Path(__file__).with_name("offline-code-vectors.json").write_text(written, encoding="utf-8")
