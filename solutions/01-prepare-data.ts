// %% [markdown]
// # Prepare data
//
// At the end of this notebook you will be able to
// - look into a table of thousands or millions of rows and see what is wrong with it;
// - choose the rows that one can learn from, step by step;
// - see which classes have too few pictures and which too many;
// - turn a table and a folder of files into a data set, without the files that are broken.
//
// Run a cell with **Shift + Enter**.

// %%
import { exercise, todo } from "descent/course";
import { cleanCameraTraps, datasets, findCorruptImages, imageFolder, limitClasses, pl, readTable, withPictures } from "descent/data";
import { bars, classCounts, figure, show } from "descent/plot";

const project = await datasets.savannaCameraTraps();
show(`The pictures lie in ${project.folder}`);

// %% [markdown]
// ## A camera-trap project
// A camera hangs on a tree and takes up to three pictures whenever something moves: a **capture**. Volunteers on the internet then say what they see. Snapshot Serengeti has collected millions of pictures in this way (Swanson et al., 2015).
//
// Ours is drawn by the computer, with tables of the same shape and the same troubles. One row is one capture and one species seen in it.

// %%
const captures = await readTable(project.annotations);
show(captures);

// %% [markdown]
// Below each name stands the type of the column and how many of its values are missing. Scroll to the right: `question__count_median` is text, not a number. We will see why.
//
// > **How Python does it.** `pandas.read_csv("annotations.csv", index_col=0)`, or with polars, the library that works here too: `polars.read_csv("annotations.csv")`. Here polars is called from TypeScript, by the same names in camelCase.
//
// ## What was seen?
// `groupBy` puts the rows with the same species together, `agg` says what is asked of each group: here, how many rows it has.

// %%
const seen = captures.groupBy("question__species").agg(pl.len().alias("n")).sort("n", true);
show(seen);

const species = captures.getColumn("question__species").toArray().map(String);

// %% [markdown]
// The species that comes most often is none at all: `blank`. Grass moves in the wind, too. What part of the rows is that?
//
// Now it is your turn. Until you have written your answer, `todo(…)` stands in its place. It is no number and no function, only a sign:

// %%
show(todo("01-1"));

// %% [markdown]
// ### Exercise 01-1
// Write `share`: it takes a list of values and the wanted one, and gives back its share, a number between 0 and 1.
//
// Write your answer in the place of `todo(…)` in the cell below and run it. It is checked at once, as often as you like. When you are stuck, `await exercise("01-1").hint()` in a new cell helps; `.skip()` gives you an answer to go on with.

// %% {"descent": {"exercise": "01-1"}}
function share(values: string[], wanted: string): number {
  // BEGIN SOLUTION
  // STUB: return todo("01-1");
  return values.filter((value) => value === wanted).length / values.length;
  // END SOLUTION
}
await exercise("01-1").check(share);

// %%
const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
show(`${percent(share(species, "blank"))} of the rows are blank, ${percent(share(species, "human"))} show humans.`);

// %% [markdown]
// ## Choose rows
// A **column expression** says what to do with a column. It computes nothing until a table works it out:

// %%
show(captures.filter(pl.col("question__species").eq(pl.lit("lion"))));

// %% [markdown]
// `pl.col("…")` is the column of that name, `pl.lit("…")` a value. There are `.eq`, `.neq`, `.gt` (greater than), `.lt`, and `.and(…)`, `.or(…)` to join two conditions.
//
// ### Exercise 01-2
// Humans are nobody's business, and blanks teach nothing about animals. Write `onlyAnimals`: from a table like the one above it gives back the rows that are neither blank nor human.

// %% {"descent": {"exercise": "01-2"}}
function onlyAnimals(table: pl.DataFrame): pl.DataFrame {
  // BEGIN SOLUTION
  // STUB: return todo("01-2");
  const notBlank = pl.col("question__species").neq(pl.lit("blank"));
  const notHuman = pl.col("question__species").neq(pl.lit("human"));
  return table.filter(notBlank.and(notHuman));
  // END SOLUTION
}
await exercise("01-2").check(onlyAnimals);

// %%
const animals = onlyAnimals(captures);
const rowsOf = (table: pl.DataFrame) => table.shape.height.toLocaleString("en-US");
show(`${rowsOf(captures)} rows before, ${rowsOf(animals)} after.`);

