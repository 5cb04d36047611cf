"""What pages of several rooms share."""
