"""The form for pictures: whatever is wrong with a file is said in one sentence, and nothing else stops."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from terbit.newsroom.pictures import PictureRefused, read_upright


class PictureField(WagtailImageField):
    """Asks the house first: Wagtail's own field lets a reader's exception through for some broken files."""

    def to_python(self, data: Any) -> Any:
        if data:
            try:
                read_upright(data)
            except PictureRefused as refused:
                raise forms.ValidationError(str(refused), code=refused.code) from refused
            finally:
                data.seek(0)
        return super().to_python(data)


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            file = self.fields["file"]
            self.fields["file"] = PictureField(label=file.label, widget=file.widget, required=file.required)
