"""The sentences about saving, sending and review that several places say in the same words."""

import datetime as dt

from cdadesk.clock import INDIA, local_day
from cdadesk.domain.review import ReviewState
from cdadesk.i18n import N_, _, format_number, ngettext
from cdadesk.store.standing import Standing, Transport

_TRANSPORT = {
    Transport.not_sent: N_("Waits to be sent"),
    Transport.on_stick: N_("On a stick"),
    Transport.seen_on_stick: N_("Seen on a stick, not yet at the server"),
    Transport.sending: N_("On its way"),
    Transport.applied: N_("With the server"),
    Transport.needs_you: N_("The server could not take it"),
}
_KILO = 1024


def transport_label(transport: Transport) -> str:
    """Return the words for where a record's changes are, untranslated yet."""
    return _TRANSPORT[transport]


def transport_words(transport: Transport) -> str:
    """Say where a record's changes are."""
    return _(_TRANSPORT[transport])


def review_words(state: ReviewState) -> str:
    """Say how the review of a record stands; nothing while nobody has reviewed it."""
    return "" if state is ReviewState.none else _(state.label)


def time_words(at: dt.datetime) -> str:
    """Write the local time of an instant: 14:32."""
    return at.astimezone(INDIA).strftime("%H:%M")


def saved_words(at: dt.datetime) -> str:
    """Say that everything is saved; only ever said after the store has flushed it."""
    return _("Saved {time} on this laptop").format(time=time_words(at))


def size_words(size: int) -> str:
    """Write how many bytes something costs to send, never less than it is."""
    kilos = -(-size // _KILO)
    if kilos < _KILO:
        return _("{n} KB").format(n=format_number(kilos))
    return _("{n} MB").format(n=format_number(-(-kilos // _KILO)))


def days_ago_words(at: dt.datetime, today: dt.date) -> str:
    """Say how long ago an instant was, in days."""
    days = (today - local_day(at)).days
    if days <= 0:
        return _("today {time}").format(time=time_words(at))
    return ngettext("{n} day ago", "{n} days ago", days).format(n=format_number(days))


def standing_words(standing: Standing, today: dt.date) -> str:
    """Say what waits to be sent and when the last exchange was; nothing on a laptop that never had anything to send."""
    parts = [*_refused(standing), *_waiting(standing)]
    if standing.last_exchange is not None:
        parts.append(_("last exchange {when}").format(when=days_ago_words(standing.last_exchange, today)))
    elif parts:
        parts.append(_("never exchanged yet"))
    return ", ".join(parts)


def _refused(standing: Standing) -> list[str]:
    return [refused_words(standing)] if standing.rejected else []


def waiting_words(standing: Standing) -> str:
    """Say how many records wait to be sent and what that costs; records, for a person thinks in them."""
    words = ngettext("{n} record waits to be sent: {size}", "{n} records wait to be sent: {size}", standing.records)
    return words.format(n=format_number(standing.records), size=size_words(standing.bytes))


def refused_words(standing: Standing) -> str:
    """Say how many records the server could not take."""
    words = ngettext("{n} record needs you", "{n} records need you", standing.rejected)
    return words.format(n=format_number(standing.rejected))


def _waiting(standing: Standing) -> list[str]:
    if standing.records:
        return [waiting_words(standing)]
    return [_("All sent")] if standing.all_sent and standing.last_exchange is not None else []
