"""The records that everything speaks: event, definition, table, interval, figure, finding, process facts."""
