import { userLine } from "../base/index.ts";
import { type DataId, type NativeBackend, type OperationAttribute, tf } from "../device/index.ts";
import { Graph, type Output } from "./graph/graph.ts";
import { OwnOperations } from "./own-operations.ts";
import type { Refusal } from "./refusal.ts";

/** A place of a graph that is filled from outside, or what comes out of it. */
export interface Place {
  /** The name of its node. */
  readonly name: string;
  /** TensorFlow's number of the type. */
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** A variable that the step reads or changes: it comes in with its present value. */
export interface HeldVariable extends Place {
  readonly variable: tf.Variable;
  /** Name of the node that gives its new value; undefined where the step does not change it. */
  readonly next: string | undefined;
}

/** A large tensor that the step uses without being given it; kept for as long as the graph is. */
export interface Captured extends Place {
  readonly tensor: tf.Tensor;
}

/** A step as a graph. What comes in: arguments, shared ones, captured tensors, variables; what comes out: results, then changed variables. */
export interface Trace {
  readonly graph: Graph;
  readonly args: readonly Place[];
  /** Arguments that all steps of several have in common. */
  readonly shared: readonly Place[];
  readonly captured: readonly Captured[];
  readonly variables: readonly HeldVariable[];
  readonly results: readonly Place[];
}

/** The variables that a step changes. */
export const changedIn = ({ variables }: Trace): tf.Variable[] =>
  variables.flatMap(({ variable, next }) => (next === undefined ? [] : variable));

/** What running a step while recording it gave. */
export interface Recorded<Result> {
  readonly result: Result;
  /** The graph, or why there can be none. */
  readonly trace: Trace | Refusal;
}

/** What is recorded. */
export interface Recording<Result> {
  /** Tensors that change from run to run. */
  readonly args: readonly tf.Tensor[];
  /** Those that all steps of several have in common. */
  readonly shared?: readonly tf.Tensor[];
  step(): Result;
  tensorsOf(result: Result): readonly tf.Tensor[];
  /** What names of operations begin with at the moment, such as "layer/"; with nothing unless told. */
  readonly scope?: () => string;
}

/** Tensors of more bytes are no part of the graph's text: they come in at each run. */
const largestConstant = 4096;
/** Operations that draw random numbers in JavaScript, by the scopes in which TensorFlow.js runs them. */
const randomOperations = /^(random|rand__|truncatedNormal|dropout__)/;

/**
 * Runs a step as ever, operation by operation, and records what TensorFlow is asked to do. The step's effects are those of any run: what
 * can't be recorded costs nothing but the graph.
 *
 * @throws what the step throws
 */
export function record<Result>(backend: NativeBackend, recording: Recording<Result>): Recorded<Result> {
  const { step, tensorsOf } = recording;
  const recorder = new Recorder(backend, recording);
  depth++;
  try {
    const result = recorder.whileHooked(step);
    return { result, trace: recorder.finish(tensorsOf(result)) };
  } finally {
    depth--;
  }
}

/** Recordings that go on, one within the other. */
let depth = 0;

/** Whether a step is being recorded: a compiled step that is called in it becomes a part of its graph. */
export const isRecording = (): boolean => depth > 0;

type Origin = { readonly output: Output; readonly constant: boolean };

class Recorder {
  readonly #backend: NativeBackend;
  readonly #graph: Graph;
  readonly #ownOperations: OwnOperations;
  readonly #origins = new Map<DataId, Origin>();
  readonly #args: readonly Place[];
  readonly #shared: readonly Place[];
  readonly #before: ReadonlyMap<DataId, tf.Variable>;
  readonly #variables: (Place & { readonly variable: tf.Variable })[] = [];
  readonly #captured: Captured[] = [];
  #refusal: Refusal | undefined;

  constructor(backend: NativeBackend, { args, shared = [], scope }: Omit<Recording<unknown>, "step" | "tensorsOf">) {
    this.#backend = backend;
    this.#graph = new Graph(backend.binding, scope);
    this.#ownOperations = new OwnOperations(this.#graph, backend.binding);
    const placeOf = (kind: string) => (tensor: tf.Tensor, place: number) => {
      const input = this.#input(`${kind}_${place}`, tensor);
      this.#origins.set(tensor.dataId, { output: `${input.name}:0`, constant: false });
      return input;
    };
    this.#args = args.map(placeOf("argument"));
    this.#shared = shared.map(placeOf("shared"));
    this.#before = new Map(Object.values(tf.engine().registeredVariables).map((variable) => [variable.dataId, variable]));
  }

