"""News pages saved as plain text: the article found among everything else that the page showed. See docs/text-import.md."""

from typing import Final

from terbit.wire.text.reading import SavedText

TEXT: Final = SavedText()
