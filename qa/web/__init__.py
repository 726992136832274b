"""The page: chat, indicators, briefings and contradictions over one assistant, in a browser.

`qa.web.server.create_app` gives the FastAPI app that serves it.
"""