// %% [markdown]
// > **How Python does it.** pandas: `df[(df.question__species != "blank") & (df.question__species != "human")]`. polars: `df.filter((pl.col("question__species") != "blank") & …)`. TypeScript can't give `!=` and `&` a new meaning, so they are methods here.
//
// ## One species in a capture
// Zebras like company. Where two species were seen, the capture has two rows, and its pictures would belong to two classes. Our data set needs one answer for each picture, so we keep the captures with one row.

// %%
show(animals.filter(pl.col("capture_id").isDuplicated()).sort("capture_id").select("capture_id", "question__species"));

// %%
const oneSpecies = animals.filter(pl.col("capture_id").isUnique());
show(`${rowsOf(animals)} rows before, ${rowsOf(oneSpecies)} after.`);

// %% [markdown]
// ## Counts that are text
// Nobody counts a herd of 40 in a picture, so the volunteers could also choose `11-50` and `51+`. One such value makes the whole column text.
//
// ### Exercise 01-3
// Write `atLeast`: from a count as text, how many animals there are at least. `"7"` gives 7, `"11-50"` gives 11, `"51+"` gives 51.

// %% {"descent": {"exercise": "01-3"}}
function atLeast(count: string): number {
  // BEGIN SOLUTION
  // STUB: return todo("01-3");
  return Number.parseInt(count, 10);
  // END SOLUTION
}
await exercise("01-3").check(atLeast);

// %% [markdown]
// With your function the counts can be put into their order. As text, 10 and 11-50 would stand before 2.

// %%
const perCount = oneSpecies.groupBy("question__count_median").agg(pl.len().alias("n"));
const heights = perCount.rows().map(([count, n]): [string, number] => [String(count), Number(n)]);
heights.sort(([one], [other]) => atLeast(one) - atLeast(other));
show(bars(new Map(heights), { title: "How many animals were seen", x: "animals", y: "captures" }));

// %% [markdown]
// ## How sure are they?
// Several volunteers look at each capture. `p_users_identified_this_species` is the part of them who saw this species. Where they disagree, it is often dark, or a tail is all there is to see.

// %%
const agreement = oneSpecies.getColumn("p_users_identified_this_species").dropNulls().toArray().map(Number);
show(
  figure([{ type: "histogram", x: agreement, xbins: { start: 0, end: 1.05, size: 0.05 } }], {
    title: { text: "Agreement of the volunteers" },
    xaxis: { title: { text: "part who saw this species" }, range: [0, 1.05] },
    yaxis: { title: { text: "captures" } },
  }),
);

// %% [markdown]
// ### Exercise 01-4
// Write `clearOnes`: the rows with exactly one animal (the count is `"1"`), on whose species **more than** 0.9 of the volunteers agreed.

// %% {"descent": {"exercise": "01-4"}}
function clearOnes(table: pl.DataFrame): pl.DataFrame {
  // BEGIN SOLUTION
  // STUB: return todo("01-4");
  const oneAnimal = pl.col("question__count_median").eq(pl.lit("1"));
  const agreed = pl.col("p_users_identified_this_species").gt(0.9);
  return table.filter(oneAnimal.and(agreed));
  // END SOLUTION
}
await exercise("01-4").check(clearOnes);

// %%
const clear = clearOnes(oneSpecies);
show(`${rowsOf(oneSpecies)} rows before, ${rowsOf(clear)} after.`);

// %% [markdown]
// ## From captures to pictures
// Which files belong to a capture stands in a second table. A **join** puts the rows of two tables together that have the same value in a column, here `capture_id`.

// %%
const files = await readTable(project.images);
show(files);

// %% [markdown]
// ### Exercise 01-5
// On the left three captures, on the right a table of pictures. An **inner join** keeps the captures that have pictures, and gives each of their pictures a row. How many rows does it have? Do it in your head.
//
// | capture | species |  | capture | picture |
// |---|---|---|---|---|
// | A | zebra |  | A | 1.jpg |
// | B | lion |  | A | 2.jpg |
// | C | giraffe |  | A | 3.jpg |
// |  |  |  | C | 4.jpg |
// |  |  |  | C | 5.jpg |
// |  |  |  | D | 6.jpg |

// %% {"descent": {"exercise": "01-5"}}
// BEGIN SOLUTION
// STUB: const joinedRows = todo<number>("01-5");
const joinedRows = 3 + 0 + 2;
// END SOLUTION
await exercise("01-5").check(joinedRows);

// %%
const left = pl.DataFrame({ capture: ["A", "B", "C"], species: ["zebra", "lion", "giraffe"] });
const right = pl.DataFrame({ capture: ["A", "A", "A", "C", "C", "D"], picture: ["1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg", "6.jpg"] });
show(`You said ${joinedRows}:`, left.join(right, { on: "capture", how: "inner" }));

