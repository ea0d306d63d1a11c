import { plural } from "../../base/format.ts";
import type { Random } from "../../base/random.ts";
import { course, type Data, equals, exercise, fractionClose } from "../../exercise/index.ts";

type Pixels = readonly number[];

/** What the course asks of a data set: how many elements it has, and each by its place. */
export interface Elements {
  readonly length: number;
  get(index: number): unknown;
}
type ToDataset = (pictures: readonly Pixels[], labels: readonly number[]) => Elements;
interface DatasetCase {
  readonly pictures: readonly Pixels[];
  readonly labels: readonly number[];
}

type Leaking = (train: readonly string[], test: readonly string[]) => number;
interface LeakCase {
  readonly train: readonly string[];
  readonly test: readonly string[];
}

type Mirror = (values: Uint8Array, width: number, channels: number) => Uint8Array;
interface MirrorCase {
  readonly values: Uint8Array;
  readonly width: number;
  readonly channels: number;
}

type Statistics = (values: Float32Array, channels: number) => { readonly mean: readonly number[]; readonly std: readonly number[] };
interface StatisticsCase {
  readonly values: Float32Array;
  readonly channels: number;
}

type WeightsOf = (labels: Int32Array, classes: number) => readonly number[];
interface WeightsCase {
  readonly labels: Int32Array;
  readonly classes: number;
}

/** What is likely behind a wrong pair [all batches, full batches]. */
const batchMistakes: ReadonlyMap<string, string> = new Map([
  ["[17,18]", "They are swapped: dropLast leaves the last batch out, so it gives fewer."],
  ["[18,18]", "With dropLast the last batch, which is not full, is left out."],
  ["[17,17]", "Without dropLast the pictures that are left over make one more batch, a smaller one."],
  ["[17.109375,17]", "A loader gives whole batches: what is left over after 17 full ones makes one more."],
  ["[17.109375,17.109375]", "A loader gives whole batches. What becomes of the pictures that are left over after 17 full ones?"],
  ["[18,16]", "dropLast leaves out one batch, the one that is not full; all full ones stay."],
]);

