"""The agents' screen: an answer as it is said on the phone, with all that an agent does around a call."""
