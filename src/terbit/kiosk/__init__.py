"""Which finished body answers this request? Without Django; a GET writes nothing."""