export default course("02-load-data", {
  "02-1": exercise<ToDataset, DatasetCase>({
    points: 2,
    hints: [
      "Return an object with two things in it: length, a number, and get, a function that takes a place.",
      "The picture at a place is pictures[index]. Its class lies at the same place of labels.",
      "return { length: pictures.length, get: (index) => ({ image: pictures[index], label: labels[index] }) };",
    ],
    reference: toDataset,
    cases: ({ random }) => [3, 1, 6].map((count) => ({ pictures: random.matrix(count, 4), labels: whole(count, () => random.integer(3)) })),
    apply: async (answer, { pictures, labels }) => {
      const made = answer(pictures, labels);
      const length: unknown = made?.length;
      const elements = await Promise.all(labels.map((_, index) => made?.get(index)));
      return made && { length: typeof length === "function" ? "a function" : length, elements };
    },
    judge: ({ outputs, cases }) =>
      fractionClose(
        outputs,
        cases.map(({ pictures, labels }) => elementsOf(pictures, labels)),
        0,
        {
          name: (index) => plural(cases[index]?.labels.length ?? 0, "picture"),
          explain: (output, index) => explainDataset(output, cases[index]),
        },
      ),
  }),
  "02-2": exercise<Leaking, LeakCase>({
    points: 2,
    hints: [
      "Go over the test part. For each picture ask: is its capture among those of the training part?",
      "new Set(train) knows quickly whether it has something: seen.has(capture).",
      "return test.filter((capture) => seen.has(capture)).length;",
    ],
    reference: leaking,
    cases: ({ random }) => whole(4, (index) => leakCase(random, index)),
    apply: (answer, { train, test }) => answer(train, test),
    judge: ({ outputs, cases }) =>
      fractionClose(
        outputs,
        cases.map(({ train, test }) => leaking(train, test)),
        0,
        { explain: (output, index) => explainLeak(output, cases[index]) },
      ),
  }),
  "02-3": exercise<Mirror, MirrorCase>({
    points: 3,
    hints: [
      "Value number channel of the pixel in row y and column x lies at (y * width + x) * channels + channel.",
      "What comes to column x was in column width − 1 − x of the same row. The channels of a pixel stay in their order.",
      "Three loops: over rows, columns and channels. The number of rows is values.length / (width * channels).",
    ],
    reference: mirror,
    cases: ({ random }) =>
      (
        [
          [2, 3, 1],
          [3, 4, 3],
          [1, 5, 3],
        ] as const
      ).map(([height, width, channels]) => ({
        values: Uint8Array.from(random.shuffled(whole(height * width * channels, (place) => place * 5))),
        width,
        channels,
      })),
    apply: (answer, { values, width, channels }) => answer(values, width, channels),
    judge: ({ outputs, cases }) =>
      fractionClose(
        outputs,
        cases.map(({ values, width, channels }) => Array.from(mirror(values, width, channels))),
        0,
        { name: (index) => nameOf(cases[index]), explain: (output, index) => explainMirror(output, cases[index]) },
      ),
  }),
  "02-4": exercise<Statistics, StatisticsCase>({
    points: 3,
    hints: [
      "The values of channel c are values[c], values[c + channels], values[c + 2 * channels] … How many are they?",
      "The mean is their sum divided by their number. The variance is the mean of the squared distances to the mean.",
      "The standard deviation is Math.sqrt(variance).",
    ],
    reference: statistics,
    cases: ({ random }) =>
      [1, 3, 3].map((channels) => ({
        values: Float32Array.from(whole(40 * channels, (place) => random.uniform() ** (1 + (place % channels)))),
        channels,
      })),
    apply: (answer, { values, channels }) => answer(values, channels),
    judge: ({ outputs, cases }) =>
      fractionClose(
        outputs.map(asLists),
        cases.map(({ values, channels }) => statistics(values, channels)),
        // Dividing by the number less one, as some do, differs by 1.3 % here and is right too.
        { relative: 0.02 },
        {
          name: (index) => plural(cases[index]?.channels ?? 0, "channel"),
          explain: (output, index) => explainStatistics(asLists(output), cases[index]),
        },
      ),
  }),
  "02-5": exercise<readonly [number, number]>({
    points: 1,
    hints: [
      "How often do 64 pictures go into 1,095, and how many are left over?",
      "17 batches are full: 17 · 64 = 1,088. What becomes of the other 7 pictures?",
    ],
    reference: [18, 17],
    judge: ({ value }) => equals(value, [18, 17], { secret: true, explain: (got) => batchMistakes.get(JSON.stringify(plainList(got))) }),
  }),
  "02-6": exercise<WeightsOf, WeightsCase>({
    points: 3,
    hints: [
      "First count how many pictures each class has.",
      "A picture of a class with 10 pictures should come ten times as often as one of a class with 100.",
      "return Array.from(labels, (label) => 1 / counts[label]);",
    ],
    reference: weightsOf,
    cases: ({ random }) => whole(3, () => weightsCase(random)),
    apply: (answer, { labels, classes }) => answer(labels, classes),
    judge: ({ outputs, cases }) =>
      fractionClose(
        outputs.map(sharesOf), // weights count beside one another only
        cases.map(({ labels, classes }) => sharesOf(weightsOf(labels, classes))),
        { relative: 1e-4 },
        {
          name: (index) => plural(cases[index]?.labels.length ?? 0, "picture"),
          explain: (output, index) => explainWeights(output, cases[index]),
        },
      ),
  }),
});

function toDataset(pictures: readonly Pixels[], labels: readonly number[]): Elements {
  return { length: pictures.length, get: (index) => ({ image: pictures[index], label: labels[index] }) };
}

const elementsOf = (pictures: readonly Pixels[], labels: readonly number[]): Data => ({
  length: pictures.length,
  elements: pictures.map((image, index) => ({ image, label: labels[index] })),
});

