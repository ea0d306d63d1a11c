#!/usr/bin/env node
// `npx descent` may be run by the host's older Node: go on under Node 24.
import { presentNode, stop } from "../setup/bootstrap/node.mjs";
import { runDescent } from "../setup/bootstrap/run.mjs";

const node =
  presentNode() ?? stop("node-missing", "Descent runs on Node 24, which is not here yet.", "Run `npm run setup` once: it brings it.");
const status = await runDescent(node, process.argv.slice(2));
process.exit(typeof status === "number" ? status : 1);
