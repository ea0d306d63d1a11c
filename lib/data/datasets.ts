import * as collections from "./collections/index.ts";
import { savanna, savannaCameraTraps } from "./savanna/index.ts";

/** The data sets of the course: each a function that brings it and gives its parts. */
export const datasets = {
  // Pictures
  savanna,
  savannaCameraTraps,
  fashionMnist: collections.fashionMnist,
  mnist: collections.mnist,
  kmnist: collections.kmnist,
  cifar10: collections.cifar10,
  monkeySpecies: collections.monkeySpecies,
  flowers: collections.flowers,
  imagenette: collections.imagenette,
  snapshotSerengeti: collections.snapshotSerengeti,
  serengetiPicture: collections.serengetiPicture,
  serengetiSample: collections.serengetiSample,
  // Texts and tables
  imdbSample: collections.imdbSample,
  imdb: collections.imdb,
  tinyShakespeare: collections.tinyShakespeare,
  miniNewsgroups: collections.miniNewsgroups,
  glove: collections.glove,
  penguins: collections.penguins,
} as const;
