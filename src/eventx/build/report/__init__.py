"""``report.html`` of a data set: one page that loads nothing and runs nothing."""

from eventx.build.report.page import page

__all__ = ["page"]
