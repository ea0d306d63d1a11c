// %% [markdown]
// # Build a convolutional network
//
// At the end of this notebook you will be able to
// - say what a filter does to a picture, and how large the result is;
// - say why a convolutional network sees a thing wherever it stands;
// - write the training loop by hand, and let a learner do it;
// - look into a network: what it gets wrong, and where it looks;
// - take over what another network has learned, and send your predictions to the leaderboard.
//
// Run a cell with **Shift + Enter**.

// %%
import { convolutionWalk, exercise, goal, leaderboard, poolingWalk, todo } from "descent/course";
import { datasets, loader, stratifiedSplit, transforms as T } from "descent/data";
import { device, tf } from "descent/device";
import { bars, contactSheet, figure, lines, show, table } from "descent/plot";
import { accuracy, Learner } from "descent/train";
import { lenet5, resnet18 } from "descent/vision";

show(await device.use());

// %% [markdown]
// The line above says what computes: the same TensorFlow library that Keras runs on, called from TypeScript.
//
// ## The pictures
// Fashion-MNIST holds 70,000 small grey pictures of clothes in ten classes: 60,000 to learn from and 10,000 to test with (Xiao, Rasul and Vollgraf, 2017).

// %%
const fashion = await datasets.fashionMnist();
show(fashion.train);

// %% [markdown]
// A picture is a table of numbers. Here is one from close by: 28 rows of 28 numbers, 0 for black up to 255 for white. Point at a pixel to read its number.

// %%
const boot = fashion.train.get(0);
const rowOf = (row: number) => Array.from(boot.image.pixels.subarray(row * 28, (row + 1) * 28)); // [28]
const pixels = Array.from({ length: 28 }, (_, row) => rowOf(row)); // [28, 28]
show(
  figure([{ type: "heatmap", z: pixels, colorscale: "Greys", xgap: 1, ygap: 1, showscale: false }], {
    title: { text: `One picture: ${fashion.train.classes[boot.label ?? 0]}` },
    xaxis: { title: { text: "column" }, constrain: "domain", constraintoward: "left" },
    yaxis: { title: { text: "row" }, autorange: "reversed", scaleanchor: "x" },
    height: 480,
  }),
);

// %% [markdown]
// ## What a filter does
// A **filter** (also: kernel) is a small table of weights. It is laid on the picture, each weight is multiplied with the pixel under it, and the products are added up: one number. Then it moves on by one pixel.
//
// Here is the example of the lecture (Dumoulin and Visin, 2016). Press **Play**, or drag the slider. Can you work out the next number before you move on?

// %%
const example = {
  image: [
    [3, 3, 2, 1, 0],
    [0, 0, 1, 3, 1],
    [3, 1, 2, 2, 3],
    [2, 0, 0, 2, 2],
    [2, 0, 0, 0, 1],
  ],
  kernel: [
    [0, 1, 2],
    [2, 2, 0],
    [0, 1, 2],
  ],
};
show(convolutionWalk(example));

// %% [markdown]
// ## How large is the result?
// The filter visits every place where it fits as a whole. On a row of 5 pixels a filter of width 3 fits at 3 places. Count them in the picture above.
//
// Now it is your turn. Until you have written your answer, `todo(…)` stands in its place. It is no number and no function, only a sign:

// %%
show(todo("03-1"));

// %% [markdown]
// ### Exercise 03-1
// Fashion-MNIST pictures are 28 × 28. How many rows has the result of a 5 × 5 filter?
//
// Write your answer in the place of `todo(…)` in the cell below and run it. It is checked at once, as often as you like. When you are stuck, `await exercise("03-1").hint()` in a new cell helps; `.skip()` gives you an answer to go on with.

// %% {"descent": {"exercise": "03-1"}}
// BEGIN SOLUTION
// STUB: const rows = todo<number>("03-1");
const rows = 28 - 5 + 1;
// END SOLUTION
await exercise("03-1").check(rows);

