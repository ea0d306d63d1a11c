// The first step of every npm script. The host's Node may be as old as 18 and nothing is installed yet, so this file and its folder are
// plain JavaScript without dependencies. It brings Node 24 and the npm packages, has `descent setup` do the rest, then runs the verb.
import { lockSetup } from "./bootstrap/lock.mjs";
import { node24 } from "./bootstrap/node.mjs";
import { installPackages } from "./bootstrap/packages.mjs";
import { runDescent, signals } from "./bootstrap/run.mjs";

const [verb = "start", ...words] = process.argv.slice(2);

// One that comes when set-up is about to end would end nothing: it must not start what follows either.
let stopped = false;
for (const signal of signals) {
  process.on(signal, () => {
    stopped = true;
  });
}

const unlock = lockSetup();
const node = node24();
installPackages(node);
const json = words.includes("--json") && (verb === "start" || verb === "setup") ? ["--json"] : [];
const prepared = await runDescent(node, verb === "setup" ? ["setup", ...words] : ["setup", "--brief", ...json]);
unlock();
if (verb === "setup" || prepared !== 0 || stopped) process.exit(typeof prepared === "number" && !stopped ? prepared : 1);

const status = await runDescent(node, [verb, ...words]);
// A start that was killed could not end its services.
if (verb === "start" && typeof status !== "number") await runDescent(node, ["stop"]);
process.exit(typeof status === "number" ? status : 1);
