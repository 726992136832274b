"""The commands of `python app.py`: one module each, put together by `cli`."""
