"""Send this, to them, surely, once."""

from terbit.mail.send import send

__all__ = ["send"]
