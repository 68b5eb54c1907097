"""Places filled with invented things, to look at the frame and the kit before, and beside, the real places."""

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QSpinBox,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cdadesk import i18n, look
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.notices import ConfirmStrip, Notice, Tone
from cdadesk.gui.kit.page import Action, Page, PlaceEntry
from cdadesk.gui.kit.room import page_column, rule, scrolled
from cdadesk.gui.kit.theme import set_style_property
from cdadesk.gui.kit.words import button, label, paragraph
from cdadesk.look import MoneySource
from cdadesk.reports.stacked_bars import Bar, draw_stacked_bars
from cdadesk.reports.step_line import Event, Step, TrustHistory, draw_step_line


def say(english: str, hindi: str) -> str:
    """Return the sample's words in the language in use."""
    return hindi if i18n.language() == "hi" else english


def _nothing() -> None:
    """Do nothing, as a picture does."""


class SamplePage(Page):
    """A page that is built again for each language."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        self.retranslate()

    def build(self) -> QWidget:
        """Make what stands in the page."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Build everything again."""
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = self.build()
        self._column.addWidget(self._inside)


class TodaySample(SamplePage):
    """Four short lists and one sentence."""

    def title(self) -> str:
        return say("Today", "आज")

    def build(self) -> QWidget:
        headline = label(
            say("3 things came back. The meeting in Sanganer is tomorrow.", "3 बातें वापस आईं। सांगानेर की बैठक कल है।"),
            "headline",
        )
        headline.setWordWrap(True)
        lists = QWidget()
        grid = QGridLayout(lists)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(look.spacing().vast)
        grid.setVerticalSpacing(look.spacing().wide)
        for place, (heading, lines) in enumerate(_today_lists()):
            grid.addWidget(_short_list(heading, lines), place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        whole = page_column(headline, lists)
        whole.layout().addStretch(1)  # type: ignore[union-attr]
        return scrolled(whole)


def _today_lists() -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    return (
        (
            say("Came back from the advisor", "सलाहकार से वापस आया"),
            (
                (
                    say("Meeting of 12 March, Bagru", "12 मार्च की बैठक, बगरू"),
                    say("Who proposed the second decision?", "दूसरा निर्णय किसने रखा?"),
                ),
                (
                    say("Fair: Heimtextil", "मेला: हाइमटेक्सटिल"),
                    say("The freight voucher is missing.", "भाड़े की रसीद नहीं मिली।"),
                ),
            ),
        ),
        (
            say("Due", "करना है"),
            (
                (say("Print the minutes", "कार्यवृत्त छापें"), say("tomorrow", "कल")),
                (say("Visit the block carvers", "ठप्पा नक्काशों से मिलें"), say("Friday", "शुक्रवार")),
            ),
        ),
        (
            say("Unfinished", "अधूरा"),
            ((say("Interview with Shree Prints", "श्री प्रिंट्स से बातचीत"), say("12 answers left", "12 उत्तर बाकी")),),
        ),
        (
            say("Waits to be sent", "भेजना बाकी"),
            ((say("12 changes", "12 बदलाव"), "40 KB"), (say("5 photos", "5 तस्वीरें"), "7 MB")),
        ),
    )


def _short_list(heading: str, lines: Sequence[tuple[str, str]]) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look.spacing().small)
    column.addWidget(label(heading, "section"))
    for first, second in lines:
        column.addWidget(rule())
        column.addWidget(label(first))
        column.addWidget(label(second, "second"))
    return made


class MeetingsSample(SamplePage):
    """A table beside a form, with every kind of control."""

    def title(self) -> str:
        return say("Meetings", "बैठकें")

    def trail(self) -> Sequence[str]:
        return (say("Networks", "नेटवर्क"), "Calico")

    def primary_action(self) -> Action:
        return Action(say("Log a meeting", "बैठक दर्ज करें"), _nothing, "plus")

    def other_actions(self) -> Sequence[Action]:
        return (Action(say("Print minutes", "कार्यवृत्त छापें"), _nothing, "printer"),)

    def build(self) -> QWidget:
        split = QSplitter()
        split.addWidget(_table())
        split.addWidget(_form())
        split.setSizes([560, 560])
        return split


