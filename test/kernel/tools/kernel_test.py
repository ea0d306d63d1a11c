"""Jupyter's own tests of kernels (jupyter_kernel_test) on the course kernel; prints each test and how it ended as JSON."""

import json
import sys
import unittest

import jupyter_kernel_test


class CourseKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    completion_samples = [
        {"text": "(1).toFix", "matches": ["toFixed"]},
        {"text": "console.debu", "matches": ["debug"]},
        {"text": "Number.isSafeI", "matches": ["isSafeInteger"]},
    ]
    complete_code_samples = ["1 + 1", "function f() {\n  return 1;\n}", "await Promise.resolve(1)", "type A = { a: number };", ""]
    incomplete_code_samples = ["function f() {", "const a = [1,", "if (true) {\n  1", "`open", "/* open", "for (const a of [1]) {"]
    invalid_code_samples = ["const = 3", "let 1a = 2", "}"]
    code_generate_error = "throw new RangeError('wrong')"
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[1, 2].map((n) => n * 2)", "result": "[ 2, 4 ]"},
        {"code": "await Promise.resolve('later')", "result": "'later'"},
        {"code": "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 'p', 'text/html': '<b>p</b>' }) })", "mime": "text/html"},
    ]
    code_display_data = [
        {"code": "display({ 'text/plain': 'p', 'text/html': '<b>p</b>' })", "mime": "text/html"},
        {"code": "display({ 'text/plain': 'p', 'image/png': 'iVBORw0KGgo=' })", "mime": "image/png"},
    ]
    code_history_pattern = "1?+*2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_clear_output = "clearOutput()"
    code_page_something = "Math.max?"


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True


class Collected(unittest.TestResult):
    """Keeps how each test ended; a subtest that fails has its own line."""

    def __init__(self):
        super().__init__()
        self.ended = []

    def note(self, test, how, why=""):
        why = " ".join(why.strip().split("\n")[-3:])  # the samples of is_complete tell over three lines
        self.ended.append({"test": test.id().removeprefix("__main__.").removeprefix("CourseKernel."), "how": how, "why": why})

    def addSuccess(self, test):
        self.note(test, "passed")

    def addFailure(self, test, err):
        self.note(test, "failed", self._exc_info_to_string(err, test))

    def addError(self, test, err):
        self.note(test, "failed", self._exc_info_to_string(err, test))

    def addSkip(self, test, reason):
        self.note(test, "skipped", reason)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.note(subtest, "failed", self._exc_info_to_string(err, test))


if __name__ == "__main__":
    result = Collected()
    # One class a process: after the first, Jupyter's own tear-down may find its connections closed.
    case = {"kernel": CourseKernel, "welcome": Welcome}[sys.argv[1]]
    unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    print(json.dumps(result.ended))
