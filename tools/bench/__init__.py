"""What a gated page costs beside a static file: `make bench`, and `make bench-scale` for what grows with the archive."""
