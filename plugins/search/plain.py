"""Plain data as the bytes that the indexes keep."""

from __future__ import annotations

import json


def as_json(value: object) -> bytes:
    """JSON without spaces; equal data give equal bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
