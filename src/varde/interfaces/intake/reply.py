"""The SCAIP reply. Strict: default values are left out, the reference is echoed only when it is valid."""

from __future__ import annotations

from enum import IntEnum
from xml.sax.saxutils import escape

from .peek import Peek


class Snu(IntEnum):
    """SCAIP status numbers that we send."""

    OK = 0
    INVALID_FORMAT = 2
    NOT_TREATED = 5
    MISSING_TAG = 7


_BY_FAULT = {"": Snu.OK, "format": Snu.INVALID_FORMAT, "missing": Snu.MISSING_TAG}


def mrs(glance: Peek, *, stored: bool, operator_line: str = "") -> bytes:
    """The reply to one message: 0, or 7 and 2 for a faulty one that is stored all the same, or 5 when it is not stored.

    With an operator line, a unit that raises an alarm and has a voice is asked to call it (mre 1, cre 62, tnu).
    """
    snu = _BY_FAULT[glance.fault] if stored else Snu.NOT_TREATED
    ref = f"<ref>{glance.ref}</ref>" if glance.ref else ""
    call = ""
    if snu is Snu.OK and glance.wants_voice and operator_line:
        call = f"<mre>1</mre><cre>62</cre><tnu>{escape(operator_line[:256])}</tnu>"
    return f"<mrs>{ref}<snu>{int(snu)}</snu>{call}</mrs>".encode()
