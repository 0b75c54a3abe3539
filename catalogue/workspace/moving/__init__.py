"""Moving: the texts of a catalogue with the IRIs below one base below another."""