  /** Runs the step with the backend's methods replaced by ones that record too. */
  whileHooked<T>(step: () => T): T {
    const backend = this.#backend;
    const single = backend.executeSingleOutput.bind(backend);
    const multiple = backend.executeMultipleOutputs.bind(backend);
    const readSync = backend.readSync.bind(backend);
    const engine = tf.engine() as unknown as EngineHooks;
    const [makeVariable, makeTensor] = [engine.makeVariable.bind(engine), engine.makeTensor.bind(engine)];
    const hooks: Partial<NativeBackend> = {
      executeSingleOutput: (name, attributes, inputs) => {
        const from = this.#outputsOf(inputs);
        const result = single(name, attributes, inputs);
        this.#operation({ name, attributes, inputs, from, results: [result] });
        return result;
      },
      executeMultipleOutputs: (name, attributes, inputs, outputs) => {
        const from = this.#outputsOf(inputs);
        const results = multiple(name, attributes, inputs, outputs);
        this.#operation({ name, attributes, inputs, from, results });
        return results;
      },
      readSync: (id) => {
        this.#noteRead(id);
        return readSync(id);
      },
      read: async (id) => {
        this.#noteRead(id);
        return readSync(id);
      },
    };
    Object.assign(backend, hooks);
    engine.makeVariable = (...given) => {
      this.#refuse({
        reason: "it makes a variable at every call",
        hint: "Make variables, layers and optimizers before the step, and use them in it",
        maybeOnce: true,
      });
      return makeVariable(...given);
    };
    engine.makeTensor = (...given) => {
      if (engine.state.scopeStack.some(({ name }) => randomOperations.test(name))) {
        this.#refuse({
          reason: "it draws random numbers in JavaScript, which a graph would repeat at each run",
          hint: "Use uniformAtStep(shape, { seed, step }) of descent/device, or dropout of descent/nn",
        });
      }
      return makeTensor(...given);
    };
    try {
      return step();
    } finally {
      // The methods of the class show again.
      for (const name of Object.keys(hooks)) Reflect.deleteProperty(backend, name);
      for (const name of ["makeVariable", "makeTensor"]) Reflect.deleteProperty(engine, name);
    }
  }

  finish(results: readonly tf.Tensor[]): Trace | Refusal {
    const changed = [...this.#before].filter(([id, variable]) => !variable.isDisposed && variable.dataId !== id);
    // One that is only written comes in too, so that a loop can hand it on.
    for (const [id, variable] of changed) if (!this.#origins.has(id)) this.#origins.set(id, this.#variable(variable));
    const outputs = this.#outputsOf([...results, ...changed.map(([, variable]) => variable)]);
    if (this.#refusal) {
      tf.dispose(this.#captured.map(({ tensor }) => tensor));
      return this.#refusal;
    }
    const nexts = new Map(changed.map(([, variable], place) => [variable, outputs[results.length + place] as Output]));
    return {
      graph: this.#graph,
      args: this.#args,
      shared: this.#shared,
      captured: this.#captured,
      variables: this.#variables.map((held) => {
        const next = nexts.get(held.variable);
        return { ...held, next: next && this.#graph.identity(`next_${held.name}`, next, held.dtype) };
      }),
      results: results.map((result, place) => {
        const dtype = this.#typeOf(result);
        return { name: this.#graph.identity(`result_${place}`, outputs[place] as Output, dtype), dtype, shape: result.shape };
      }),
    };
  }

  #operation(operation: Operation): void {
    if (this.#refusal) return;
    const [same] = operation.from;
    if (isSameShape(operation) && same) {
      for (const { dataId } of operation.results) this.#origins.set(dataId, { output: same, constant: false });
      return;
    }
    const own = this.#ownOperations.record(operation);
    if (own !== undefined) {
      for (const result of operation.results) this.#made(result, own);
      return;
    }
    const { name, attributes, from, results } = asFusible(operation);
    const told = this.#attributesOf({ name, attributes, results });
    const outputOf = this.#graph.operation(name, told, from);
    for (const [place, result] of results.entries()) this.#made(result, outputOf(place));
  }

  #made(result: tf.Tensor, output: Output): void {
    this.#origins.set(result.dataId, { output, constant: false });
    this.#graph.types.set(output, this.#typeOf(result));
  }

  /** The values of a tensor, which count as read by nobody. */
  #valuesOf({ dataId }: tf.Tensor): ReturnType<NativeBackend["readSync"]> {
    return Object.getPrototypeOf(this.#backend).readSync.call(this.#backend, dataId);
  }

  /** Some kernels of tfjs-node name another type than they hand over, or none; TensorFlow overlooks that, a graph does not. */
  #attributesOf({ name, attributes, results }: Pick<Operation, "name" | "attributes" | "results">): readonly OperationAttribute[] {
    const [first] = results;
    if (!first || !["Mean", "Select", "ExpandDims"].includes(name)) return attributes;
    const { TF_ATTR_TYPE: type, TF_INT32 } = this.#backend.binding;
    const right = { name: "T", type, value: this.#typeOf(first) };
    const axis = name === "ExpandDims" ? [{ name: "Tdim", type, value: TF_INT32 }] : [];
    return [...attributes.filter((one) => one.name !== "T"), right, ...axis];
  }

  /** Where tensors come from in the graph. */
  #outputsOf(tensors: readonly tf.Tensor[]): Output[] {
    return this.#refusal ? [] : tensors.map((tensor) => this.#outputOf(tensor));
  }

  #outputOf(tensor: tf.Tensor): Output {
    const known = this.#origins.get(tensor.dataId);
    if (known) return known.output;
    const variable = this.#before.get(tensor.dataId);
    const origin = variable ? this.#variable(variable) : this.#value(tensor);
    this.#origins.set(tensor.dataId, origin);
    return origin.output;
  }

  #variable(variable: tf.Variable): Origin {
    const input = this.#input(`variable_${this.#variables.length}`, variable);
    this.#variables.push({ ...input, variable });
    return { output: `${input.name}:0`, constant: false };
  }

  /** A tensor that was made of values in JavaScript, or before the step. */
  #value(tensor: tf.Tensor): Origin {
    const { shape, dtype } = this.#backend.tensorMap.get(tensor.dataId);
    const bytes = 4 * tensor.shape.reduce((product, size) => product * size, 1);
    if (bytes > largestConstant && tensor.dtype !== "string") {
      const kept = tf.keep(tf.engine().makeTensorFromTensorInfo({ dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype }));
      this.#backend.incRef(tensor.dataId);
      const input = this.#input(`captured_${this.#captured.length}`, tensor);
      this.#captured.push({ ...input, tensor: kept });
      return { output: `${input.name}:0`, constant: true };
    }
    return { output: this.#graph.constant(this.#valuesOf(tensor), { dtype, shape }), constant: true };
  }

  #input(name: string, tensor: tf.Tensor): Place {
    const place = { name, dtype: this.#typeOf(tensor), shape: tensor.shape };
    this.#graph.placeholder(place);
    return place;
  }

  /** TensorFlow's number of a tensor's type. */
  #typeOf({ dataId }: tf.Tensor): number {
    return this.#backend.tensorMap.get(dataId).dtype;
  }

  #noteRead(id: DataId): void {
    const isComputed = this.#origins.get(id)?.constant === false || this.#before.has(id);
    if (!isComputed) return;
    this.#refuse({
      reason: "it reads the values of a tensor (dataSync, data or array), which a graph does not have before it runs",
      hint: "Compute with tensors instead (tf.where in the place of if), or return the tensor and read it after the step",
    });
  }

  #refuse(refusal: Omit<Refusal, "line">): void {
    if (this.#refusal && !this.#refusal.maybeOnce) return;
    this.#refusal = { ...refusal, line: userLine() };
  }
}

