import { partsAtHand, type TrainAndTest } from "./idx/parts-at-hand.ts";
import { readIdxPart } from "./idx/read-idx.ts";

const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** The classes of Kuzushiji-MNIST by label, as its authors give them. */
const characters = ["お (o)", "き (ki)", "す (su)", "つ (tsu)", "な (na)", "は (ha)", "ま (ma)", "や (ya)", "れ (re)", "を (wo)"];

/**
 * MNIST: 60,000 handwritten digits to train on and 10,000 to test, grey, 28 × 28 pixels.
 *
 * LeCun, Cortes and Burges. Where only one part can be had (a mirror may hold the test part alone), to use the other throws the
 * Problem that says why.
 *
 * @throws Problem when neither part can be had
 * @example
 * const { test } = await datasets.mnist();
 */
export async function mnist(): Promise<TrainAndTest> {
  return partsAtHand("MNIST", (split) => readIdxPart("mnist", split, digits));
}

/**
 * Kuzushiji-MNIST: 60,000 characters of old Japanese handwriting to train on and 10,000 to test, in ten classes, of MNIST's form and
 * harder than it.
 *
 * Clanuwat and others, 2018, arXiv:1812.01718; CC BY-SA 4.0. Parts that can't be had as in `mnist`.
 *
 * @throws Problem when neither part can be had
 */
export async function kmnist(): Promise<TrainAndTest> {
  return partsAtHand("Kuzushiji-MNIST", (split) => readIdxPart("kmnist", split, characters));
}