def _table() -> QTableView:
    view = QTableView()
    headings = (say("Held on", "तारीख़"), say("Place", "स्थान"), say("Came", "आए"), say("Spent", "ख़र्च"))
    model = QStandardItemModel(0, len(headings), view)
    model.setHorizontalHeaderLabels(headings)
    places = (say("Bagru", "बगरू"), say("Sanganer", "सांगानेर"), say("Jaipur, Chaura Rasta", "जयपुर, चौड़ा रास्ता"))
    for place in range(24):
        cells = [i18n.format_day(dt.date(2026, 3, 14) - dt.timedelta(days=place * 15)), places[place % 3]]
        figures = [i18n.format_number(14 + place % 9), i18n.format_amount(120_050 * (place % 7))]
        row = [QStandardItem(cell) for cell in (*cells, *figures)]
        for item in row[2:]:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        model.appendRow(row)
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setShowGrid(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(look.sizes().row)
    view.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    view.selectRow(2)
    return view


def _form() -> QWidget:
    kinds = QComboBox()
    kinds.addItems([say("General body", "आम सभा"), say("Committee", "कार्यकारिणी"), say("Training", "प्रशिक्षण")])
    day = QDateEdit(QDate(2026, 3, 14))
    day.setCalendarPopup(True)
    day.setDisplayFormat("dd.MM.yyyy")
    wrong = QLineEdit("१,२०,५००x")
    set_style_property(wrong, "complaint", "true")
    fields: list[QWidget] = [
        label(say("Where and when", "कहाँ और कब"), "section"),
        label(say("Held on", "तारीख़"), "field"),
        day,
        label(say("Kind of meeting", "बैठक का प्रकार"), "field"),
        kinds,
        label(say("Place", "स्थान"), "field"),
        QLineEdit(say("Bagru, house of the society", "बगरू, समिति भवन, द्धु र्कि ट्ठ")),
        label(say("Money decided", "तय की गई रक़म"), "field"),
        wrong,
        label(
            say("This is not an amount. Write 1,20,500 or 1.2 lakh.", "यह रक़म नहीं है। 1,20,500 या 1.2 लाख लिखें।"),
            "complaint",
        ),
        label(say("Actors who came", "कितने आए"), "field"),
        QSpinBox(),
        _choices(),
        label(say("What was decided", "क्या तय हुआ"), "field"),
        QPlainTextEdit(say("A joint stall at the fair.", "मेले में मिलकर एक स्टॉल लगाएँगे।")),
    ]
    inside = page_column(*fields)
    inside.setMaximumWidth(look.sizes().detail)
    inside.layout().setSpacing(look.spacing().hair)  # type: ignore[union-attr]
    return scrolled(inside)


def _choices() -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 4, 0, 4)
    row.setSpacing(look.spacing().large)
    quorum = QCheckBox(say("Quorum reached", "कोरम पूरा"))
    quorum.setChecked(True)
    public = QRadioButton(say("Open", "खुली"))
    public.setChecked(True)
    for widget in (quorum, QCheckBox(say("Minutes signed", "हस्ताक्षर हुए")), public, QRadioButton(say("Closed", "बंद"))):
        row.addWidget(widget)
    row.addStretch(1)
    return made


class TrustSample(SamplePage):
    """The step line and the bars of fairs."""

    def title(self) -> str:
        return say("Trust", "विश्वास")

    def build(self) -> QWidget:
        history = _history()
        return page_column(
            label(say("Calico, since it was founded", "कैलिको, स्थापना से अब तक"), "section"),
            Chart(lambda room: draw_step_line(history, room), QSize(400, 170)),
            label(say("Who carried the fairs", "मेलों का ख़र्च किसने उठाया"), "section"),
            Chart(lambda room: draw_stacked_bars(_bars(), room), QSize(400, 170)),
        )


def _history() -> TrustHistory:
    steps = (
        Step(dt.date(1997, 9, 1), 0, 12),
        Step(dt.date(1998, 3, 1), 21, 26),
        Step(dt.date(1998, 11, 1), 44, 26),
        Step(dt.date(1999, 2, 1), None),
        Step(dt.date(1999, 9, 1), 80, 60),
        Step(dt.date(2000, 4, 1), 132, 118),
    )
    events = (
        Event(dt.date(1998, 3, 1), say("the group took a name", "समूह ने नाम चुना")),
        Event(dt.date(1998, 11, 1), say("a fair with settled accounts", "हिसाब चुकाया गया मेला")),
        Event(dt.date(1999, 12, 1), say("shares unpaid", "हिस्से बाकी"), setback=True),
        Event(dt.date(2000, 4, 1), say("joint catalogue", "साझा सूची")),
    )
    return TrustHistory(steps, events, dt.date(2001, 3, 31))


def _bars() -> Sequence[Bar]:
    private, institutions, programme, unexplained = MoneySource
    return (
        Bar(say("Delhi", "दिल्ली"), "1998", {private: 2_000_000, institutions: 1_000_000, programme: 5_784_569}),
        Bar(
            say("Mumbai", "मुंबई"),
            "1999",
            {private: 4_200_000, institutions: 2_500_000, programme: 2_300_000, unexplained: 400_000},
        ),
        Bar(say("Milan", "मिलान"), "2000", {private: 9_000_000, institutions: 2_000_000, programme: 600_000}),
    )


