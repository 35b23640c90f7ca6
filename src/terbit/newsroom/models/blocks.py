"""What an article's body is made of. The press prints `body.raw_data`; the shape of each value stands here.

paragraph   str: HTML of b, i, a
subheading  str
quote       {"text": str, "source": str}
picture     {"picture": int (id of a Picture), "caption": str (in place of the picture's own, where not empty)}
list        {"ordered": bool, "items": [{"type": "item", "id": str, "value": str: HTML as in a paragraph}, …]}
table       {"caption": str, "columns": [{"type": "text", "heading": str}, …], "rows": [{"values": [str, …]}, …]}
embed       {"url": str, "title": str}: printed as a card with a link; nobody else's script runs in our pages
read_also   int (id of an Article)
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

INLINE = ["bold", "italic", "link"]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quoted words"), rows=2)
    source = blocks.CharBlock(label=_("Who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.TextBlock(
        label=_("Caption"), required=False, rows=2, help_text=_("Left empty, the picture's own caption is printed.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")


class ListBlock(blocks.StructBlock):
    ordered = blocks.BooleanBlock(label=_("Numbered"), required=False)
    items = blocks.ListBlock(blocks.RichTextBlock(label=_("Item"), features=INLINE), label=_("Items"))

    class Meta:
        icon = "list-ul"
        label = _("List")


class EmbedBlock(blocks.StructBlock):
    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("What it shows"), max_length=200)

    class Meta:
        icon = "media"
        label = _("Link card")


class BodyBlock(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(label=_("Paragraph"), features=INLINE, icon="pilcrow")
    subheading = blocks.CharBlock(label=_("Subheading"), max_length=200, icon="title")
    quote = QuoteBlock()
    picture = PictureBlock()
    list = ListBlock()
    table = TypedTableBlock([("text", blocks.CharBlock(label=_("Text"), required=False))], label=_("Table"))
    embed = EmbedBlock()
    read_also = SnippetChooserBlock("newsroom.Article", label=_("Read also"), icon="link")
