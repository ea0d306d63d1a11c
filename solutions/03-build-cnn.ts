// %% [markdown]
// # Build a convolutional network
//
// At the end of this notebook you will be able to
// - say what a filter does to a picture, and how large the result is;
// - build a small convolutional network and train it on 60,000 pictures;
// - look at what it gets wrong;
// - send its predictions to the leaderboard.
//
// Run a cell with **Shift + Enter**.

// %%
import { convolutionWalk, exercise, goal, leaderboard, todo } from "descent/course";
import { datasets, loader } from "descent/data";
import { device, tf } from "descent/device";
import { bars, contactSheet, figure, show } from "descent/plot";
import { accuracy, Learner } from "descent/train";

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
// Drag the slider and watch the result grow. Can you work out the next number before you move on?

// %%
show(convolutionWalk({ image: 5, kernel: 3 }));

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
// ## Filters find edges
// Your function on a real picture. The first filter adds what is above and takes away what is below, so it answers where the picture changes from one row to the next. The second does the same from left to right.
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
// ## A network of filters
// Nobody has to invent filters: a **convolutional layer** is a set of filters whose weights are learned. We stack
//
// 1. 32 filters of 5 × 5, whose negative results become 0 (ReLU);
// 2. the largest of each 2 × 2 block (max pooling): half the rows, half the columns;
// 3. 64 filters of 3 × 3 over the 32 maps, and the same again;
// 4. a hidden layer of 128 units, and one score for each of the ten classes.
//
// The scores are called **logits**. They become probabilities in the loss and in the predictions, so the network ends without softmax.

// %%
const relu = { activation: "relu", kernelInitializer: "heNormal" } as const;
const network = tf.sequential({
  layers: [
    tf.layers.inputLayer({ inputShape: [28, 28, 1] }), // [N, 28, 28, 1]
    tf.layers.conv2d({ filters: 32, kernelSize: 5, ...relu }), // [N, 24, 24, 32]
    tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 12, 12, 32]
    tf.layers.conv2d({ filters: 64, kernelSize: 3, ...relu }), // [N, 10, 10, 64]
    tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 5, 5, 64]
    tf.layers.flatten(), // [N, 1600]
    tf.layers.dense({ units: 128, ...relu }), // [N, 128]
    tf.layers.dense({ units: 10 }), // [N, 10]
  ],
});
const words = (count: number) => count.toLocaleString("en-US");
show(`The first layer makes 32 maps of ${rows} × ${rows} from each picture: ${words(32 * rows * rows)} numbers.`);
show(`The network has ${words(network.countParams())} weights to learn.`);

// %% [markdown]
// > **How Python does it.** PyTorch: `nn.Sequential(nn.Conv2d(1, 32, 5), nn.ReLU(), nn.MaxPool2d(2), …)`, with channels before rows and columns. Keras: `keras.Sequential([layers.Conv2D(32, 5, activation="relu"), layers.MaxPooling2D(), …])`, nearly word for word what stands above.
//
// ## Training
// A **loader** cuts the pictures into batches of 128, in a new random order each time round. The **learner** brings network and pictures together: it shows the network a batch, measures how wrong the scores are (cross-entropy), and moves every weight a little in the direction that makes it less wrong.
//
// One time round all 60,000 pictures is an **epoch**. We make three, then one more with smaller steps, for the finish. Watch the loss fall. The Stop button ends the training at the next batch and keeps what was learned.

// %%
const learner = new Learner({
  model: network,
  train: loader(fashion.train, { batchSize: 128, shuffle: true, seed: 1 }),
  valid: loader(fashion.test, { batchSize: 500 }),
  metrics: [accuracy],
});
await learner.fit(3, { learningRate: 0.002 });

// %%
await learner.fit(1, { learningRate: 0.0003 });

// %% [markdown]
// > **How Python does it.** fastai: `Learner(dls, model, metrics=accuracy).fit(3, 2e-3)`. Keras: `model.compile("adam", …)` and `model.fit(x, y, batch_size=128, epochs=3)`. In PyTorch you write the loop yourself: forward, loss, `loss.backward()`, `optimizer.step()`.
//
// ## How good is it?
// These 10,000 pictures took no part in the training, and we chose nothing by them.

// %%
const scores = await learner.validate();
goal("accuracy on the test pictures", scores["accuracy"] ?? 0, { atLeast: 0.9 });

// %% [markdown]
// ## What has it learned?
// The 32 filters of the first layer: light weights ask for a bright pixel, dark ones for a dark pixel. Can you find edge finders like the two above, light on one side and dark on the other? Nobody told the network to look for edges.

