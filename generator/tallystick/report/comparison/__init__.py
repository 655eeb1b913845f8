"""Two versions of an API compared, in each format."""