function explainDataset(output: Data, input: DatasetCase | undefined): string | undefined {
  const made = fields(output);
  if (!made || !input) return undefined;
  const [first] = Array.isArray(made["elements"]) ? (made["elements"] as readonly Data[]) : [];
  if (made["length"] === "a function") return "length is a number, not a function: leave the brackets and the arrow out.";
  if (made["length"] === undefined) return "The object has no length: how many elements are there?";
  if (Array.isArray(first)) return "get should give an object with names, { image, label }, not a list.";
  if (fields(first) && !("label" in (fields(first) ?? {}))) return "Each element needs its label too: { image, label }.";
  return undefined;
}

function leaking(train: readonly string[], test: readonly string[]): number {
  const seen = new Set(train);
  return test.filter((capture) => seen.has(capture)).length;
}

/** Two parts that share some captures, of which some have several pictures in a part; the first case shares none. */
function leakCase(random: Random, index: number): LeakCase {
  const captures = random.shuffled(whole(9, (number) => `SER_S1#B0${number}#1#${10 + number}`));
  const several = (names: readonly string[], most: number): string[] =>
    names.flatMap((name) => whole(1 + random.integer(most), () => name));
  const shared = index === 0 ? [] : captures.slice(0, 3);
  const train = random.shuffled([...several(captures.slice(3, 7), 3), ...several(shared, 3)]);
  return { train, test: random.shuffled([...several(captures.slice(7), 2), ...several(shared, 2), ...shared]) };
}

function explainLeak(output: Data, input: LeakCase | undefined): string | undefined {
  if (!input) return undefined;
  const { train, test } = input;
  if (output === new Set(test.filter((capture) => train.includes(capture))).size)
    return "You counted captures. Count pictures: a capture with two pictures in the test part counts twice.";
  if (output === test.length - leaking(train, test)) return "Those are the pictures whose capture is not in the training part.";
  if (output === leaking(test, train)) return "You counted pictures of the training part: go over the test part.";
  return undefined;
}

function mirror(values: Uint8Array, width: number, channels: number): Uint8Array {
  return moved(values, { width, channels }, ({ y, x, channel }) => (y * width + (width - 1 - x)) * channels + channel);
}

interface Spot {
  readonly y: number;
  readonly x: number;
  readonly channel: number;
  readonly height: number;
}

/** Values of a picture that each come from another place. */
function moved(
  values: Uint8Array,
  { width, channels }: { readonly width: number; readonly channels: number },
  from: (spot: Spot) => number,
): Uint8Array {
  const height = values.length / (width * channels);
  return values.map((_, place) => {
    const pixel = Math.floor(place / channels);
    return values[from({ y: Math.floor(pixel / width), x: pixel % width, channel: place % channels, height })] ?? 0;
  });
}

function explainMirror(output: Data, input: MirrorCase | undefined): string | undefined {
  if (!input) return undefined;
  const { values, width, channels } = input;
  const is = (from: (spot: Spot) => number): boolean => equals(output, Array.from(moved(values, input, from))).fraction === 1;
  if (is(({ y, x, channel, height }) => ((height - 1 - y) * width + x) * channels + channel))
    return "The picture stands on its head: rows changed places. Here columns do.";
  if (is(({ y, x, channel }) => (y * width + (width - 1 - x)) * channels + (channels - 1 - channel)))
    return "The colours changed places too: red became blue. Within a pixel the channels stay in their order.";
  if (is(({ y, x, channel, height }) => ((height - 1 - y) * width + (width - 1 - x)) * channels + channel))
    return "The picture is turned by 180°: each row stays where it is, only its columns change places.";
  if (equals(output, Array.from(values)).fraction === 1)
    return "Nothing moved. Did you write into the array that you were still reading? Begin with an empty one.";
  return undefined;
}

function statistics(values: Float32Array, channels: number): { readonly mean: number[]; readonly std: number[] } {
  const of = (channel: number): Float32Array => values.filter((_, place) => place % channels === channel);
  const mean = whole(channels, (channel) => average(of(channel)));
  const variance = whole(channels, (channel) => average(of(channel).map((value) => (value - (mean[channel] ?? 0)) ** 2)));
  return { mean, std: variance.map(Math.sqrt) };
}

