"""Contract tests: requests made from a document, and judgements on what comes back.

``campaign.run`` is the whole; ``strategies`` has the same bodies for Hypothesis.
"""
