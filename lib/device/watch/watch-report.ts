import { inspect } from "node:util";
import { formatBytes, formatSeconds, plural } from "../../base/format.ts";
import { Figure } from "../../plot/figure.ts";
import { lineSketch } from "../../plot/line-sketch.ts";
import { type Curve, type LinesOptions, lines } from "../../plot/lines.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "../../plot/mime.ts";
import { template } from "../../plot/theme.ts";
import { memoryCurves, useCurves } from "./curves.ts";
import type { Sample } from "./sample.ts";

export interface WatchReportParts<Result> {
  readonly samples: readonly Sample[];
  /** Cores of the processor, of whose work `cpu` is a percentage. */
  readonly cores: number;
  readonly result: Result;
  /** Whether the running cell has shown it already. */
  readonly isShown?: () => boolean;
}

const use: LinesOptions = { title: "Use while watched", x: "time (s)", y: "use (%)" };
const memory: LinesOptions = { title: "Memory while watched", x: "time (s)", y: "memory (GB)" };

/** What was used while something ran: shows itself as curves of processor, GPU and memory, with the peaks in words. */
export class WatchReport<Result = undefined> implements Displayable {
  readonly samples: readonly Sample[];
  readonly cores: number;
  /** What the watched function returned. */
  readonly result: Result;
  readonly #isShown: () => boolean;

  constructor({ samples, cores, result, isShown = () => false }: WatchReportParts<Result>) {
    this.samples = samples;
    this.cores = cores;
    this.result = result;
    this.#isShown = isShown;
  }

  /** Seconds that were watched. */
  get seconds(): number {
    return this.samples.at(-1)?.seconds ?? 0;
  }

  /** The largest values among the samples: percent and bytes; those of the GPU are undefined where it was not seen. */
  get peaks(): {
    readonly cpu: number;
    readonly processBytes: number;
    readonly tensorBytes: number;
    readonly gpuUse: number | undefined;
    readonly gpuBytes: number | undefined;
  } {
    const most = (part: (sample: Sample) => number | undefined): number | undefined =>
      this.samples.map(part).reduce((peak, value) => (peak === undefined || (value ?? 0) > peak ? value : peak), undefined);
    return {
      cpu: most(({ cpu }) => cpu) ?? 0,
      processBytes: most(({ processBytes }) => processBytes) ?? 0,
      tensorBytes: most(({ tensorBytes }) => tensorBytes) ?? 0,
      gpuUse: most(({ gpu }) => gpu?.use),
      gpuBytes: most(({ gpu }) => gpu?.bytes),
    };
  }

  /** Use above, memory below, over the same seconds. */
  figure(): Figure {
    const { samples } = this;
    const above = lines(useCurves(samples), use);
    const below = lines(memoryCurves(samples), memory);
    return new Figure(
      [...above.data, ...below.data.map((trace) => ({ ...trace, xaxis: "x2", yaxis: "y2" }))],
      {
        title: { text: use.title, subtitle: { text: this.toString() } },
        height: 500,
        margin: { ...template.layout.margin, t: template.layout.margin.t + 22 },
        showlegend: true,
        xaxis: { anchor: "y" },
        yaxis: { title: { text: use.y }, domain: [0.56, 1], range: [0, 105] },
        xaxis2: { anchor: "y2", title: { text: memory.x } },
        yaxis2: { title: { text: memory.y }, domain: [0, 0.44], rangemode: "tozero" },
      },
      this.toString(),
    );
  }

  /** The same as drawings, for as long as they change. */
  sketch(): MimeBundle {
    const sketches = [sketch(useCurves(this.samples), use), sketch(memoryCurves(this.samples), memory)];
    return { "text/plain": this.toString(), "text/html": sketches.join("") };
  }

  /** `12.3 s: CPU up to 97 % of 2 cores; process up to 1.2 GB, tensors up to 310.0 MB; GPU up to 88 %, 2.0 GB` */
  toString(): string {
    const { cpu, processBytes, tensorBytes, gpuUse, gpuBytes } = this.peaks;
    const gpu = [gpuUse === undefined ? [] : `${Math.round(gpuUse)} %`, gpuBytes === undefined ? [] : formatBytes(gpuBytes)].flat();
    return [
      `${formatSeconds(this.seconds)}: CPU up to ${Math.round(cpu)} % of ${plural(this.cores, "core")}`,
      `process up to ${formatBytes(processBytes)}, tensors up to ${formatBytes(tensorBytes)}`,
      ...(gpu.length > 0 ? [`GPU up to ${gpu.join(", ")}`] : []),
    ].join("; ");
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle | undefined {
    return this.#isShown() ? undefined : this.figure()[displaySymbol]();
  }
}

const sketch = (curves: Readonly<Record<string, Curve>>, options: LinesOptions): string => String(lineSketch(curves, options)["text/html"]);
