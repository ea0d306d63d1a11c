/** Weights that PyTorch wrote. */
export { isPickle, readPth } from "./read-pth.ts";
