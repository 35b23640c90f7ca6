"""What exactly does each page contain, which pages does this change touch, and is this page fit to go out?

A build system: `marks` says what must be printed again, `worker` prints it in batches, `making` makes a page from its
rows and proves it (`proof`), `printing` lets it go out, `shutting` shuts at once what became stricter, `staging` makes
beforehand what a release will bring and lets it out at its instant, `verify` compares with a printing from nothing. What
each kind of page contains stands in `pages`.
"""
