"""The council's calendar as a case: rules, bodies, seats and sessions, each change an act."""
