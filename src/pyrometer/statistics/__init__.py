"""Statistics: arrays in, frozen results out; numpy and scipy alone, usable without a plant."""
