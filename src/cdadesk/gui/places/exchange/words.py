"""The sentences of this place."""

import datetime as dt

from cdadesk.acts.exchanging import Past, Progress
from cdadesk.acts.sending_files import Waiting
from cdadesk.gui.places.exchange.reading import Clash, Side, View
from cdadesk.gui.sentences import days_ago_words, refused_words, size_words, waiting_words
from cdadesk.i18n import _, format_instant, format_number, ngettext
from cdadesk.sync.address import host_of

_DAY = 24 * 60 * 60


def headline(view: View) -> str:
    """Say in one sentence how things stand; "all sent" only when nothing waits and nothing stands refused."""
    standing = view.standing
    if standing.records:
        return waiting_words(standing)
    if standing.rejected:
        return refused_words(standing)
    return _("All sent") if standing.last_exchange is not None else _("Nothing waits to be sent")


def below_headline(view: View, today: dt.date) -> str:
    """Say with whom, and when it was last."""
    if not view.line.server:
        return _("Everything works without a server. Sign in once, when there is a connection.")
    last = view.standing.last_exchange
    when = _("last exchange {when}").format(when=days_ago_words(last, today)) if last else _("never exchanged yet")
    return "  ·  ".join(filter(None, (host_of(view.line.server), view.line.login, when, files_words(view.files))))


def files_words(files: Waiting) -> str:
    """Say how many photos and papers the server does not have yet, and what they cost; nothing if it has all."""
    if not files.count:
        return ""
    said = ngettext("{n} photo or paper goes later: {size}", "{n} photos and papers go later: {size}", files.count)
    return said.format(n=format_number(files.count), size=size_words(files.size))


def running_words(progress: Progress) -> str:
    """Say how far an exchange is, and how much is here of a large cluster that comes as one file."""
    if progress.first_came < progress.first_size:
        return _("A whole cluster comes: {came} of {size} are here").format(
            came=size_words(progress.first_came), size=size_words(progress.first_size)
        )
    return _("{sent} sent, {waiting} still wait, {received} received").format(
        sent=format_number(len(progress.went)),
        waiting=format_number(progress.records_waiting),
        received=format_number(progress.received),
    )


def past_words(past: Past) -> str:
    """Say what became of one exchange."""
    return past.sentence or result_words(past.sent, past.received, past.erased)


def past_when(past: Past) -> str:
    """Say when it was; of several in a row that came to the same, when the last was and how many there were."""
    if past.times == 1 or past.since is None:
        return format_instant(past.at)
    often = ngettext("{n} time", "{n} times", past.times).format(n=format_number(past.times))
    since = _("{when}, {often} since {since}")
    return since.format(when=format_instant(past.at), often=often, since=format_instant(past.since))


def result_words(sent: int, received: int, erased: int = 0) -> str:
    """Say what went and what came, and that something of it came too late to be kept."""
    if erased:
        too_late = ngettext(
            "Something in {n} change was not kept: it had been erased at somebody's wish meanwhile.",
            "Something in {n} changes was not kept: it had been erased at somebody's wish meanwhile.",
            erased,
        )
        return f"{result_words(sent, received)}. {too_late.format(n=format_number(erased))}"
    if not sent and not received:
        return _("Nothing was new on either side.")
    went = ngettext("{n} record sent", "{n} records sent", sent).format(n=format_number(sent))
    came = ngettext("{n} record received", "{n} records received", received).format(n=format_number(received))
    return _("{sent}, {received}").format(sent=went, received=came)


def aside_words(view: View) -> tuple[str, str]:
    """Say what is set aside, and why: title and sentence."""
    if view.illustrative:
        return (
            _("Set aside: only here"),
            _("What others seem to have said here was invented for training. The server never had it."),
        )
    return (
        _("Set aside: the server lost this"),
        _(
            "The server was restored from a backup. These words of others were here, and are not there any more. "
            "The administrator was told; they come back by themselves when their laptops exchange."
        ),
    )


def clock_words(skew: dt.timedelta) -> str:
    """Say how far the laptop's clock is off, and that it does not matter for the work."""
    apart = _apart(abs(skew))
    wrong = (
        _("By the server's clock, this laptop's is {apart} slow.")
        if skew > dt.timedelta()
        else _("By the server's clock, this laptop's is {apart} fast.")
    )
    return f"{wrong.format(apart=apart)} {_('Your work is in order; only the times that you read are off.')}"


def side_words(side: Side, name: str) -> str:
    """Say who wrote one of two values, on which laptop, and when."""
    who = _own_words(side) if side.mine else ", ".join(filter(None, (name, _device_words(side))))
    return ", ".join(filter(None, (who, format_instant(side.at) if side.at else "")))


def _own_words(side: Side) -> str:
    if side.here:
        return _("You, on this laptop")
    known = _device_words(side)
    return _("You, {laptop}").format(laptop=known) if known else _("You, on another laptop")


def _device_words(side: Side) -> str:
    return _("on the server's pages") if side.on_pages else side.laptop


def choice_words(clash: Clash) -> tuple[str, str]:
    """Say on the two buttons what each of them does."""
    if clash.is_void:
        return _void_choice(clash, clash.sides[0]), _void_choice(clash, clash.sides[1])
    return (_("Keep mine"), _("Take theirs")) if clash.is_mine else (_("Take this one"), _("Take that one"))


def void_words(clash: Clash) -> str:
    """Say what happened where one took out of use what the other went on working with."""
    if "/" in clash.path:
        return _("One took this line out, the other went on writing in it. Until somebody says so, it stays.")
    return _("One put this in the trash, the other went on working with it. Until somebody says so, it stays in use.")


def _void_choice(clash: Clash, side: Side) -> str:
    if side.value is None:
        return _("Keep it in use")
    return _("Take the line out") if "/" in clash.path else _("Put it in the trash")


def _apart(by: dt.timedelta) -> str:
    seconds = int(by.total_seconds())
    days = seconds // _DAY
    if days >= 2:
        return ngettext("{n} day", "{n} days", days).format(n=format_number(days))
    if seconds >= 2 * 60 * 60:
        hours = seconds // 3600
        return ngettext("{n} hour", "{n} hours", hours).format(n=format_number(hours))
    minutes = max(seconds // 60, 1)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=format_number(minutes))
