"""Django's SQLite for a file that may be moved away and come back; `base` is where Django looks for it."""
