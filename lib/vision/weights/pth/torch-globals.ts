import { Dict, Global, type Surroundings, Tuple } from "../pickle/index.ts";
import { StorageType, StoredTensor, storageTypes, tensorFromArguments } from "./stored-tensor.ts";

/** Functions and classes of Python that files of weights name, with what a call of them gives. */
const allowed: ReadonlyMap<string, Global> = new Map(
  [
    new Global("collections.OrderedDict", (args) => {
      if (args.length > 0) throw new RangeError("it calls collections.OrderedDict with arguments");
      return new Dict();
    }),
    new Global("torch._utils._rebuild_tensor", tensorFromArguments),
    new Global("torch._utils._rebuild_tensor_v2", tensorFromArguments),
    new Global("torch._utils._rebuild_parameter", ([tensor]) => {
      if (!(tensor instanceof StoredTensor)) throw new RangeError("it makes a parameter of something that is no tensor");
      return tensor;
    }),
    new Global("torch.Size", ([sizes]) => {
      if (!(sizes instanceof Tuple)) throw new RangeError("it makes a size of something that is no tuple");
      return sizes;
    }),
    new Global("torch.device", ([place]) => place),
    ...["float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"].map(
      (type) => new Global(`torch.${type}`),
    ),
  ].map((global) => [global.name, global]),
);

/** Modules whose functions act on the machine: naming one of them is an attack, not a mistake. */
const acting = /^(os|posix|nt|subprocess|builtins|__builtin__|sys|shutil|socket|runpy|importlib|pty|commands|code|webbrowser|ctypes)(\.|$)/;

/** The function or class of a name, where files of weights need it. @throws RangeError where it is another */
export const torchGlobal: Surroundings["global"] = (module, name) => {
  const called = `${module}.${name}`;
  const storage = storageTypes.get(called);
  const global = storage ? new StorageType(called, storage) : allowed.get(called);
  if (global) return global;
  if (acting.test(module))
    throw new RangeError(`it would run ${called} when loaded: refused. Nothing was run. Don't open it with Python either`);
  throw new RangeError(
    `it would run ${called} when loaded: refused. Only what weights need is read; a whole model or a checkpoint with other objects is not. In Python, save the weights alone: torch.save(model.state_dict(), path)`,
  );
};
