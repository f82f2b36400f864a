"""The frozen values that escalation works on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from varde.care.alarms.rules.codes import N_, Severity
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.rules.plan import RINGING, Channel, Plan, Receiver


class What(StrEnum):
    """What is due, and why somebody is told."""

    CLIMB = "climb"  # ring the next step (the first one when nothing has rung)
    REPEAT = "repeat"  # ring the last step again, and the leader on duty
    NO_ANSWER = "no_answer"  # the dispatch was not answered: next receiver, then back to the operators
    HOLD_EXPIRED = "hold_expired"  # taken is not solved: ring again
    WAKE = "wake"  # the waiting time is over
    CONFIRM = "confirm"  # the emergency service has not confirmed that it has taken over
    FOLLOW_UP = "follow_up"  # passed on, and nobody has closed it
    DOCUMENT = "document"  # solved, not documented
    VOICE = "voice"  # no voice connection in time: show it
    HELP = "help"  # somebody asks for help, and nobody has answered
    # Never due; only the reason of a Notify
    GIVEN = "given"  # a colleague gave it to you
    TAKEN_OVER = "taken_over"  # a colleague took it from you
    RELEASED = "released"  # somebody laid it back
    NEW_SIGNAL = "new_signal"  # the person has signalled again
    LAPSED = "lapsed"  # the centre's agreement has lapsed, so that the owner hears of every new alarm


class LogCode(StrEnum):
    """What escalation writes in the alarm's log."""

    RANG = "rang"
    CLIMBED = "climbed"
    REPEATED = "repeated"
    HOLE = "hole"
    UNTRAINED = "untrained"
    NOT_ANSWERED = "not_answered"
    BACK_TO_CENTRE = "back_to_centre"
    RANG_AGAIN = "rang_again"
    HOLD_LOST = "hold_lost"
    WOKE = "woke"
    REMINDED = "reminded"
    NO_VOICE = "no_voice"
    LEADER_TOLD = "leader_told"
    LAPSED = "lapsed"


LOG_NAMES: Final[dict[LogCode, str]] = {
    LogCode.RANG: N_("Varslet"),
    LogCode.CLIMBED: N_("Ingen svarte i tide, neste ledd varslet"),
    LogCode.REPEATED: N_("Siste ledd varslet på nytt"),
    LogCode.HOLE: N_("Udekket: ingen å varsle i leddet, gikk videre med en gang"),
    LogCode.UNTRAINED: N_("Mottakeren mangler opplæring, tiltakskort sendt med"),
    LogCode.NOT_ANSWERED: N_("Utrykningen ble ikke besvart"),
    LogCode.BACK_TO_CENTRE: N_("Tilbake til responssenteret"),
    LogCode.RANG_AGAIN: N_("Tatt, men ikke løst i tide: ringte på nytt"),
    LogCode.HOLD_LOST: N_("Ingen aktivitet: alarmen er ledig igjen"),
    LogCode.WOKE: N_("Ventetiden er ute"),
    LogCode.REMINDED: N_("Påminnelse sendt"),
    LogCode.NO_VOICE: N_("Ingen taleforbindelse innen 60 sekunder"),
    LogCode.LEADER_TOLD: N_("Vakthavende leder varslet"),
    LogCode.LAPSED: N_("Avtalen med responssenteret har gått ut: siste mottaker også varslet"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """All that escalation needs to know about one open alarm. Times are aware UTC.

    level: highest plan step rung so far, 0 = none yet; it never falls. ring: how many batches have been sent, part of each
    Notify's key. rung_at: when the last batch of the climb or the dispatch went out. dispatch_step: the step a dispatch
    is ringing, 0 = none. held_by: id of whoever holds it, "" = nobody. active_at: last sign of work from the holder.
    reminders, reminded_at: rings since then. wake_at: end of waiting. handover_at: the centre's next shift change, or None.
    help_at: when a cry for help last rang, None when none stands; help_by: id of who asks.
    voice_due_at: when a missing voice connection must be shown; None when none is expected or it is there.
    holes, untrained: step numbers with nobody to ring, or with an untrained receiver, as things stand now.
    """

    alarm: str
    plan: Plan
    severity: Severity
    opened_at: datetime
    state: State = State.NEW
    level: int = 0
    ring: int = 0
    rung_at: datetime | None = None
    dispatch_step: int = 0
    held_by: str = ""
    active_at: datetime | None = None
    reminders: int = 0
    reminded_at: datetime | None = None
    wake_at: datetime | None = None
    handover_at: datetime | None = None
    voice_due_at: datetime | None = None
    help_at: datetime | None = None
    help_by: str = ""
    holes: frozenset[int] = frozenset()
    untrained: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Due:
    """What happens next, and when. `step` is the plan step it concerns (0 = none); `ring` ties it to one picture."""

    at: datetime
    what: What
    step: int
    ring: int


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell one receiver. `key` is deterministic: sending the same key twice must send nothing the second time."""

    key: str
    receiver: Receiver
    channels: tuple[Channel, ...]
    what: What
    step: int
    ring: int
    with_card: bool = False

    @property
    def rings(self) -> bool:
        """Whether it wakes somebody."""
        return bool(RINGING.intersection(self.channels))


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the alarm's log. `receiver` None when it concerns nobody in particular."""

    code: LogCode
    step: int = 0
    receiver: Receiver | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The new picture, whom to tell, what to log, and what is due next (None only when the alarm is closed).

    stops_calls: the calls that still ring are about something that is over.
    """

    picture: Picture
    notify: tuple[Notify, ...] = ()
    log: tuple[LogLine, ...] = ()
    due: Due | None = None
    stops_calls: bool = False