// %% [markdown]
// ### Exercise 03-2
// Now do it by hand. Write `convolve`: it takes an image and a filter as tables of numbers (`image[row][column]`) and gives back the table of sums. Both may have any size, and they need not be square.

// %% {"descent": {"exercise": "03-2"}}
function convolve(image: number[][], kernel: number[][]): number[][] {
  // BEGIN SOLUTION
  // STUB: return todo("03-2");
  const height = image.length - kernel.length + 1;
  const width = (image[0]?.length ?? 0) - (kernel[0]?.length ?? 0) + 1;
  const result: number[][] = [];
  for (let row = 0; row < height; row++) {
    const sums: number[] = [];
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (const [i, weights] of kernel.entries()) {
        for (const [j, weight] of weights.entries()) {
          sum += weight * (image[row + i]?.[column + j] ?? 0);
        }
      }
      sums.push(sum);
    }
    result.push(sums);
  }
  return result;
  // END SOLUTION
}
await exercise("03-2").check(convolve);

// %% [markdown]
// Your function on the example of the lecture. Are these the numbers that you saw above?

// %%
show(convolve(example.image, example.kernel));

// %% [markdown]
// ## Filters find edges
// Now on a real picture. The first filter adds what is above and takes away what is below, so it answers where the picture changes from one row to the next. The second does the same from left to right.
//
// The sums may be negative and large. To see them as a picture, their sign is dropped and they are divided by 3.

// %%
const horizontal = [
  [1, 1, 1],
  [0, 0, 0],
  [-1, -1, -1],
];
const vertical = [
  [1, 0, -1],
  [1, 0, -1],
  [1, 0, -1],
];
const inner = pixels.slice(1, -1).map((row) => row.slice(1, -1)); // [26, 26], as large as the results
const results = [convolve(pixels, horizontal), convolve(pixels, vertical)].flat(2); // 2 · 26 · 26
const strengths = results.map((sum) => Math.abs(sum) / 3);
show(
  contactSheet({
    pixels: Uint8Array.from([...inner.flat(), ...strengths]), // 3 · 26 · 26
    height: 26,
    width: 26,
    channels: 1,
    titles: ["the picture", "horizontal edges", "vertical edges"],
    title: "Two filters on one picture",
  }),
);

// %% [markdown]
// ## Stride and padding
// A filter need not stop everywhere. With a **stride** of 2 it moves two pixels at a time, and the result has about half as many rows and columns. And it need not stay inside: with a **padding** of 1 the picture gets a border of zeros, so that the filter can look at corners, too. The same numbers with both:

// %%
show(convolutionWalk({ ...example, stride: 2, padding: 1 }));

// %% [markdown]
// ### Exercise 03-3
// Write `resultSize`: how many rows has the result, for a picture of `size` rows and a filter of `kernel` rows? The border has `padding` rows at the top and as many at the bottom.

// %% {"descent": {"exercise": "03-3"}}
function resultSize(size: number, kernel: number, steps: { stride: number; padding: number }): number {
  // BEGIN SOLUTION
  // STUB: return todo("03-3");
  return Math.floor((size + 2 * steps.padding - kernel) / steps.stride) + 1;
  // END SOLUTION
}
await exercise("03-3").check(resultSize);

// %% [markdown]
// With the right padding a filter of odd size keeps the size of the picture. Can you see the rule?

// %%
for (const kernel of [3, 5, 7]) {
  const padding = (kernel - 1) / 2;
  show(`A ${kernel} × ${kernel} filter with a padding of ${padding} makes ${resultSize(28, kernel, { stride: 1, padding })} rows of 28.`);
}

// %% [markdown]
// > **How Python does it.** PyTorch: `nn.Conv2d(1, 32, 5, stride=2, padding=2)`. Keras: `layers.Conv2D(32, 5, strides=2, padding="same")`, which finds the padding by itself.
//
// ## Pooling
// Is there an edge somewhere here? For that question the exact place does not matter. **Max pooling** keeps the largest number of each small window, and the windows stand side by side. What is left is a quarter of the numbers.

