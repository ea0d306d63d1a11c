"""Lets papermill write parameters in TypeScript."""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

# `let epochs: number = 3; // how long`, one a line
declaration = re.compile(r"(?:let|const|var)\s+([\w$]+)(?:\s*:\s*([^=]+?))?\s*=\s*(.+?)\s*(?:;\s*(?://\s*(.*))?)?$")


class TypeScriptTranslator(Translator):
    """Writes parameters as TypeScript values and declares them anew, as types that fit the values."""

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_str(cls, val):
        # JSON is TypeScript, but for two line ends that end a string in older readers.
        return json.dumps(val, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

    translate_escaped_str = translate_str

    @classmethod
    def translate_int(cls, val):
        return str(val)

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        if math.isinf(val):
            return "Infinity" if val > 0 else "-Infinity"
        return repr(val)

    @classmethod
    def translate_list(cls, val):
        return f"[{', '.join(cls.translate(item) for item in val)}]"

    @classmethod
    def translate_dict(cls, val):
        return f"{{{', '.join(f'{cls.translate_str(str(key))}: {cls.translate(item)}' for key, item in val.items())}}}"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"let {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        found = (declaration.match(line.strip()) for line in parameters_cell["source"].splitlines())
        return [Parameter(match[1], match[2] or "None", match[3], match[4] or "") for match in found if match]


class TypeScriptEngine(NBClientEngine):
    """papermill's usual engine. It is here for what loading it does: see pyproject.toml."""


papermill_translators.register("typescript", TypeScriptTranslator)
