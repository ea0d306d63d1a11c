"""Warms a peer up with ever more batches until one run takes long enough to tell the speed, as warm-up.ts does for ours."""

WARM_UP_SECONDS = 0.5


def warm_up(measure, batch, items):
    """measure(items) runs over so many items; the estimate, and the facts of the very first batch."""
    facts = measure(batch)["facts"]
    timed = measure(batch)
    while timed["seconds"] < WARM_UP_SECONDS and timed["items"] < items:
        timed = measure(min(items, timed["items"] * 4))
    return {"secondsPerItem": timed["seconds"] / timed["items"], "facts": facts}
