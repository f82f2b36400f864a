from enum import StrEnum


class MessagingPermission(StrEnum):
    SEND = "messaging.send"
    DELIVER = "messaging.deliver"
    REPORT = "messaging.report"
    READ_INBOX = "messaging.read_inbox"
    VIEW_LOG = "messaging.view_log"
    MEASURE = "messaging.measure"  # how many in each state, never which