// %%
show(poolingWalk({ image: 6, size: 2 }));

// %% [markdown]
// ### Exercise 03-4
// Write `maxPool`: it takes an image and the size of the windows, and gives the table of their largest numbers. Rows and columns that don't fill a window are left out.

// %% {"descent": {"exercise": "03-4"}}
function maxPool(image: number[][], size: number): number[][] {
  // BEGIN SOLUTION
  // STUB: return todo("03-4");
  const result: number[][] = [];
  for (let top = 0; top + size <= image.length; top += size) {
    const row: number[] = [];
    for (let left = 0; left + size <= (image[top]?.length ?? 0); left += size) {
      const window = image.slice(top, top + size).flatMap((line) => line.slice(left, left + size));
      row.push(Math.max(...window));
    }
    result.push(row);
  }
  return result;
  // END SOLUTION
}
await exercise("03-4").check(maxPool);

// %% [markdown]
// The three pictures from above, pooled. Half the rows and half the columns, and one still sees what it is.

// %%
const strong = (filter: number[][]) => convolve(pixels, filter).map((row) => row.map((sum) => Math.abs(sum) / 3)); // [26, 26]
const pooled = [inner, strong(horizontal), strong(vertical)].map((image) => maxPool(image, 2)); // [3, 13, 13]
show(
  contactSheet({
    pixels: Uint8Array.from(pooled.flat(2)), // 3 · 13 · 13
    height: 13,
    width: 13,
    channels: 1,
    titles: ["the picture", "horizontal edges", "vertical edges"],
    title: "After max pooling",
  }),
);

// %% [markdown]
// ## Why filters?
// A **dense** layer gives each pixel a weight of its own. If a 7 is always in the middle, it learns where its strokes are. A filter, however, is the same everywhere: what it has learned in the middle it knows in every corner.
//
// Let us try it. Two networks learn handwritten digits (LeCun, Cortes and Burges) that all stand in the middle.

// %%
const digits = await datasets.mnist().then(
  ({ test }) => test,
  () => fashion.test, // where no digits can be had, clothes will do
);
const [centred, others] = stratifiedSplit(digits, { fractions: [0.6, 0.4], seed: 1 });
show(centred);

// %%
const hidden = { activation: "relu", kernelInitializer: "heNormal" } as const;
const contenders = {
  "dense network": tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [28, 28, 1] }), // [N, 28, 28, 1]
      tf.layers.flatten(), // [N, 784]
      tf.layers.dense({ units: 128, ...hidden }), // [N, 128]
      tf.layers.dense({ units: 10 }), // [N, 10]
    ],
  }),
  "convolutional network": tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [28, 28, 1] }), // [N, 28, 28, 1]
      tf.layers.conv2d({ filters: 16, kernelSize: 5, strides: 2, ...hidden }), // [N, 12, 12, 16]
      tf.layers.conv2d({ filters: 32, kernelSize: 3, ...hidden }), // [N, 10, 10, 32]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 5, 5, 32]
      tf.layers.conv2d({ filters: 64, kernelSize: 3, ...hidden }), // [N, 3, 3, 64]
      tf.layers.globalMaxPooling2d({}), // [N, 64], the largest number of each map
      tf.layers.dense({ units: 10 }), // [N, 10]
    ],
  }),
};
const students = Object.entries(contenders).map(([name, model]) => {
  const train = loader(centred, { batchSize: 64, shuffle: true, seed: 1 });
  const valid = loader(others, { batchSize: 500 });
  return { name, student: new Learner({ model, train, valid, metrics: [accuracy] }) };
});
for (const { student } of students) await student.fitOneCycle(4, { learningRate: 0.005 });

// %% [markdown]
// Both know digits that stand in the middle. Now the same digits are shifted: a border of a few pixels, then a random cut of 28 × 28.