class NoticesSample(SamplePage):
    """What the program says, and every kind of button."""

    def title(self) -> str:
        return say("Exchange", "आदान-प्रदान")

    def build(self) -> QWidget:
        notices: list[QWidget] = []
        for tone, text in zip(Tone, _sentences(), strict=True):
            notice = Notice()
            notice.say(tone, text, Action(say("Show", "दिखाएँ"), _nothing) if tone is Tone.WARN else None)
            notices.append(notice)
        strip = ConfirmStrip()
        strip.ask(
            say(
                "Blank the personal data of 3 people? This cannot be undone.",
                "3 लोगों का निजी विवरण मिटाएँ? यह वापस नहीं होगा।",
            ),
            Action(say("Blank them", "मिटाएँ"), _nothing),
        )
        tabs = QTabWidget()
        for name in (
            say("Costs", "ख़र्च"),
            say("Who pays", "कौन देता है"),
            say("Participants", "भाग लेने वाले"),
            say("Settlement", "हिसाब"),
        ):
            tabs.addTab(
                paragraph(
                    say(
                        "8,000.00 left after institution and network, shared equally by 5.",
                        "संस्था और नेटवर्क के बाद 8,000.00 बचे, 5 में बराबर बँटे।",
                    )
                ),
                name,
            )
        return scrolled(page_column(*notices, strip, _buttons(), _progress(), tabs))


def _sentences() -> Sequence[str]:
    return (
        say("The last exchange was 3 days ago.", "पिछला आदान-प्रदान 3 दिन पहले हुआ।"),
        say("Everything that waited was sent.", "जो बाकी था, सब भेज दिया गया।"),
        say("More actors came than were invited.", "बुलाए गए लोगों से ज़्यादा आए।"),
        say("The server did not take 1 record.", "सर्वर ने 1 रिकॉर्ड नहीं लिया।"),
    )


def _buttons() -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    for look_name, icon in (("primary", "send"), ("secondary", "usb"), ("quiet", "history"), ("danger", "trash-2")):
        row.addWidget(button(Action(say("Send now", "अभी भेजें"), _nothing, icon), look_name))
    row.addWidget(button(Action(say("Not now", "अभी नहीं"), _nothing, "send", enabled=False), "primary"))
    row.addWidget(button(Action(say("Not now", "अभी नहीं"), _nothing, enabled=False)))
    row.addStretch(1)
    return made


def _progress() -> QWidget:
    bar = QProgressBar()
    bar.setRange(0, 10)
    bar.setValue(6)
    bar.setTextVisible(False)
    return bar


class EmptySample(SamplePage):
    """A place with nothing in it yet."""

    def title(self) -> str:
        return say("Networks", "नेटवर्क")

    def build(self) -> QWidget:
        return EmptyState(
            "waypoints",
            say(
                "A network is a group of firms that does things together.",
                "नेटवर्क उन इकाइयों का समूह है जो मिलकर काम करती हैं।",
            ),
            Action(say("Add the first network", "पहला नेटवर्क जोड़ें"), _nothing, "plus"),
            Action(say("Read how Calico began", "पढ़ें, कैलिको कैसे शुरू हुआ"), _nothing, "book-open"),
        )


def sample_places() -> Sequence[PlaceEntry]:
    """Return the places of product.md with sample pages; the labels are those of the real ones."""
    kinds: Sequence[tuple[str, str, str, Callable[[], Page], int]] = (
        ("today", "Today", "calendar-check", TodaySample, 3),
        ("cluster", "Cluster", "map", EmptySample, 0),
        ("actors", "Actors", "users", EmptySample, 0),
        ("diagnostic", "Diagnostic", "clipboard-list", EmptySample, 0),
        ("plan", "Plan", "target", EmptySample, 0),
        ("networks", "Networks", "waypoints", MeetingsSample, 0),
        ("trust", "Trust", "handshake", TrustSample, 0),
        ("joint_actions", "Joint actions", "tent", EmptySample, 0),
        ("services", "Services & money", "hand-coins", EmptySample, 0),
        ("reports", "Reports", "file-text", EmptySample, 0),
        ("reviews", "Reviews", "messages-square", EmptySample, 2),
        ("exchange", "Exchange", "arrow-left-right", NoticesSample, 0),
    )
    return [PlaceEntry(key, name, icon, make, count) for key, name, icon, make, count in kinds]
