"""Builds the wheel of one module, as PEP 517 asks, with nothing but Python: a wheel is a zip with four files."""

import zipfile
from pathlib import Path

name, version = "descent_papermill", "1.0"

about = {
    "METADATA": "Metadata-Version: 2.1\nName: descent-papermill\nVersion: 1.0\nSummary: TypeScript parameters for papermill\n",
    "WHEEL": "Wheel-Version: 1.0\nGenerator: descent\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "entry_points.txt": "[papermill.engine]\ntypescript = descent_papermill:TypeScriptEngine\n",
}


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Writes the wheel and returns its file name."""
    module = f"{name}.py"
    files = {module: Path(__file__).with_name(module).read_text("utf8")}
    files |= {f"{name}-{version}.dist-info/{file}": text for file, text in about.items()}
    record = f"{name}-{version}.dist-info/RECORD"
    files[record] = "".join(f"{file},,\n" for file in [*files, record])
    wheel = f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory, wheel), "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return wheel