// %%
const shifted = (most: number) => {
  const transforms = most > 0 ? [T.pad(most), T.randomCrop(28)] : [];
  return loader(others, { batchSize: 500, seed: 1, transforms });
};
const look = await shifted(4).first();
show(look);
look.dispose();

// %%
const places = { "in the middle": 0, "up to 2 pixels away": 2, "up to 4 pixels away": 4 };
const measured = [];
for (const { name, student } of students) {
  const y: number[] = [];
  for (const most of Object.values(places)) y.push((await student.validate(shifted(most)))["accuracy"] ?? 0);
  measured.push({ type: "bar", name, x: Object.keys(places), y, text: y.map((part) => part.toFixed(2)) });
}
show(
  figure(measured, {
    title: { text: "Digits where a network has never seen them" },
    xaxis: { title: { text: "where the digits stand" } },
    yaxis: { title: { text: "accuracy" }, range: [0, 1] },
  }),
);

// %% [markdown]
// The further away, the less the dense network knows: to it, a 7 that has moved is something new. The convolutional network holds out much better, for it asks only *whether* its last filters find something, and not where.
//
// ## The training loop
// Before a tool does it for us, we do it once ourselves. **LeNet** (LeCun and others, 1998) read the digits on cheques; it has two convolutional layers with pooling, and three dense layers. The network gives a score for each of the ten classes, the **logits**.

// %%
const byHand = lenet5({ activation: "relu", pooling: "max", seed: 1 });
show(byHand);

// %% [markdown]
// How good is it? The class that it chooses is the place of the largest score.
//
// ### Exercise 03-5
// Write `accuracyOf`: from the scores of some pictures (`logits[picture][class]`) and their labels, which part of the pictures is right, a number between 0 and 1.

// %% {"descent": {"exercise": "03-5"}}
function accuracyOf(logits: number[][], labels: number[]): number {
  // BEGIN SOLUTION
  // STUB: return todo("03-5");
  const right = logits.filter((scores, picture) => scores.indexOf(Math.max(...scores)) === labels[picture]);
  return right.length / logits.length;
  // END SOLUTION
}
await exercise("03-5").check(accuracyOf);

// %%
const exam = await loader(fashion.test, { batchSize: 1000 }).first(); // images [1000, 28, 28, 1]
async function examine(model: tf.LayersModel): Promise<number> {
  const logits = model.predict(exam.images) as tf.Tensor2D; // [1000, 10]
  const [rows, labels] = [await logits.array(), await exam.labels.array()];
  logits.dispose();
  return accuracyOf(rows, labels);
}
const percent = (part: number) => `${(100 * part).toFixed(0)} %`;
show(`Before any training ${percent(await examine(byHand))} are right. Chance is 10 %.`);

// %% [markdown]
// Now the loop. For each batch of pictures:
// 1. **forward**: the network gives its logits, and the **loss** says how wrong they are;
// 2. **backward**: the **gradient** says for each weight in which direction the loss grows;
// 3. **update**: each weight goes a small step the other way. How small is the **learning rate**.
//
// Tensors lie outside of JavaScript's memory, and nobody collects them. `tf.tidy` frees all that were made inside it, except what it returns; that one we free with `dispose`.

// %%
const weightsByHand = byHand.trainableWeights.map((weight) => weight.read() as tf.Variable);
const lossesByHand: number[] = [];
const learningRate = 0.1;

async function trainByHand(steps: number) {
  const batches = loader(fashion.train, { batchSize: 64, shuffle: true, seed: 1 });
  for await (const { images, labels } of batches) {
    const loss = tf.tidy(() => {
      const forward = () => {
        const logits = byHand.apply(images, { training: true }) as tf.Tensor2D; // [64, 10]
        return tf.losses.softmaxCrossEntropy(tf.oneHot(labels, 10), logits) as tf.Scalar;
      };
      const { value, grads } = tf.variableGrads(forward, weightsByHand); // backward
      for (const weight of weightsByHand) {
        const gradient = grads[weight.name];
        if (gradient) weight.assign(weight.sub(gradient.mul(learningRate))); // update
      }
      return value;
    });
    lossesByHand.push((await loss.data())[0] ?? 0);
    loss.dispose();
    if (lossesByHand.length === steps) break;
  }
}

