import { course } from "../../exercise/index.ts";
import { costliestOperation } from "../speed/costliest.ts";
import { fastTraining } from "../speed/fast-training.ts";
import { pipelineRates } from "../speed/pipeline.ts";
import { honestRate } from "../speed/rate.ts";
import { stepCost } from "../speed/step-cost.ts";
import { tidyLoop } from "../speed/tidy-loop.ts";
import { wholeBatch } from "../speed/to-batch.ts";

export default course("04-speed", {
  "04-1": honestRate,
  "04-2": wholeBatch,
  "04-3": tidyLoop,
  "04-4": stepCost,
  "04-5": pipelineRates,
  "04-6": costliestOperation,
  "04-7": fastTraining,
});
