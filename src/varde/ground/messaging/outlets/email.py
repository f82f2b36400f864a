"""E-mail by Django's mail settings (VARDE_MAIL)."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from varde.ground.messaging.rules.parcel import Fate, Parcel, Receipt


def send(parcel: Parcel) -> Receipt:
    """Hand one e-mail over. The Message-ID is the same at every try, so that a second copy can be told from a first."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2] or "varde"
    message_id = f"<{parcel.key}@{domain}>"
    mail = EmailMessage(
        subject=f"Varde: {parcel.subject}",
        body=parcel.text,
        to=[parcel.address],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as fault:
        codes = {code for code, _ in fault.recipients.values()}
        return Receipt(Fate.REFUSED if min(codes, default=400) >= 500 else Fate.LATER, note="recipient")
    except (smtplib.SMTPException, OSError) as fault:
        return Receipt(Fate.LATER, note=type(fault).__name__)
    return Receipt(Fate.TAKEN, provider_id=str(parcel.key))
