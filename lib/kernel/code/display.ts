import { inspect, types } from "node:util";
import { displaySymbol, showsItself } from "../../plot/mime.ts";

/** A value in several forms, by MIME type. */
export type Bundle = Readonly<Record<string, unknown>>;

export interface DisplayOptions {
  /** Whether the front end draws Plotly figures and keeps pictures of them by itself, so that they need no picture from here. */
  readonly drawsPlotly?: boolean;
}

/**
 * What a front end shows for a value, or for what a promise gives: what its `[Symbol.for("Jupyter.display")]()` gives or promises, else
 * text as Node prints it. Undefined where there is nothing to show: the value is undefined, or has been shown already and says so by
 * giving undefined.
 *
 * @throws TypeError where the value's method gives something that is no bundle; what the promise or the method throws
 */
export async function bundleOf(candidate: unknown, options: DisplayOptions = {}): Promise<Bundle | undefined> {
  // Nothing but promises is awaited: to look for the `then` of another value may run code of its own.
  const value: unknown = types.isPromise(candidate) ? await candidate : candidate;
  if (value === undefined) return undefined;
  if (!showsItself(value)) return { "text/plain": inWords(value) };
  const own = await value[displaySymbol]();
  if (own === undefined) return undefined;
  const bundle = toBundle(own, options);
  return "text/plain" in bundle ? bundle : { ...bundle, "text/plain": inWords(value) };
}

/** A value as Node prints it, deep enough for what cells end with; a tensor, where no library has taught it more, by its own words. */
function inWords(value: unknown): string {
  if (isTensor(value)) return value.toString(true);
  return inspect(value, { depth: 4, breakLength: 100 });
}

/** Whether a value is a tensor of TensorFlow.js, which the kernel itself never loads. */
function isTensor(value: unknown): value is { toString(verbose: boolean): string } {
  return typeof value === "object" && value !== null && "dataId" in value && "rankType" in value && "dataSync" in value;
}

/** A bundle as the protocol carries it, bytes in base64. @throws TypeError where it is none */
export function toBundle(candidate: unknown, { drawsPlotly = false }: DisplayOptions = {}): Bundle {
  if (typeof candidate !== "object" || candidate === null || Array.isArray(candidate) || candidate instanceof Uint8Array) {
    throw new TypeError(`Expected a MIME bundle such as { "text/plain": "…" } to display but got ${inspect(candidate, { depth: 0 })}`);
  }
  const bundle = candidate as Bundle;
  const unneeded = drawsPlotly && "application/vnd.plotly.v1+json" in bundle ? "image/png" : undefined;
  // What is not needed is not even read: to read a figure's picture is to draw it.
  const entries = Object.keys(bundle).flatMap((type) => (type === unneeded ? [] : [[type, transportable(bundle[type])]]));
  return Object.fromEntries(entries);
}

const transportable = (data: unknown): unknown => (data instanceof Uint8Array ? Buffer.from(data).toString("base64") : data);
