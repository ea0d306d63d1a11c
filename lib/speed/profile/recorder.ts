import { userLine } from "../../base/index.ts";
import { type NativeBackend, tf } from "../../device/index.ts";
import type { Clock } from "../../plot/index.ts";
import { engineInUse } from "../queueing.ts";
import { intercept } from "./intercept.ts";
import type { Operation, Scope } from "./operation.ts";

/** What the name of a compiled step begins with: TensorFlow runs it as one operation, such as "compiled_train_3". */
export const compiledStep = "compiled_";
/** What bringing a tensor's values into JavaScript is called. */
export const reading = "read values";

type Open = { -readonly [Key in keyof Operation]: Operation[Key] };

let running = false;

/**
 * Notes every operation while a function runs, with the time of each.
 *
 * The clock stands still while something is noted, so that noting is not measured. On the engine `cuda`, which computes later, each operation
 * is waited for. Whatever was put around TensorFlow.js' methods is taken away again, also when the function throws.
 */
export class Recorder {
  readonly operations: Operation[] = [];
  readonly #clock: Clock;
  readonly #begin: number;
  readonly #open: Open[] = [];
  readonly #scopes: (Scope | undefined)[] = [];
  #scopeNumber = 0;
  /** Milliseconds that went into noting. */
  #spent = 0;
  /** A compiled step that runs, or the last one, while nothing else has begun. */
  #graph: { readonly operation: Open; ended: boolean } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#begin = clock();
  }

  /** Milliseconds since the start, without those that went into noting. */
  now(): number {
    return this.#clock() - this.#begin - this.#spent;
  }

  /** @throws Error when another profile runs; and what the function throws */
  async whileRunning<T>(run: () => T): Promise<Awaited<T>> {
    if (running)
      throw new Error(
        "Expected one profile at a time but another one runs.\n  Await it before the next, and profile nothing within a profile",
      );
    running = true;
    const barrier = engineInUse() === "cuda" ? new Barrier() : undefined;
    const restore: (() => void)[] = [];
    try {
      this.#intercept(restore, barrier);
      const returned = run();
      return await returned;
    } finally {
      for (const putBack of restore.reverse()) putBack();
      barrier?.dispose();
      running = false;
    }
  }

  #intercept(restore: (() => void)[], barrier: Barrier | undefined): void {
    const engine = tf.engine();
    const backend = tf.backend();
    const wait = (): void => barrier?.wait();
    restore.push(
      intercept(engine, "startScope", (call, [name]) => {
        this.#scopes.push(
          typeof name === "string" && name !== "" ? { name: name.replace(/__op$/, ""), number: this.#scopeNumber++ } : undefined,
        );
        return call();
      }),
      intercept(engine, "endScope", (call) => {
        this.#scopes.pop();
        return call();
      }),
      intercept(engine, "runKernelFunc", (call, [kernel]) => {
        const name = (kernel as { readonly kernelName?: string }).kernelName;
        return name === undefined ? call() : this.#operation(name, call, wait);
      }),
      intercept(backend, "readSync", (call) => this.#operation(reading, call)),
    );
    if (!isNative(backend)) return;
    // Within a kernel these are the kernel's own business.
    const outsideKernels = (call: () => unknown, [name]: readonly unknown[]): unknown =>
      this.#open.length > 0 ? call() : this.#operation(String(name), call, wait);
    restore.push(
      intercept(backend, "executeSingleOutput", outsideKernels),
      intercept(backend, "executeMultipleOutputs", outsideKernels),
      // The add-on's own methods can't be replaced: a compiled step is what runs from its inputs being made ready to its first output.
      intercept(backend, "getInputTensorIds", (call) => {
        const scope = this.#scopes.at(-1)?.name ?? "";
        if (this.#open.length === 0 && scope.startsWith(compiledStep)) this.#graph = { operation: this.#start(scope), ended: false };
        return call();
      }),
      intercept(backend, "createOutputTensor", (call) => {
        const graph = this.#open.length === 0 ? this.#graph : undefined;
        if (graph && !graph.ended) {
          wait();
          graph.ended = true;
          this.#end(graph.operation);
        }
        const tensor = call();
        if (graph) graph.operation.bytes += bytesOf(tensor);
        return tensor;
      }),
    );
  }

  #operation(name: string, call: () => unknown, wait = (): void => {}): unknown {
    const operation = this.#start(name);
    this.#graph = undefined;
    this.#open.push(operation);
    try {
      const result = call();
      if (this.#open.length === 1) wait();
      operation.bytes = bytesOf(result);
      return result;
    } finally {
      this.#open.pop();
      this.#end(operation);
    }
  }

  #start(name: string): Open {
    const from = this.#clock();
    const within = this.#open.at(-1);
    const scopes = this.#scopes.filter((scope) => scope !== undefined);
    const operation: Open = { name, line: userLine(), scopes, within, start: 0, end: 0, ownTime: 0, bytes: 0 };
    this.#spent += this.#clock() - from;
    operation.start = this.now();
    return operation;
  }

  #end(operation: Open): void {
    operation.end = this.now();
    const time = operation.end - operation.start;
    operation.ownTime += time; // those within have been taken off already
    if (operation.within) (operation.within as Open).ownTime -= time;
    this.operations.push(operation);
  }
}

/** Waits for a GPU: a number that lies there can be read when all that was asked before is done. */
class Barrier {
  readonly #number = tf.tidy(() => tf.add(tf.scalar(1), tf.scalar(1)));
  readonly #backend = tf.backend();
  readonly #read = this.#backend.readSync;

  wait(): void {
    this.#read.call(this.#backend, this.#number.dataId);
  }

  dispose(): void {
    this.#number.dispose();
  }
}

const isNative = (backend: object): backend is NativeBackend => "executeSingleOutput" in backend;

function bytesOf(result: unknown): number {
  if (Array.isArray(result)) return result.reduce<number>((sum, one) => sum + bytesOf(one), 0);
  if (ArrayBuffer.isView(result)) return result.byteLength;
  if (!(result instanceof tf.Tensor) || result.dtype === "string") return 0;
  return result.size * tf.util.bytesPerElement(result.dtype);
}