// %%
const pictures = withPictures(clear, files); // the same join, in the order of the files
show(`${rowsOf(clear)} captures have ${rowsOf(pictures)} pictures.`);

// %% [markdown]
// > **How Python does it.** pandas: `left.merge(right, on="capture", how="inner")`. polars: `left.join(right, on="capture", how="inner")`.
//
// ## Too few and too many
// How many pictures has each class?

// %%
function countsOf(table: pl.DataFrame) {
  const rows = table.groupBy("question__species").agg(pl.len().alias("pictures")).sort("pictures", true).rows();
  return { classes: rows.map(([name]) => String(name)), counts: rows.map(([, count]) => Number(count)) };
}
show(classCounts(countsOf(pictures), { title: "Before: pictures of each species" }));

// %% [markdown]
// A network that sees a species in a few pictures only learns those by heart. And if one class comes far more often than another, guessing it always pays. So a class gets a lower and an upper limit.
//
// ### Exercise 01-6
// Write `keepPlaces`: from the list of classes, one a row, and the most rows a class may have, give back the **places** (0, 1, 2 …) of the rows that stay: the first ones of each class, in their order. `keepPlaces(["lion", "lion", "zebra", "lion"], 2)` is `[0, 1, 2]`.

// %% {"descent": {"exercise": "01-6"}}
function keepPlaces(classes: string[], most: number): number[] {
  // BEGIN SOLUTION
  // STUB: return todo("01-6");
  const seen = new Map<string, number>();
  const places: number[] = [];
  for (const [place, name] of classes.entries()) {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    if (before < most) places.push(place);
  }
  return places;
  // END SOLUTION
}
await exercise("01-6").check(keepPlaces);

// %%
const sites = pictures.getColumn("site").toArray();
const kept = keepPlaces(pictures.getColumn("question__species").toArray().map(String), 5);
show(`Your ${kept.length} pictures come from ${new Set(kept.map((place) => sites[place])).size} of ${new Set(sites).size} sites.`);

// %% [markdown]
// The first rows of a table are seldom like the rest: here they come from the first cameras only. `limitClasses` does the same at random, from a seed, so that everybody who runs this cell gets the same pictures.

// %%
const balanced = limitClasses(pictures, { atLeast: project.perClass / 2, atMost: project.perClass, seed: 1 });
show(classCounts(countsOf(balanced), { title: "After: pictures of each species" }));

// %% [markdown]
// ## All steps at once
// What you have done by hand, `cleanCameraTraps` does in one call. It reports what each step leaves:

// %%
const cleaned = cleanCameraTraps(captures, files, { atLeast: project.perClass / 2, atMost: project.perClass, seed: 1 });
show(cleaned.report);

// %% [markdown]
// > On the real Snapshot Serengeti the same steps lead from 2,688,077 rows to 25,929 pictures of 28 species.
//
// ## A data set
// `imageFolder` puts the table and the files together. `group` says which pictures belong together: those of one capture look nearly the same, and must never be split between training and test. More of that in notebook 02.

// %%
const listed = await imageFolder(project.folder, {
  id: "savanna-camera-traps",
  table: cleaned.pictures,
  path: "image_path_rel",
  label: "question__species",
  group: "capture_id",
});
show(listed);

// %% [markdown]
// ## Broken files
// A cable that was pulled out, a full memory card: in any large folder some files are broken. Better to find them now than in the middle of a training.

// %%
const check = await findCorruptImages(listed);
show(check);

// %%
const good = check.keep(listed);
show(`${good.length} of ${listed.length} pictures can be used.`);
show(classCounts(good));

// %% [markdown]
// > **How Python does it.** fastai: `verify_images(get_image_files(path))` for broken files and `ImageDataLoaders.from_df(df, path, fn_col=…, label_col=…)` for a table of files. In torchvision you write a `Dataset` of your own.
//
// ## Summary
// - Look first: types, missing values, how often each value comes.
// - `filter` chooses rows by a column expression, `groupBy` counts, `join` brings two tables together.
// - Keep what is clear: one species, one animal, people who agree. Unclear labels teach the wrong thing.
// - Limit classes from below and from above, at random and from a seed.
// - Check the files before you train.
//
// **Go on from here**: be stricter or more generous with the agreement and see in the report what it costs. Then load the pictures in notebook 02.
