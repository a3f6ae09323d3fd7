"""The manager's set-up: the page that lists what there is to set up, and what every set-up page has in common.

Each feature keeps its own pages under `/manage/…`; a line in `templates/manage/index.html` leads there.
"""
