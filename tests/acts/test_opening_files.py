"""What a file is called when it leaves the safe: the colleague who named it decides nothing about that."""

import pytest

from cdadesk.acts.opening_files import name_of_copy
from cdadesk.domain.attachment import Attachment
from tests.builders import a_record


@pytest.mark.parametrize(
    ("file_name", "media_type", "kept_as"),
    [
        ("stall.jpg", "image/jpeg", "stall.jpg"),
        ("/home/asha/.config/autostart/u.desktop", "image/jpeg", "u.jpg"),
        ("minutes.bat", "application/pdf", "minutes.pdf"),
        ("u.desktop", "text/x-unknown", "u.bin"),
    ],
)
def test_a_copy_is_called_after_what_it_is(file_name, media_type, kept_as):
    assert name_of_copy(a_record(Attachment, file_name=file_name, media_type=media_type)) == kept_as


def test_no_name_leads_out_of_the_folder():
    named = name_of_copy(a_record(Attachment, file_name="..\\..\\x.bat", media_type="image/png"))
    assert not set(named) & set("/\\:")
