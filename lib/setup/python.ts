export { pythonEnvironment, pythonProgram } from "../base/python.ts";
