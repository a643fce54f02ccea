"""Studies: what each question answers, and when it refuses."""