const tensorsBefore = tf.memory().numTensors;
await trainByHand(200);
show(lines({ loss: lossesByHand }, { title: "Loss of each batch", x: "batch", y: "cross-entropy (nats)" }));
show(`${tensorsBefore} tensors before the loop, ${tf.memory().numTensors} after it: nothing is left behind.`);

// %%
show(`After ${lossesByHand.length} batches ${percent(await examine(byHand))} of the test pictures are right.`);
exam.dispose();

// %% [markdown]
// > **How Python does it.** PyTorch, in the loop: `loss = F.cross_entropy(model(images), labels)`, `loss.backward()`, and for each weight `weight -= lr * weight.grad`, for which `optimizer.step()` stands. Keras: `with tf.GradientTape() as tape: …` and `optimizer.apply_gradients(…)`.
//
// ## A network of filters
// Now a larger network, and all 60,000 pictures. We stack
//
// 1. 16 filters of 5 × 5, whose negative results become 0 (**ReLU**);
// 2. max pooling by 2 × 2: half the rows, half the columns;
// 3. 64 filters of 5 × 5 over the 16 maps, and the same again;
// 4. a hidden layer of 256 units, and the scores of the ten classes.

// %%
const relu = (seed: number) => ({ activation: "relu", kernelInitializer: tf.initializers.heNormal({ seed }) }) as const;
const network = tf.sequential({
  name: "network",
  layers: [
    tf.layers.inputLayer({ name: "pictures", inputShape: [28, 28, 1] }), // [N, 28, 28, 1]
    tf.layers.conv2d({ name: "conv1", filters: 16, kernelSize: 5, ...relu(1) }), // [N, 24, 24, 16]
    tf.layers.maxPooling2d({ name: "pool1", poolSize: 2 }), // [N, 12, 12, 16]
    tf.layers.conv2d({ name: "conv2", filters: 64, kernelSize: 5, ...relu(2) }), // [N, 8, 8, 64]
    tf.layers.maxPooling2d({ name: "pool2", poolSize: 2 }), // [N, 4, 4, 64]
    tf.layers.flatten({ name: "flatten" }), // [N, 1024]
    tf.layers.dense({ name: "hidden", units: 256, ...relu(3) }), // [N, 256]
    tf.layers.dense({ name: "scores", units: 10 }), // [N, 10]
  ],
});
const words = (count: number) => count.toLocaleString("en-US");
show(`The first layer makes 16 maps of ${rows} × ${rows}: ${words(16 * rows * rows)} numbers for each picture.`);

// %% [markdown]
// > **How Python does it.** PyTorch: `nn.Sequential(nn.Conv2d(1, 16, 5), nn.ReLU(), nn.MaxPool2d(2), …)`, with channels before rows and columns. Keras: `keras.Sequential([layers.Conv2D(16, 5, activation="relu"), layers.MaxPooling2D(), …])`, nearly word for word what stands above.
//
// ## The learner
// A **learner** brings together the network, the pictures and the loop that you have just written. It also shows what it does, stops when you press Stop, and takes a better update than ours (Adam, of which notebook 05 says more). Half of the pictures are mirrored, each time others: a boot that looks to the left is a boot, too.

// %%
const learner = new Learner({
  model: network,
  train: loader(fashion.train, { batchSize: 128, shuffle: true, seed: 1, transforms: [T.randomHorizontalFlip()] }),
  valid: loader(fashion.test, { batchSize: 500 }),
  metrics: [accuracy],
});
show(learner.summary());

