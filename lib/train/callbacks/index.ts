/** What can be done at the moments of a fit: ready-made callbacks. `callback.ts` says how to write one. */
export type { BatchTensors, Callback, CallbackState, FitRun, Gradients } from "./callback.ts";
export { type ClipOptions, clipGradients } from "./clip-gradients.ts";
export { csvLog } from "./csv-log.ts";
export { type EarlyStoppingOptions, earlyStopping } from "./early-stopping.ts";
export { type LivePlotOptions, livePlot } from "./live-plot.ts";
export { type MixupOptions, mixup } from "./mixup.ts";
export type { MonitorOptions } from "./monitor.ts";
export { type ReduceOnPlateauOptions, reduceOnPlateau } from "./reduce-on-plateau.ts";
export { saveBest } from "./save-best.ts";
export { type TensorBoardOptions, tensorBoardLog } from "./tensor-board/tensor-board-log.ts";
