"""What nbgrader needs to know of TypeScript notebooks: copy this file into your course folder, or take its lines into your own."""

c = get_config()  # noqa: F821 (nbgrader gives it)

# What stands in the place of a solution. It throws, so that an answer that was not touched gets no points.
c.ClearSolutions.code_stub = {
    "typescript": '// your code here\nthrow new Error("Not done yet");',
    "python": "# your code here\nraise NotImplementedError()",
}

# nbgrader takes anything that a graded cell prints on stderr for a failure. Here a warning costs nothing: a test fails when it throws.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"[\s\S]"

# Seconds for one cell. Then it is interrupted, counts as failed, and the next cell runs.
c.ExecutePreprocessor.timeout = 60
