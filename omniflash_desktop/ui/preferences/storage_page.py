"""The page about local reference videos: whether and where they are uploaded, and a test of it."""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from omniflash_desktop.domain.bucket_presets import (
    BucketPreset,
    example_endpoint,
    preset_of,
    region_in,
)
from omniflash_desktop.domain.hosting import (
    LINK_HOURS,
    BucketKind,
    BucketLack,
    BucketStep,
    BucketTest,
    VideoWay,
)
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import ProblemKind
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.choice_box import ChoiceBox
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.segmented import SegmentedControl
from omniflash_desktop.ui.controls.switch import Switch
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.preferences.bucket_key_fields import BucketKeyFields
from omniflash_desktop.ui.preferences.form import FieldRow, PreferencesPage, keep_narrow, mark_field
from omniflash_desktop.ui.preferences.outcome_card import TOP, Outcome, OutcomeCard
from omniflash_desktop.ui.preferences.storage_words import (
    doing_words,
    failed_at_words,
    lack_words,
    preset_name,
    way_words,
)
from omniflash_desktop.ui.spending.setting_row import SettingCard, SettingRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_REGION_WIDTH = 128


class StoragePage(PreferencesPage):
    """Shows the choice and tells each change; it uploads and keeps nothing itself.

    Args:
        theme: The look.
        preferences: As they are now.
        parent: Owner.

    Signals:
        changed: Preferences by their names, with their new values.
        test_asked: The bucket is to be tested.
        test_cancelled: The user does not wait for the test any more.
    """

    # As an object: in a dict of Qt's own, words of closed sets become plain strings.
    changed = Signal(object)
    test_asked = Signal()
    test_cancelled = Signal()

    def __init__(self, theme: Theme, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(
            theme,
            self.tr("Storage for reference videos"),
            self.tr(
                "The service takes no video uploads: it reads a reference video from a link. "
                "Here you say how a video of this computer gets one."
            ),
            parent,
        )
        self._preferences = preferences
        hosting = preferences.video_hosting
        self._preset = preset_of(hosting.kind, hosting.endpoint)
        self.way = SegmentedControl(theme, self)
        self.store = ChoiceBox(theme, self)
        self.endpoint = QLineEdit(self)
        self.bucket = QLineEdit(self)
        self.region = QLineEdit(self)
        self.folder = QLineEdit(self)
        self.expiry = SegmentedControl(theme, self)
        self.delete = Switch(theme, self)
        self.test = Button(theme, self.tr("Test connection"), icon="lightning", parent=self)
        self.cancel = Button(theme, self.tr("Cancel"), kind=ButtonKind.GHOST, parent=self)
        self.outcome = OutcomeCard(theme, self)
        self._fill()
        self._lay_out()
        self.keys.show_preset(self._preset)
        self._connect()
        self._refresh()

    @property
    def lack(self) -> BucketLack | None:
        """What the bucket cannot be used without, as far as this page knows."""
        hosting = self._preferences.video_hosting
        if hosting.lack is None and self._preset.needs_endpoint and not hosting.endpoint:
            return BucketLack.ENDPOINT
        return hosting.lack

    def commit(self) -> None:
        self._place_finished()
        self.keys.commit()

    def show_step(self, step: BucketStep) -> None:
        """A test is at this step."""
        self.outcome.show_outcome(Outcome.RUNNING, self.tr("Testing"), doing_words(step))
        self._show_testing(True)

    def show_result(self, result: BucketTest) -> None:
        """A test has ended."""
        self._show_testing(False)
        problem = result.problem
        if problem is None:
            went = self.tr("Upload, public read and delete in %1 ms")
            self.outcome.show_outcome(
                Outcome.GOOD, self.tr("Works"), went.replace("%1", str(result.milliseconds))
            )
            return
        words = words_for(problem)
        sentences = [words.cause, words.next_step]
        if result.failed_at is not None and problem.kind is not ProblemKind.STORAGE_KEY_MISSING:
            sentences.insert(0, failed_at_words(result.failed_at))
        text = " ".join(one for one in sentences if one)
        self.outcome.show_outcome(Outcome.BAD, words.title, text)

    def show_cancelled(self) -> None:
        """Nobody waits for a test any more."""
        self._show_testing(False)
        self.outcome.hide()

    def focus_what_is_missing(self) -> None:
        """Leads to the first thing that has to be said."""
        if self._preferences.video_way is VideoWay.BUCKET:
            first = self.bucket if self.lack is BucketLack.BUCKET else self.endpoint
            (first if self.lack is not None else self.store).setFocus()
        else:
            self.way.segments()[0].setFocus()

    def _fill(self) -> None:
        preferences = self._preferences
        self.way.add_segment(VideoWay.LINK, self.tr("My own links"))
        self.way.add_segment(VideoWay.BUCKET, self.tr("My bucket"))
        self.way.set_value(preferences.video_way)
        for preset in BucketPreset:
            self.store.add_choice(preset, preset_name(preset))
        self.store.set_value(self._preset)
        self.endpoint.setText(preferences.bucket_endpoint)
        self.bucket.setText(preferences.bucket_name)
        self.region.setText(preferences.bucket_region)
        self.region.setFixedWidth(_REGION_WIDTH)
        self.folder.setText(preferences.bucket_folder)
        for hours in LINK_HOURS:
            self.expiry.add_segment(hours, self.tr("%1 h").replace("%1", str(hours)))
        self.expiry.set_value(preferences.bucket_link_hours)
        keep_narrow(self.expiry, at_least=220)
        self.delete.setChecked(preferences.bucket_delete_after_use)
        for widget, object_name in (
            (self.way, "storageWay"),
            (self.store, "s3Store"),
            (self.endpoint, "s3Endpoint"),
            (self.bucket, "s3Bucket"),
            (self.region, "s3Region"),
            (self.folder, "s3Folder"),
            (self.expiry, "s3Expiry"),
            (self.delete, "s3Delete"),
            (self.test, "s3Test"),
            (self.cancel, "cancelStorageTest"),
        ):
            name(widget, object_name)

    def _lay_out(self) -> None:
        theme = self._theme
        self._way_row = self.add_row(self.tr("Local videos"), self.way, note=" ")
        self._store_row = self.add_row(self.tr("Store"), self.store)
        self._endpoint_row = self.add_row(self.tr("Endpoint"), self.endpoint)
        self._region_words = Label(theme, self.tr("Region"), size=tokens.CAPTION, parent=self)
        self._bucket_row = self.add_row(
            self.tr("Bucket"), self.bucket, self._region_words, self.region
        )
        self._folder_row = self.add_row(self.tr("Folder"), self.folder)
        self.keys = BucketKeyFields(theme, self)
        self._expiry_row = self.add_row(self.tr("Link expires after"), self.expiry)
        self._delete_card = SettingCard(theme, self)
        self._delete_card.add(
            SettingRow(
                theme,
                self.tr("Delete the file when the clip is finished"),
                self.tr("Keeps the bucket small. Re-running uploads it again."),
                self.delete,
                parent=self._delete_card,
            )
        )
        self.column.addWidget(self._delete_card)
        self._test_row = QWidget(self)
        line = QHBoxLayout(self._test_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        buttons = QVBoxLayout()
        buttons.setSpacing(tokens.SPACE_1)
        buttons.addWidget(self.test)
        buttons.addWidget(self.cancel)
        line.addLayout(buttons)
        line.setAlignment(buttons, TOP)
        line.addWidget(self.outcome, 1, TOP)
        line.addStretch()
        self._test_row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.column.addWidget(self._test_row)
        self.cancel.hide()
        self.end()

    def _connect(self) -> None:
        self.way.chosen.connect(self._way_chosen)
        self.store.chosen.connect(self._store_chosen)
        self.endpoint.editingFinished.connect(self._place_finished)
        self.bucket.editingFinished.connect(self._place_finished)
        self.region.textEdited.connect(self._region_edited)
        self.folder.textEdited.connect(self._folder_edited)
        self.expiry.chosen.connect(self._expiry_chosen)
        self.delete.toggled.connect(self._delete_toggled)
        self.test.clicked.connect(self._test_pressed)
        self.cancel.clicked.connect(self.test_cancelled)

    def _change(self, **facts: object) -> None:
        changed = msgspec.structs.replace(self._preferences, **facts)
        if changed == self._preferences:
            return
        self._preferences = changed
        # What was found does not hold for anything else.
        self.outcome.hide()
        self.changed.emit(facts)
        self._refresh()

    def _way_chosen(self, way: VideoWay) -> None:
        self._change(video_way=way)

    def _store_chosen(self, preset: BucketPreset) -> None:
        is_of_it = preset is preset_of(BucketKind.S3, self.endpoint.text())
        self._preset = preset
        self.keys.show_preset(preset)
        if not is_of_it:
            self.endpoint.clear()
            self.region.setText("auto" if preset is BucketPreset.R2 else "")
        self._change(
            bucket_kind=preset.kind,
            bucket_endpoint=self.endpoint.text().strip(),
            bucket_region=self.region.text().strip(),
        )
        self._refresh()

    def _place_finished(self) -> None:
        """The address or the bucket is typed to its end: half of it would be another bucket."""
        endpoint = self.endpoint.text().strip()
        told = region_in(endpoint)
        if told and not self.region.text().strip():
            self.region.setText(told)
        self._change(
            bucket_endpoint=endpoint,
            bucket_name=self.bucket.text().strip(),
            bucket_region=self.region.text().strip(),
        )

    def _region_edited(self, text: str) -> None:
        self._change(bucket_region=text.strip())

    def _folder_edited(self, text: str) -> None:
        self._change(bucket_folder=text)

    def _expiry_chosen(self, hours: int) -> None:
        self._change(bucket_link_hours=hours)

    def _delete_toggled(self, on: bool) -> None:
        self._change(bucket_delete_after_use=on)

    def _test_pressed(self) -> None:
        self.commit()
        lack = self.lack
        if lack is not None:
            self.outcome.show_outcome(Outcome.SLOW, self.tr("Not complete"), lack_words(lack))
            self.focus_what_is_missing()
            return
        self.test_asked.emit()

    def _show_testing(self, is_testing: bool) -> None:
        had_focus = self.cancel.hasFocus() or self.test.hasFocus()
        self.test.setEnabled(not is_testing)
        self.cancel.setVisible(is_testing)
        if had_focus:
            (self.cancel if is_testing else self.test).setFocus()

    def _refresh(self) -> None:
        preferences, preset = self._preferences, self._preset
        in_bucket = preferences.video_way is VideoWay.BUCKET
        self._way_row.show_note(way_words(preferences.video_hosting), "text2")
        rows: tuple[FieldRow, ...] = (
            self._store_row,
            self._bucket_row,
            self._folder_row,
            self._expiry_row,
        )
        for row in (*rows, self._delete_card, self._test_row):
            row.setVisible(in_bucket)
        has_endpoint = preset is not BucketPreset.GOOGLE
        self._endpoint_row.setVisible(in_bucket and has_endpoint)
        is_s3 = preset.kind is BucketKind.S3
        self._region_words.setVisible(is_s3)
        self.region.setVisible(is_s3)
        is_azure = preset is BucketPreset.AZURE
        self._bucket_row.words.setText(self.tr("Container") if is_azure else self.tr("Bucket"))
        self.keys.set_shown(in_bucket)
        self.endpoint.setPlaceholderText(
            example_endpoint(preset, region=preferences.bucket_region.strip())
        )
        self.region.setPlaceholderText("us-east-1" if preset is BucketPreset.AMAZON else "")
        lack = self.lack
        is_wrong = bool(preferences.bucket_endpoint) and lack is BucketLack.ENDPOINT
        mark_field(self.endpoint, lack_words(lack) if is_wrong and lack is not None else "")
        self._endpoint_row.show_note(self._endpoint_note(lack), "danger" if is_wrong else "text3")

    def _endpoint_note(self, lack: BucketLack | None) -> str:
        if lack is BucketLack.ENDPOINT:
            return lack_words(lack)
        if self._preset is BucketPreset.MINIO:
            return self.tr("The service must be able to reach it from the internet.")
        return ""
