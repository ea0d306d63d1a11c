/** Savanna: camera-trap pictures of four species, drawn from a seed. Uses no TensorFlow.js. */
export { CameraTrapsFolder, type CameraTrapsOptions, savannaCameraTraps } from "./camera-traps/index.ts";
export { drawPicture, species } from "./picture.ts";
export { type SavannaOptions, savanna } from "./savanna.ts";
