"""How each part of notifications that reaches outside is put together; `app.py` joins them."""
