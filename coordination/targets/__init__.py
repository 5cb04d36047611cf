"""The council's target with its time frame: objectives and their values over time."""
