"""Reports of a campaign, one file a format."""
