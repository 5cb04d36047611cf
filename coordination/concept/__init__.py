"""The integration concept: commission, discussion, chapters, programme, validity."""
