"""What is the same in both versions, and so needs no look."""
