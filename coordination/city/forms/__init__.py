"""The forms that several rooms share."""
