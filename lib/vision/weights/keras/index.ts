/** Weights that Keras wrote. */
export { isHdf5 } from "./hdf5-file.ts";
export { isKerasArchive, readKeras } from "./read-keras.ts";
