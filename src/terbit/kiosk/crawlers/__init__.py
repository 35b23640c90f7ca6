"""Which search engine may read whole stories: one that the house let in, and that proves itself by its address."""