function explainStatistics(output: Data, input: StatisticsCase | undefined): string | undefined {
  const made = fields(output);
  if (!made || !input) return undefined;
  const { values, channels } = input;
  const { mean, std } = statistics(values, channels);
  const near = (got: Data | undefined, wanted: Data): boolean => fractionClose([got ?? null], [wanted], { relative: 0.04 }).fraction === 1;
  if (made["mean"] === undefined || made["std"] === undefined) return "Give both by their names: return { mean, std };";
  if (typeof made["mean"] === "number") return "mean is a list: one number for each channel, also where there is one channel only.";
  if (
    near(
      made["std"],
      std.map((value) => value ** 2),
    )
  )
    return "That is the variance: the standard deviation is its square root.";
  const sameForAll = whole(channels, () => average(values));
  if (channels > 1 && near(made["mean"], sameForAll)) return "That is the mean of all channels together: each channel has its own.";
  if (
    channels > 1 &&
    near(
      made["mean"],
      mean.map((value) => value / channels),
    )
  )
    return "You divided by the number of all values: each channel has only a part of them.";
  return undefined;
}

function weightsOf(labels: Int32Array, classes: number): number[] {
  const counts = whole(classes, (label) => labels.filter((own) => own === label).length);
  return Array.from(labels, (label) => 1 / (counts[label] ?? 1));
}

/** Three classes, none empty and no two of one size, in a mixed order. */
function weightsCase(random: Random): WeightsCase {
  const sizes = random.shuffled([2, 3 + random.integer(2), 6 + random.integer(4)]);
  return { labels: Int32Array.from(random.shuffled(sizes.flatMap((size, label) => whole(size, () => label)))), classes: sizes.length };
}

/** Weights as parts of their sum; what is no list of numbers stays as it is. */
function sharesOf(data: Data): Data {
  const list = plainList(data);
  if (!Array.isArray(list) || !list.every((item): item is number => typeof item === "number")) return data;
  const total = list.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? list.map((weight) => weight / total) : list;
}

function explainWeights(output: Data, input: WeightsCase | undefined): string | undefined {
  const list = plainList(output);
  if (!input || !Array.isArray(list)) return undefined;
  const { labels, classes } = input;
  if (list.length === classes && labels.length !== classes)
    return "Those are weights of classes. The sampler wants one for each picture: look up that of its label.";
  if (list.length !== labels.length) return `There are ${labels.length} pictures and so as many weights.`;
  const counts = Array.from(weightsOf(labels, classes), (weight) => 1 / weight);
  if (fractionClose([list], [sharesOf(counts)], { relative: 1e-4 }).fraction === 1)
    return "The wrong way round: now large classes come even more often. Rare ones need the larger weights.";
  return undefined;
}

/** `[make(0), …, make(count − 1)]` */
function whole<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const average = (numbers: Float32Array): number => numbers.reduce((total, number) => total + number, 0) / numbers.length;
const nameOf = (input: MirrorCase | undefined): string =>
  input
    ? `a picture of ${input.values.length / (input.width * input.channels)} × ${input.width} pixels, ${plural(input.channels, "channel")}`
    : "";

/** The parts of an object; undefined for what is none. */
function fields(data: Data | undefined): Readonly<Record<string, Data>> | undefined {
  return typeof data === "object" && data !== null && !Array.isArray(data) && !("shape" in data)
    ? (data as Readonly<Record<string, Data>>)
    : undefined;
}

/** A typed array, which arrives as `{ shape, values }`, as a list; anything else as it is. */
function plainList(data: Data): Data {
  const values = typeof data === "object" && data !== null && "values" in data ? data.values : undefined;
  return Array.isArray(values) ? (values as readonly number[]) : data;
}

/** Mean and deviation as lists, whichever arrays they came in. */
function asLists(data: Data): Data {
  const made = fields(data);
  return made ? Object.fromEntries(Object.entries(made).map(([name, value]) => [name, plainList(value)])) : data;
}
