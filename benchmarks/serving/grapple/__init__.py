"""wagtail-grapple over the pages of the hub, as its manual shows it, to be measured beside our documents."""
