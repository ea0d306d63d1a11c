/** The data sets that others made: each a function that brings it and gives its parts. Uses no TensorFlow.js. */
export { fashionMnist } from "./fashion-mnist/fashion-mnist.ts";
export { type GloveName, glove } from "./glove/glove.ts";
export { WordVectors } from "./glove/word-vectors.ts";
export type { TrainAndTest } from "./idx/parts-at-hand.ts";
export { imdb, imdbSample, type Review, type SampledReview, type Sentiment } from "./imdb.ts";
export { kmnist, mnist } from "./mnist.ts";
export { type Penguin, penguins } from "./penguins.ts";
export { cifar10, flowers, imagenette, monkeySpecies } from "./photos.ts";
export { type SerengetiTables, serengetiPicture, serengetiSample, snapshotSerengeti } from "./snapshot-serengeti.ts";
export { miniNewsgroups, type Post, tinyShakespeare } from "./texts.ts";
