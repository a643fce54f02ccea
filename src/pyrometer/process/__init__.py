"""Process: journeys and spells, the tables that every measure starts from."""