// %%
const weights = Array.from(network.getWeights()[0]?.dataSync() ?? []); // [5, 5, 1, 32]
const filters = Array.from({ length: 32 }, (_, number) => {
  const filter = weights.filter((_, place) => place % 32 === number); // [25]
  const largest = Math.max(...filter.map(Math.abs));
  return filter.map((weight) => 128 + (127 * weight) / largest); // 128, a middle grey, for 0
}); // [32, 25]
show(
  contactSheet({
    pixels: Uint8Array.from(filters.flat()), // 32 · 5 · 5
    height: 5,
    width: 5,
    channels: 1,
    columns: 8,
    title: "The filters of the first layer",
  }),
);

// %% [markdown]
// ## What does it get wrong?
// Its predictions for all test pictures, and the mistakes it was surest of. Would you have known better?

// %%
const predictions = await learner.predict(fashion.test);
const { classes } = fashion.test;
const truth = Array.from(fashion.test.labels ?? []);
const guess = (index: number) => predictions.classes[index] ?? 0;
const sureness = (index: number) => predictions.probabilities?.[index * classes.length + guess(index)] ?? 0;
const mistakes = truth
  .map((_, index) => index)
  .filter((index) => guess(index) !== truth[index])
  .sort((one, other) => sureness(other) - sureness(one));

show(`${words(mistakes.length)} of ${words(truth.length)} pictures are misclassified.`);
const titles = mistakes.map((index) => `${classes[truth[index] ?? 0]} → ${classes[guess(index)]}`);
show(fashion.test.subset(mistakes.slice(0, 24)).sheet({ titles }));

// %%
const mistakesIn = (label: number) => mistakes.filter((index) => truth[index] === label).length;
show(
  bars(Object.fromEntries(classes.map((name, label) => [name, mistakesIn(label)])), {
    title: "Mistakes by class, of 1,000 pictures each",
    x: "class",
    y: "misclassified pictures",
  }),
);

// %% [markdown]
// ## To the leaderboard
// You send predictions; the server compares them with the true classes and works out the score. Fashion-MNIST is a practice board, since its labels lie on every computer of the course.

// %%
show(await leaderboard.submit(predictions, { note: "first network" }));

// %% [markdown]
// ## The ranked board: savanna
// Here the ranking counts. The pictures are camera-trap scenes that the project draws by itself: four species by day and by night, near and far, behind grass. You may learn from as many as you like. The pictures to be classified are drawn from a seed that only the server knows, and come without labels.

// %%
const savanna = await datasets.savanna();
show(savanna.train);

// %% [markdown]
// The pictures are larger and have three colours, so the network gets more layers. Everything else is as before.

// %%
const savannaLearner = new Learner({
  model: tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [96, 96, 3] }), // [N, 96, 96, 3]
      tf.layers.conv2d({ filters: 16, kernelSize: 5, strides: 2, ...relu }), // [N, 46, 46, 16]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 23, 23, 16]
      tf.layers.conv2d({ filters: 32, kernelSize: 3, ...relu }), // [N, 21, 21, 32]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 10, 10, 32]
      tf.layers.conv2d({ filters: 64, kernelSize: 3, ...relu }), // [N, 8, 8, 64]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 4, 4, 64]
      tf.layers.flatten(), // [N, 1024]
      tf.layers.dense({ units: 64, ...relu }), // [N, 64]
      tf.layers.dense({ units: 4 }), // [N, 4]
    ],
  }),
  train: loader(savanna.train, { batchSize: 32, shuffle: true, seed: 1 }),
  valid: loader(savanna.test, { batchSize: 100 }),
  metrics: [accuracy],
});
await savannaLearner.fit(10, { learningRate: 0.001 });

// %%
const hidden = await leaderboard.pictures("savanna");
show(await leaderboard.submit(await savannaLearner.predict(hidden), { note: "small network" }));

// %% [markdown]
// ## Summary
// - A filter adds up pixels times weights at every place where it fits. A filter of size *k* on *n* pixels fits at *n − k + 1* places.
// - A convolutional layer learns its filters. Pooling halves rows and columns, so that later filters see more of the picture.
// - The network gives logits; the loss compares them with the true class, and training follows its slope, batch by batch.
// - Only pictures that took no part in the training tell how good a network is. Looking at its mistakes tells what to do next.
//
// **Go on from here**: more epochs, more filters, other learning rates. Submit again and see whether you climb.
