"""What a scanner or a finger puts into a field, and what it may mean.

A hand scanner types what the code holds and presses Enter. Our own labels hold the address of the item
(…/utstyr/k/<code>/), so that a phone's camera opens it; suppliers' labels hold a serial, an IMEI, or a GS1 string in which
the serial follows (21) and the article number (01).
"""

from __future__ import annotations

import re

LONGEST = 200  # characters of one scan
MOST = 5_000  # codes pasted at once
OWN = re.compile(r"/utstyr/k/([A-Za-z0-9\-]{4,64})/?(?:[?#].*)?$")
GS = "\x1d"
GS1_PREFIX = re.compile(r"^\](?:C1|d2|Q3|e0)")
GS1_PLAIN = re.compile(r"^01\d{14}(?:(?:11|13|15|17)\d{6})*21([\x21-\x7e]{1,20})")
GS1_SHOWN = re.compile(r"\(21\)([^()\s]{1,20})")


def code_of(scanned: str) -> str:
    """The bare code in what was scanned; "" when it holds nothing that can be one."""
    text = scanned.strip()
    if not text or len(text) > LONGEST:
        return ""
    if own := OWN.search(text):
        return own.group(1)
    text = GS1_PREFIX.sub("", text).lstrip(GS)
    if shown := GS1_SHOWN.search(text):
        return shown.group(1)
    if plain := GS1_PLAIN.match(text.split(GS)[0]):
        return plain.group(1)
    bare = " ".join(text.replace(GS, " ").split())
    return bare if bare.isprintable() else ""


def codes_of(pasted: str) -> list[str]:
    """The codes in a pasted list, one on each line (or parted by semicolons), each once, in the order given."""
    found = (code_of(line) for line in re.split(r"[\r\n;]+", pasted))
    return list(dict.fromkeys(code for code in found if code))


def key_of(code: str) -> str:
    """What two ways to write a code are compared by: capitals, without blanks and hyphens."""
    return re.sub(r"[\s\-]+", "", code).upper()
