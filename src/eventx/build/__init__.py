"""An archive of articles to a published data set, in pieces that survive any end of the process."""