// %% [markdown]
// Which learning rate? Too small, and it takes for ever; too large, and the loss jumps up. The learner tries some batches, each with a larger rate than the one before, and looks at the loss. Afterwards all weights are as they were. Its suggestion is a careful choice; where the loss falls steepest is a bold one.

// %%
const rates = await learner.findLearningRate();
show(`Careful: ${rates.suggestion.toPrecision(2)}. Bold: ${rates.steepest.toPrecision(2)}.`);

// %% [markdown]
// One time round all pictures is an **epoch**. In each epoch the loader mixes the pictures anew. The **one-cycle** policy begins with a small rate, rises to the one that we give, and falls to almost nothing at the end (Smith and Topin, 2018). Since the highest rate lasts only for a moment, it may be larger than the bold one. Watch the loss fall. The Stop button ends the training at the next batch and keeps what was learned.

// %%
await learner.fitOneCycle(8, { learningRate: 0.004 });

// %% [markdown]
// > **How Python does it.** fastai: `learn = Learner(dls, model, metrics=accuracy)`, `learn.lr_find()` and `learn.fit_one_cycle(8, 4e-3)`. Keras: `model.compile("adam", …)` and `model.fit(x, y, batch_size=128, epochs=8)`.
//
// ## How good is it?
// These 10,000 pictures took no part in the training.

// %%
const scores = await learner.validate();
goal("accuracy on the test pictures", scores["accuracy"] ?? 0, { atLeast: 0.91 });

// %% [markdown]
// ## What does it get wrong?
// One number does not tell much. The **confusion matrix** counts for each class what its pictures are taken for. On the diagonal is what is right.

// %%
const report = await learner.interpret();
await show(report, report.confusionMatrix());

// %% [markdown]
// ### Exercise 03-6
// Which mistake comes most often? Give the first of `report.mostConfused()`, a list of pairs of classes.

// %% {"descent": {"exercise": "03-6"}}
// BEGIN SOLUTION
// STUB: const worst = todo<{ actual: string; predicted: string; count: number }>("03-6");
const worst = report.mostConfused()[0];
// END SOLUTION
await exercise("03-6").check(worst);

// %% [markdown]
// And the pictures with the largest loss: here it was sure, and wrong. Would you have known better?

// %%
await show(report.topLosses(12));

// %% [markdown]
// ## What has it learned?
// The 16 filters of the first layer: light weights ask for a bright pixel, dark ones for a dark pixel. Can you find edge finders like the two above, light on one side and dark on the other? Nobody told the network to look for edges.

// %%
await show(report.filters());

// %% [markdown]
// What they make of a picture: the **feature maps**. And where does the network look when it decides? **Grad-CAM** (Selvaraju and others, 2017) asks which places of the last maps raise the score of the chosen class.

// %%
await show(report.featureMaps(0), report.gradCam(0));

// %% [markdown]
// > **How Python does it.** fastai: `interp = ClassificationInterpretation.from_learner(learn)`, `interp.plot_confusion_matrix()`, `interp.most_confused()`, `interp.plot_top_losses(12)`. Grad-CAM takes a hook on a layer in PyTorch.
//
// ## To the leaderboard
// You send predictions: a class for each of the 10,000 test pictures. The server compares them with the true classes and works out the score. Fashion-MNIST is a practice board, since its labels lie on every computer of the course.

// %%
const predictions = await learner.predict(fashion.test);

// %%
show(await leaderboard.submit(predictions, { note: "first network" }));

// %% [markdown]
// ## Deeper: ResNet
// Photos need more than two layers of filters. But a deep stack learns badly: what the first layers should do gets lost on the long way back. A **residual network** (He and others, 2016) has a way around each pair of convolutions: their result is **added** to what came in. A pair that has nothing to add lets everything pass.
//
// Here is ResNet-18 with half the usual filters in each layer, `width: 0.5`, and with scores for ten classes. A convolutional layer can be used on pictures of any size: only the number of filters and maps counts.

