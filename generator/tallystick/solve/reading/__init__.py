"""What can be read off schemas without a search: what follows from what, what excludes what."""
