"""`python -m terbit` is the `terbit` command; the supervisor starts its parts this way."""

import sys

from terbit.cli import main

sys.exit(main())