// %%
const plain = resnet18({ classes: 10, width: 0.5, seed: 1 });
const stages = ["conv1", "layer1.0.conv1", "layer2.0.conv1", "layer3.0.conv1", "layer4.0.conv1", "fc"];
const inStages = stages.map((name) => {
  const layer = plain.getLayer(name);
  return [name, layer.getClassName(), layer.countParams()];
});
show(table(["layer", "kind", "parameters"], inStages));
show(`${words(plain.countParams())} in all its ${plain.layers.length} layers.`);

// %% [markdown]
// ### Exercise 03-7
// Where do these numbers of parameters come from? Write `countWeights`: how many numbers does a convolutional layer learn that has so many `filters` of `kernel` × `kernel`, and gets so many `maps`? Each filter looks at all maps and has a **bias**, a number that is added to its sum.

// %% {"descent": {"exercise": "03-7"}}
function countWeights(kernel: number, maps: number, filters: number): number {
  // BEGIN SOLUTION
  // STUB: return todo("03-7");
  return filters * (kernel * kernel * maps + 1);
  // END SOLUTION
}
await exercise("03-7").check(countWeights);

// %%
const byFormula = [countWeights(5, 1, 16), countWeights(5, 16, 64)];
const convolutions = network.layers.filter((layer) => layer.getClassName() === "Conv2D");
const byNetwork = convolutions.map((layer) => layer.countParams());
show(`Your formula gives ${byFormula.map(words).join(" and ")} for our first network.`);
show(`It has ${byNetwork.map(words).join(" and ")}.`);

// %% [markdown]
// (In the ResNet the convolutions have no bias, since the **batch normalisation** behind them has one.)
//
// ## Transfer learning
// A thousand photos are few for a network with 2.8 million parameters. But the first layers look for edges, corners and colours, and those are the same in all photos. So we take over the weights of a network that has learned other pictures (5,000 of CIFAR-10: ships, cats, trucks …), and only its last layer, the **head**, is new.

// %%
const savanna = await datasets.savanna();
const photos = await datasets.monkeySpecies().then(
  ({ train, validation }) => ({ train, valid: validation }),
  () => {
    show("No photos of monkeys can be had here: drawn animals of the savanna stand in for them.");
    return { train: savanna.train, valid: savanna.test };
  },
);
show(photos.train);

// %% [markdown]
// The photos are scaled to 64 × 64 pixels, so that all of this takes a minute or two. As in notebook 02 there are random versions to learn from, and always the same middle to validate.

// %%
const side = 64;
const forTraining = [T.randomResizedCrop(side, { scale: [0.5, 1] }), T.randomHorizontalFlip(), T.normalize()];
const forTesting = [T.resize(side), T.centerCrop(side), T.normalize()];
const photoLearner = (model: tf.LayersModel) => {
  const train = loader(photos.train, { batchSize: 32, shuffle: true, seed: 1, transforms: forTraining, workers: 1 });
  const valid = loader(photos.valid, { batchSize: 64, transforms: forTesting, workers: 1 });
  return new Learner({ model, train, valid, metrics: [accuracy] });
};
const photoNetwork = (pretrained: boolean) => {
  return resnet18({ classes: photos.train.classes.length, width: 0.5, pretrained, seed: 1 });
};

// %% [markdown]
// First we **freeze** the body: its weights stay as they are, and only the head learns. That is **feature extraction**.
//
// ### Exercise 03-8
// The body gives 256 numbers for each picture, and the head is a dense layer with one unit for each of the ten species. How many numbers still learn?

// %% {"descent": {"exercise": "03-8"}}
// BEGIN SOLUTION
// STUB: const learning = todo<number>("03-8");
const learning = 10 * (256 + 1);
// END SOLUTION
await exercise("03-8").check(learning);

