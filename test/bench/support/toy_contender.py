"""A contender in Python that talks on stdout, as libraries do, and fails when told to."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from worker import serve


def start(**parameters):
    print("a library that talks on stdout")
    os.write(1, b"and one that does so from native code\n")
    return {"versions": {"toy": "1.0"}, "parameters": parameters}


def prepare():
    raise ValueError("no such batch")


serve({"start": start, "prepare": prepare})
