"""Bodies: what is valid, what breaks exactly one claim, and why some cannot be broken alone."""
