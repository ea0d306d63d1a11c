import { compileBinding } from "../device/native/index.ts";
import { installKernelspecs, kernelspecsInstalled } from "../kernel/spec.ts";
import { settingsWritten, writeSettings } from "./jupyter-settings.ts";
import { pythonSteps } from "./python-steps.ts";
import { type ReportOptions, runStep, type Step, type StepOutcome } from "./report.ts";
