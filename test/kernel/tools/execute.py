"""Executes a notebook in place by nbclient, with the options that come as JSON; prints the name of the exception that ended it, if any."""

import json
import sys

import nbformat
from nbclient import NotebookClient

path, options = sys.argv[1], json.loads(sys.argv[2])
notebook = nbformat.read(path, as_version=4)
try:
    NotebookClient(notebook, **options).execute()
except Exception as error:
    print(type(error).__name__)
finally:
    nbformat.write(notebook, path)
