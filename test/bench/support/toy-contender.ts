import { serve } from "../worker.ts";

/** A contender whose faults are chosen by its first argument: it takes part, fails, ends or hangs. */
const fault = process.argv[2];
let rounds = 0;

await serve({
  start: async () => ({ versions: { toy: "1.0" } }),
  prepare: async () => {
    if (fault === "fails") throw new RangeError("Expected a batch that fits but got one that is too large");
    console.log("a library that talks on stdout");
    return { secondsPerItem: fault === "crawls" ? 60 : 0.001, facts: { loss: 2 } };
  },
  measure: async ({ items }) => {
    rounds++;
    if (fault === "ends" && rounds === 2) {
      console.error("Fatal: the toy broke");
      process.exit(3);
    }
    if (fault === "hangs") await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (fault === "babbles") return { seconds: "soon" };
    return { seconds: rounds, items, facts: { loss: 2 - rounds / 10 } };
  },
});