// %%
const extractor = photoLearner(photoNetwork(true));
extractor.freeze();
const all = extractor.summary();
show(`You said ${words(learning)} for ten classes. Here ${words(all.trainable)} of ${words(all.parameters)} learn.`);
await extractor.fitOneCycle(5, { learningRate: 0.01 });
const extracted = await extractor.validate();

// %% [markdown]
// Fast, but not good: ships and cats are not enough to know monkeys by. So a second network begins with the same weights. For one epoch only its head learns, until it is of some use. Then we **unfreeze** the body, and everything learns, with a smaller rate for the first layers, which know most already. That is **fine-tuning**.

// %%
const tuner = photoLearner(photoNetwork(true));
tuner.freeze();
await tuner.fitOneCycle(1, { learningRate: 0.01 });
tuner.unfreeze();
await tuner.fitOneCycle(4, { learningRate: 0.004, groupRates: [0.2, 0.5, 1] });
const tuned = await tuner.validate();

// %% [markdown]
// What were the weights good for? A third network, which knows nothing yet, gets as many epochs.

// %%
const beginner = photoLearner(photoNetwork(false));
await beginner.fitOneCycle(5, { learningRate: 0.004 });
const begun = await beginner.validate();

// %%
const reached = { "from scratch": begun, "feature extraction": extracted, "fine-tuning": tuned };
const accuracies = Object.entries(reached).map(([name, scores]) => [name, scores["accuracy"] ?? 0] as const);
const subtitle = `${words(photos.train.length)} photos, five epochs each; chance is ${(1 / photos.train.classes.length).toFixed(2)}`;
show(bars(Object.fromEntries(accuracies), { title: "How far it comes", subtitle, x: "network", y: "accuracy" }));

// %% [markdown]
// > **How Python does it.** torchvision and fastai: `learn = vision_learner(dls, resnet18, metrics=accuracy)` and `learn.fine_tune(4)`, which freezes for one epoch and then unfreezes. In plain PyTorch: `for p in body.parameters(): p.requires_grad = False`.
//
// Where does it look? And what does it mix up?

// %%
const photoReport = await tuner.interpret();
await show(photoReport.confusionMatrix(), photoReport.topLosses(6), photoReport.gradCam(0));

// %% [markdown]
// ## The ranked board: savanna
// Here the ranking counts. The pictures are camera-trap scenes that the project draws by itself: four species by day and by night, near and far, behind grass. You may learn from as many as you like. The pictures to be classified are drawn from a seed that only the server knows, and come without labels.

// %%
show(savanna.train);

// %%
const mirrored = [T.resize(side), T.randomHorizontalFlip(), T.normalize()];
const ranger = new Learner({
  model: resnet18({ classes: 4, width: 0.5, pretrained: true, seed: 1 }),
  train: loader(savanna.train, { batchSize: 32, shuffle: true, seed: 1, transforms: mirrored }),
  valid: loader(savanna.test, { batchSize: 100, transforms: [T.resize(side), T.normalize()] }),
  metrics: [accuracy],
});
await ranger.fitOneCycle(5, { learningRate: 0.004 });

// %%
const unknown = await leaderboard.pictures("savanna");
show(await leaderboard.submit(await ranger.predict(unknown), { note: "transfer" }));

// %% [markdown]
// ## Summary
// - A filter adds up pixels times weights at every place where it fits: *(n + 2 · padding − k) / stride + 1* places, rounded down.
// - A convolutional layer learns its filters, and a filter is the same everywhere. That is why it finds a thing that has moved. Pooling halves rows and columns, so that later filters see more of the picture.
// - Training is a loop: forward, loss, gradient, a small step. A learner does it for you, with the one-cycle policy.
// - Only pictures that took no part in the training tell how good a network is. Looking at its mistakes and at where it looks tells what to do next.
// - Few pictures? Take over the weights of another network: freeze its body first, then let all of it learn.
//
// **Go on from here**: more epochs, larger pictures, other learning rates. Submit again and see whether you climb.
