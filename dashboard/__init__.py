"""Pages over the serving copy: server-rendered, read-only, no script, nothing loaded from elsewhere.

`python -m dashboard --port 8501`, with PYTHONPATH holding plugins/ and the project's root.
"""
