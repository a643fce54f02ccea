"""Commands: one file a command; its COMMAND is what the command line offers."""
