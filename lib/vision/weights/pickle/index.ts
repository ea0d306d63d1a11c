/** Reading of Python's pickles that runs nothing but what it is allowed to. */
export { ByteReader } from "./byte-reader.ts";
export { unpickle } from "./unpickle.ts";
export { type Call, Dict, Global, type Surroundings, Tuple } from "./values.ts";
