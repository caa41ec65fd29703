"""The page about the way to the service: proxy, certificates, a test, and what is rarely needed."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from omniflash_desktop.domain.network import ProxyWay, is_proxy_address
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.request import ReferenceHint
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.segmented import SegmentedControl
from omniflash_desktop.ui.controls.switch import Switch
from omniflash_desktop.ui.preferences.form import PreferencesPage, keep_narrow, mark_field
from omniflash_desktop.ui.preferences.outcome_card import TOP, Outcome, OutcomeCard
from omniflash_desktop.ui.spending.setting_row import SettingCard, SettingRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_SLOW_FROM = 2.0
"""Seconds of an answer from which people feel that the line is slow."""


class NetworkPage(PreferencesPage):
    """Tells each change.

    Args:
        theme: The look.
        preferences: As they are now.
        parent: Owner.

    Signals:
        changed: Preferences by their names, with their new values.
        choose_file_asked: A file with certificates is to be chosen.
        test_asked: The service is to be asked.
    """

    changed = Signal(object)
    choose_file_asked = Signal()
    test_asked = Signal()

    def __init__(self, theme: Theme, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(
            theme,
            self.tr("Network"),
            self.tr("For studios behind a proxy. It counts for every new connection."),
            parent,
        )
        self.proxy = SegmentedControl(theme, self)
        self.proxy.add_segment(ProxyWay.SYSTEM, self.tr("System"))
        self.proxy.add_segment(ProxyWay.NONE, self.tr("None"))
        self.proxy.add_segment(ProxyWay.MANUAL, self.tr("Manual"))
        self.proxy.set_value(preferences.proxy_way)
        self.address = QLineEdit(preferences.proxy_address, self)
        self.address.setPlaceholderText("http://proxy.example.com:8080")
        self.certificates = QLineEdit(self)
        self.certificates.setReadOnly(True)
        self.certificates.setPlaceholderText(self.tr("Use the system store"))
        self.choose_file = Button(theme, self.tr("Choose…"), parent=self)
        self.clear_file = Button(theme, self.tr("Clear"), kind=ButtonKind.GHOST, parent=self)
        self.test = Button(theme, self.tr("Test connection"), icon="lightning", parent=self)
        self.outcome = OutcomeCard(theme, self)
        self.model = QLineEdit(preferences.model, self)
        self.hint = SegmentedControl(theme, self)
        self.hint.add_segment(ReferenceHint.AUTO, self.tr("Automatic"))
        self.hint.add_segment(ReferenceHint.NEVER, self.tr("Never"))
        self.hint.set_value(preferences.reference_hint)
        self.early = Switch(theme, self)
        self.early.setChecked(preferences.upload_while_writing)
        keep_narrow(self.proxy, at_least=232)
        keep_narrow(self.hint, at_least=180)
        for widget, object_name in (
            (self.proxy, "proxyGroup"),
            (self.address, "proxyAddress"),
            (self.certificates, "certificateFile"),
            (self.choose_file, "chooseCertificateButton"),
            (self.clear_file, "clearCertificateButton"),
            (self.test, "testNetworkButton"),
            (self.model, "modelName"),
            (self.hint, "referenceHint"),
            (self.early, "uploadWhileWritingSwitch"),
        ):
            name(widget, object_name)
        self._lay_out()
        self.show_certificates(preferences.certificate_file)
        self._show_proxy()
        self._connect()

    def commit(self) -> None:
        self._address_finished()
        self._model_finished()

    def show_certificates(self, file: Path | None) -> None:
        """Shows which file of certificates is trusted besides the system's."""
        self.certificates.setText("" if file is None else str(file))
        self.certificates.setToolTip(self.certificates.text())
        self.clear_file.setVisible(file is not None)

    def show_testing(self) -> None:
        """The service is asked now."""
        self.test.setEnabled(False)
        self.outcome.show_outcome(Outcome.RUNNING, self.tr("Testing"))

    def show_answer(self, seconds: float) -> None:
        """The service answered after so many seconds."""
        self.test.setEnabled(True)
        is_slow = seconds >= _SLOW_FROM
        words = self.tr("First answer after %1 s").replace("%1", f"{seconds:.1f}")
        self.outcome.show_outcome(
            Outcome.SLOW if is_slow else Outcome.GOOD,
            self.tr("Slow") if is_slow else self.tr("Works"),
            words,
        )

    def show_trouble(self, title: str, text: str) -> None:
        """The service could not be reached."""
        self.test.setEnabled(True)
        self.outcome.show_outcome(Outcome.BAD, title, text)

    def _lay_out(self) -> None:
        self.add_row(self.tr("Proxy"), self.proxy)
        self._address_row = self.add_row(self.tr("Address"), self.address)
        self.add_row(
            self.tr("Certificates"),
            self.certificates,
            self.choose_file,
            self.clear_file,
            note=self.tr("Trusted besides those of the system: a file of your company, in PEM."),
        )
        test_row = QWidget(self)
        line = QHBoxLayout(test_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self.test, 0, TOP)
        line.addWidget(self.outcome, 1, TOP)
        line.addStretch()
        self.column.addWidget(test_row)
        self.column.addSpacing(tokens.SPACE_2)
        self._model_row = self.add_row(
            self.tr("Model name"),
            self.model,
            note=self.tr("Change it only if the service renames the model."),
        )
        sent_with = self.tr("sent with 3 images or a video")
        about = Label(self._theme, sent_with, size=tokens.CAPTION, role="text3", parent=self)
        self.add_row(self.tr("Reference hint"), self.hint, about)
        card = SettingCard(self._theme, self)
        card.add(
            SettingRow(
                self._theme,
                self.tr("Upload while I write"),
                self.tr("Images leave this computer once they are in the tray, not with Generate."),
                self.early,
                parent=card,
            )
        )
        self.column.addWidget(card)
        self.end()

    def _connect(self) -> None:
        self.proxy.chosen.connect(self._proxy_chosen)
        self.address.editingFinished.connect(self._address_finished)
        self.choose_file.clicked.connect(self.choose_file_asked)
        self.clear_file.clicked.connect(self._clear_file)
        self.test.clicked.connect(self._test_pressed)
        self.model.editingFinished.connect(self._model_finished)
        self.hint.chosen.connect(self._hint_chosen)
        self.early.toggled.connect(self._early_toggled)

    def _change(self, **facts: object) -> None:
        # What was found does not hold for another way.
        self.outcome.hide()
        self.changed.emit(facts)

    def _proxy_chosen(self, way: ProxyWay) -> None:
        self._show_proxy()
        self._change(proxy_way=way)
        if way is ProxyWay.MANUAL:
            self.address.setFocus()

    def _show_proxy(self) -> None:
        self._address_row.setVisible(self.proxy.value is ProxyWay.MANUAL)

    def _address_finished(self) -> None:
        text = self.address.text().strip()
        wrong = ""
        if text and not is_proxy_address(text):
            wrong = self.tr("Type an address such as http://proxy.example.com:8080")
        mark_field(self.address, wrong)
        self._address_row.show_note(wrong, "danger")
        if not wrong:
            self.changed.emit({"proxy_address": text})

    def _clear_file(self) -> None:
        self.show_certificates(None)
        self._change(certificate_file=None)

    def _test_pressed(self) -> None:
        self.commit()
        self.test_asked.emit()

    def _model_finished(self) -> None:
        model = self.model.text().strip()
        if model:
            self.changed.emit({"model": model})

    def _hint_chosen(self, hint: ReferenceHint) -> None:
        self.changed.emit({"reference_hint": hint})

    def _early_toggled(self, on: bool) -> None:
        self.changed.emit({"upload_while_writing": on})
