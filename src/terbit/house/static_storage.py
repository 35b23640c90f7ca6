"""Names of style sheets and scripts as pages print them: with a hash of the content, so that they never go stale."""

from __future__ import annotations

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Django's, but a file that was not collected keeps its plain name: a missing picture breaks no page."""

    def stored_name(self, name: str) -> str:
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))
