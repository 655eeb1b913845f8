"""Sending: to one host only, signed, counted, logged, at the pace that is asked for."""
