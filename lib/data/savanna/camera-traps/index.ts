/** Savanna as a camera-trap project hands it out: tables and a tree of pictures, with all their troubles. */
export { CameraTrapsFolder, type CameraTrapsOptions, savannaCameraTraps } from "./camera-traps.ts";
