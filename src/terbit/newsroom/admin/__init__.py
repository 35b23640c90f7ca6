"""The desk at /redaksi/: Wagtail's admin, with the house's rights, words and verbs in it."""
