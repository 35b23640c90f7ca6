"""Why does this reader get this story, or not? The gate's own trace, with all that it went by: `terbit why`, and a screen."""
