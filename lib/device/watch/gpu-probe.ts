import { execFile } from "node:child_process";
import { type GpuReading, gpuQuery, parseGpuReading } from "./gpu-reading.ts";

/** Asks a program and hands its answer over; undefined where there is none. */
export type Ask = (answered: (answer: string | undefined) => void) => void;

/** Between two questions, in milliseconds: each is a process of its own. */
const interval = 1000;

/** Asks the driver how busy the GPU is, in the background: `latest` is the last answer. A program that does not answer is asked no more. */
export class GpuProbe {
  readonly #ask: Ask;
  #latest: GpuReading | undefined;
  #next = Number.NEGATIVE_INFINITY;
  #waits = false;
  #gone = false;

  constructor(ask: Ask = askDriver) {
    this.#ask = ask;
  }

  get latest(): GpuReading | undefined {
    return this.#latest;
  }

  /** Asks anew where it is time to. @param now milliseconds */
  refresh(now: number): void {
    if (this.#gone || this.#waits || now < this.#next) return;
    this.#waits = true;
    this.#next = now + interval;
    this.#ask((answer) => {
      this.#waits = false;
      const reading = answer === undefined ? undefined : parseGpuReading(answer);
      this.#gone = reading === undefined;
      this.#latest = reading;
    });
  }
}

/** The GPU that TensorFlow computes on is the first that the process may see. */
function askDriver(answered: (answer: string | undefined) => void): void {
  const id = process.env["CUDA_VISIBLE_DEVICES"]?.split(",")[0] || "0";
  const child = execFile("nvidia-smi", [`--id=${id}`, ...gpuQuery], { timeout: 5000 }, (error, answer) =>
    answered(error ? undefined : answer),
  );
  child.unref();
}
