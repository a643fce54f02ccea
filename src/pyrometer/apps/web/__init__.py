"""The web face: one plant in the browser of the person who sits at this machine, to be read and asked, not changed."""
