"""Every number that someone has published, held against ours."""
