"""Answers the benchmark's requests (contender.ts describes the protocol), one after the other, until the input ends."""

import json
import os
import sys


def serve(handlers):
    """Calls handlers[verb](**parameters) for each line of stdin. Libraries print on stdout too: theirs goes to stderr."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        verb = request.pop("verb")
        try:
            reply = {"value": handlers[verb](**request)}
        except Exception as error:  # any failure of a peer is an answer, named in its row
            reply = {"error": f"{type(error).__name__}: {error}"}
        replies.write("\x1e" + json.dumps(reply) + "\n")
        replies.flush()