/** Whether a tensor is only given the shape that it has, as batch normalisation does: that would tie a graph to pictures of one size. */
function isSameShape({ name, inputs, results }: Operation): boolean {
  return name === "Reshape" && inputs[0]?.shape.join() === results[0]?.shape.join();
}

/** The operation under the name by which TensorFlow joins it with its neighbours. */
function asFusible(operation: Operation): Operation {
  if (isBias(operation)) return { ...operation, name: "BiasAdd" };
  const { name, attributes, inputs } = operation;
  if (name !== "BatchMatMulV2" || inputs.some(({ shape }) => shape.length !== 2)) return operation;
  const names: Readonly<Record<string, string>> = { adj_x: "transpose_a", adj_y: "transpose_b" };
  return { ...operation, name: "MatMul", attributes: attributes.map((one) => ({ ...one, name: names[one.name] ?? one.name })) };
}

/** Whether a sum adds one number to each channel: under its own name TensorFlow joins that with the convolution before it. */
function isBias({ name, inputs }: Operation): boolean {
  const [values, bias] = inputs;
  if (!/^Add(V2)?$/.test(name) || !values || !bias) return false;
  return values.shape.length >= 2 && bias.shape.length === 1 && bias.shape[0] === values.shape.at(-1) && values.dtype === "float32";
}

interface Operation {
  readonly name: string;
  readonly attributes: readonly OperationAttribute[];
  readonly inputs: readonly tf.Tensor[];
  readonly from: readonly Output[];
  readonly results: readonly tf.Tensor[];
}

/** What TensorFlow.js' engine calls when tensors are made of values, and variables of tensors. */
interface EngineHooks {
  readonly state: { readonly scopeStack: readonly { readonly name: string }[] };
  makeVariable(...given: unknown[]): tf.Variable;
  makeTensor(...given: unknown[]): tf.Tensor;
}
