import fc from "fast-check";
import { beforeAll, describe, expect, vi } from "vitest";
import { compile } from "../../lib/compile/index.ts";
import { device, tf, uniformAtStep } from "../../lib/device/index.ts";
import { testWith } from "../support/parts.ts";

const native = testWith("tensorflow");
beforeAll(async () => void (await device.use().catch(() => undefined)));

/** The values of a tensor, which is disposed. */
function numbers(tensor: tf.Tensor): number[] {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
}

/** A network with one hidden layer, and a step of gradient descent for it. */
function regression(seed: number) {
  const initial = (shape: number[], place: number) => tf.variable(tf.randomNormal(shape, 0, 0.5, "float32", seed + place));
  const [hidden, bias, out] = [initial([3, 8], 1), initial([8], 2), initial([8, 1], 3)];
  const loss = (x: tf.Tensor, y: tf.Tensor): tf.Scalar =>
    tf.losses.meanSquaredError(y, tf.matMul(tf.relu(tf.add(tf.matMul(x, hidden), bias)), out));
  const step = (x: tf.Tensor, y: tf.Tensor, rate: tf.Scalar): tf.Scalar => {
    const { value, grads } = tf.variableGrads(() => loss(x, y), [hidden, bias, out]);
    for (const variable of [hidden, bias, out]) variable.assign(tf.sub(variable, tf.mul(rate, grads[variable.name] as tf.Tensor)));
    return value;
  };
  return { variables: [hidden, bias, out], step };
}

/** @param seed above 0: TensorFlow.js takes 0 for none */
const batch = (size: number, seed: number) => ({
  x: tf.randomNormal([size, 3], 0, 1, "float32", seed),
  y: tf.randomNormal([size, 1], 0, 1, "float32", seed + 1),
});

describe("the numbers are those of the step, operation by operation", () => {
  native("over many steps, with batches of two sizes, a rate that changes, and variables that always read true", () => {
    const [eager, graph] = [regression(1), regression(1)];
    const compiled = compile(graph.step);
    for (let index = 0; index < 40; index++) {
      const { x, y } = batch(index % 10 === 9 ? 5 : 16, 1 + index);
      const rate = tf.scalar(0.1 / (1 + index));
      const [expected, got] = [eager, { step: compiled }].map(({ step }) => numbers(tf.tidy(() => step(x, y, rate))));
      expect(got?.[0]).toBeCloseTo(expected?.[0] as number, 5);
      tf.dispose([x, y, rate]);
    }
    for (const [place, variable] of graph.variables.entries()) {
      const expected = eager.variables[place]?.dataSync() ?? [];
      for (const [index, value] of variable.dataSync().entries()) expect(value).toBeCloseTo(expected[index] as number, 5);
    }
    expect(compiled.statistics).toMatchObject({ traces: 2, graphRuns: 40 });
    expect(compiled.statistics.operations).toBeGreaterThan(20);
    expect(compiled.refusal).toBeUndefined();
    compiled.dispose();
  });

  native("for whatever operations", () => {
    const unary = fc.constantFrom(tf.relu, tf.sigmoid, tf.tanh, tf.square, tf.softmax, tf.neg, tf.abs, (x: tf.Tensor) =>
      tf.mean(x, 1, true),
    );
    const binary = fc.constantFrom(tf.add, tf.mul, tf.maximum, (a: tf.Tensor, b: tf.Tensor) => tf.where(tf.greater(a, b), a, b));
    fc.assert(
      fc.property(fc.array(fc.tuple(unary, binary), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (program, rows) => {
        const run = (a: tf.Tensor, b: tf.Tensor) => program.reduce((x: tf.Tensor, [one, two]) => two(one(x), b) as tf.Tensor, a);
        const compiled = compile(run);
        for (const seed of [1, 2, 3]) {
          const [a, b] = [0, 1].map((place) => tf.randomNormal([rows, 4], 0, 1, "float32", 10 * seed + place)) as [tf.Tensor, tf.Tensor];
          const [expected, got] = [run, compiled].map((step) => numbers(tf.tidy(() => step(a, b))));
          for (const [place, value] of (got ?? []).entries()) expect(value).toBeCloseTo(expected?.[place] as number, 4);
          tf.dispose([a, b]);
        }
        expect(compiled.statistics.graphRuns).toBe(3);
        compiled.dispose();
      }),
      { numRuns: 25 },
    );
  });

  native("with optimizers of TensorFlow.js, which make their variables at their first step", () => {
    const trained = (steps: (work: (x: tf.Tensor, y: tf.Tensor) => tf.Scalar) => (x: tf.Tensor, y: tf.Tensor) => tf.Scalar) => {
      const { variables } = regression(5);
      const [hidden, bias, out] = variables as [tf.Variable, tf.Variable, tf.Variable];
      const optimizer = tf.train.adam(0.01);
      const step = steps((x, y) => {
        const cost = () => tf.losses.meanSquaredError(y, tf.matMul(tf.relu(tf.add(tf.matMul(x, hidden), bias)), out)) as tf.Scalar;
        return optimizer.minimize(cost, true) as tf.Scalar;
      });
      for (let index = 0; index < 12; index++) {
        const { x, y } = batch(8, 1 + index);
        step(x, y).dispose();
        tf.dispose([x, y]);
      }
      const values = variables.flatMap((variable) => Array.from(variable.dataSync()));
      return { values, step };
    };
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const expected = trained((work) => work).values;
    const { values, step } = trained((work) => compile(work));
    for (const [place, value] of values.entries()) expect(value).toBeCloseTo(expected[place] as number, 4);
    expect(warn).not.toHaveBeenCalled();
    expect((step as unknown as { statistics: object }).statistics).toMatchObject({ traces: 1, graphRuns: 11 });
    warn.mockRestore();
  });

  native("where variables share their values until one is changed, and where one is set between two runs", () => {
    const one = tf.variable(tf.tensor1d([1, 2]));
    const two = tf.variable(one.clone());
    const step = compile((x: tf.Tensor) => {
      one.assign(tf.add(one, x));
      return tf.sub(one, two);
    });
    const x = tf.tensor1d([1, 1]);
    expect(numbers(step(x))).toEqual([1, 1]);
    expect(numbers(step(x))).toEqual([2, 2]);
    two.assign(tf.tensor1d([10, 10]));
    expect(numbers(step(x))).toEqual([-6, -5]);
    step.dispose();
  });

  native("with large tensors that are no arguments, words, and results in objects", () => {
    const large = tf.randomNormal([64, 64], 0, 1, "float32", 3);
    const step = compile(({ x }: { readonly x: tf.Tensor }) => ({ product: tf.matMul(x, large), parts: [tf.sum(x), x] }));
    const x = tf.ones([2, 64]);
    const first = step({ x });
    const second = step({ x });
    expect(numbers(second.product)).toEqual(numbers(first.product));
    expect(second.parts.map((part) => part.shape)).toEqual([[], [2, 64]]);
    expect(step.statistics.bytes).toBeLessThan(4096);
    tf.dispose([first, second]);
    step.dispose();
    expect(large.isDisposed).toBe(false);
    expect(large.sum().dataSync()).toHaveLength(1);
  });

  native("for operations whose kernels leave a type out, or name another", () => {
    const step = compile((x: tf.Tensor) => tf.expandDims(tf.where(tf.greater(x, 1), tf.mean(x), x), 1));
    const x = tf.tensor1d([0, 1, 5]);
    expect([1, 2].map(() => numbers(step(x)))).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(step.refusal).toBeUndefined();
    step.dispose();
  });

  native("random numbers by the number of the step are drawn anew in each, and are the same again", () => {
    const step = compile((number: tf.Tensor) => uniformAtStep([4], { seed: 7, step: number }));
    const draws = [0, 1, 2, 1].map((number) => numbers(step(tf.scalar(number, "int32"))));
    expect(draws[3]).toEqual(draws[1]);
    expect(new Set(draws.map((draw) => draw.join())).size).toBe(3);
    step.dispose();
  });
});

describe("many steps in one call", () => {
  native("are the same steps: rows go in, rows come out, variables go from one to the next", () => {
    const [single, many] = [regression(3), regression(3)];
    const [one, scanned] = [compile(single.step), compile(many.step)];
    for (const rows of [1, 5, 2]) {
      const batches = Array.from({ length: rows }, (_, row) => batch(6, 1 + 10 * rows + row));
      const rates = tf.tensor1d(batches.map((_, row) => 0.1 / (1 + row)));
      const expected = batches.map(({ x, y }, row) => {
        const rate = tf.scalar(0.1 / (1 + row));
        const [loss] = numbers(one(x, y, rate));
        rate.dispose();
        return loss;
      });
      const [xs, ys] = [tf.stack(batches.map(({ x }) => x)), tf.stack(batches.map(({ y }) => y))];
      const losses = numbers(scanned.scan(xs, ys, rates as unknown as tf.Scalar));
      expect(losses).toHaveLength(rows);
      for (const [row, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[row] as number, 5);
      tf.dispose([xs, ys, rates, batches.map(({ x, y }) => [x, y])]);
    }
    expect(scanned.statistics).toMatchObject({ traces: 1, graphRuns: 3 });
    const [left, right] = [single, many].map(({ variables }) => variables.flatMap((variable) => Array.from(variable.dataSync())));
    for (const [place, value] of (right ?? []).entries()) expect(value).toBeCloseTo(left?.[place] as number, 5);
    one.dispose();
    scanned.dispose();
  });

  native("give the same bits however many there are in a call", () => {
    const values = (sizes: readonly number[]) => {
      const { step, variables } = regression(11);
      const compiled = compile(step);
      let index = 0;
      for (const size of sizes) {
        const batches = Array.from({ length: size }, () => batch(8, ++index));
        const [xs, ys, rates] = [tf.stack(batches.map(({ x }) => x)), tf.stack(batches.map(({ y }) => y)), tf.fill([size], 0.05)];
        compiled.scan(xs, ys, rates as tf.Scalar).dispose();
      }
      compiled.dispose();
      return variables.flatMap((variable) => Array.from(variable.dataSync()));
    };
    expect(values([1, 2, 4, 5])).toEqual(values([12]));
  });

  native("run one by one where there can be no graph, and say what they expected", () => {
    const said: string[] = [];
    const reading = compile((x: tf.Tensor) => ((x.sum().dataSync()[0] as number) > 0 ? x.mul(2) : x), {
      onRefusal: (words) => said.push(words),
    });
    expect(numbers(reading.scan(tf.tensor2d([[1], [-1]])))).toEqual([2, -1]);
    expect(said).toHaveLength(1);
    const sum = compile((x: tf.Tensor, y: tf.Tensor) => x.add(y));
    expect(() => sum.scan(tf.ones([2, 3]), tf.ones([3, 3]))).toThrow("all as many, but got shapes [2, 3], [3, 3]");
  });

  native("leave no tensor", async () => {
    const { step } = regression(4);
    const compiled = compile(step);
    const [xs, ys, rates] = [tf.ones([3, 4, 3]), tf.ones([3, 4, 1]), tf.fill([3], 0.01) as tf.Scalar];
    compiled.scan(xs, ys, rates).dispose();
    expect(await device.leaks(() => compiled.scan(xs, ys, rates).dispose())).toBe(0);
    compiled.dispose();
  });
});

describe("what can't be a graph is told once, that call has done its work, and later ones run operation by operation", () => {
  const refused = (step: (x: tf.Tensor) => tf.Tensor, xs: readonly tf.Tensor[]) => {
    const said: string[] = [];
    const compiled = compile(step, { onRefusal: (words) => said.push(words) });
    const values = xs.map((x) => numbers(compiled(x)));
    return { said: said.join("\n---\n"), times: said.length, values };
  };
  const two = () => [tf.tensor1d([1, 2]), tf.tensor1d([-3, 2])];

  native("reading values, with the line that did it", () => {
    const { said, times, values } = refused((x) => ((x.sum().dataSync()[0] as number) > 0 ? x.mul(2) : x), two());
    expect(times).toBe(1);
    expect(said).toMatch(/it reads the values of a tensor .*compile\.test\.ts:\d+\.\n/);
    expect(said).toContain("tf.where in the place of if");
    expect(values).toEqual([
      [2, 4],
      [-3, 2],
    ]);
  });

  native("variables that are made in each step; nothing is half updated", () => {
    const kept = tf.variable(tf.tensor1d([0, 0]));
    const { said, values } = refused((x) => {
      kept.assign(tf.add(kept, x));
      return tf.variable(x).add(kept);
    }, two());
    expect(said).toContain("it makes a variable");
    expect(values).toEqual([
      [2, 4],
      [-5, 6],
    ]);
    expect(Array.from(kept.dataSync())).toEqual([-2, 4]);
  });

  native("random numbers drawn in JavaScript, by whatever function", () => {
    for (const draw of [(x: tf.Tensor) => tf.dropout(x, 0.5), (x: tf.Tensor) => x.add(tf.randomUniform([2]))]) {
      expect(refused(draw, two()).said).toContain("it draws random numbers in JavaScript");
    }
  });

  native("another shape at every call", () => {
    const xs = Array.from({ length: 30 }, (_, index) => tf.ones([index + 1]));
    const { said, values } = refused((x) => x.mul(2), xs);
    expect(said).toContain("other shapes");
    expect(values.every((value, index) => value.length === index + 1 && value.every((number) => number === 2))).toBe(true);
  });

  native("a change of a variable that is not among those named", () => {
    const [mine, other] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(1), false, "bystander")];
    const said: string[] = [];
    const step = compile(
      (x: tf.Tensor) => {
        mine.assign(tf.add(mine, x));
        other.assign(tf.add(other, x));
        return tf.add(mine, other);
      },
      { variables: [mine], onRefusal: (words) => said.push(words) },
    );
    expect([1, 2].map(() => numbers(step(tf.scalar(1))))).toEqual([[4], [6]]);
    expect(said.join()).toContain("it changes the variable bystander");
  });

  native("what the step throws comes through, and the next call is compiled as ever", () => {
    let broken = true;
    const step = compile((x: tf.Tensor) => {
      if (broken) throw new RangeError("not yet");
      return x.mul(3);
    });
    const x = tf.scalar(2);
    expect(() => step(x)).toThrow("not yet");
    broken = false;
    expect([1, 2].map(() => numbers(step(x)))).toEqual([[6], [6]]);
    expect(step.statistics).toMatchObject({ traces: 1, graphRuns: 2 });
    step.dispose();
  });
});

native("a graph made beforehand leaves variables as they were", () => {
  const count = tf.variable(tf.scalar(5));
  const x = tf.scalar(2);
  const step = compile(
    (by: tf.Tensor) => {
      count.assign(tf.add(count, by));
      return tf.clone(count);
    },
    { inputs: [x] },
  );
  expect(count.dataSync()[0]).toBe(5);
  expect(numbers(step(x))).toEqual([7]);
  expect(step.statistics).toMatchObject({ traces: 1, graphRuns: 1 });
  step.dispose();
});

native("with { eager: true } each call is the step itself, with no graph and no word", () => {
  const x = tf.scalar(2);
  let calls = 0;
  const onRefusal = vi.fn();
  const step = compile(
    (value: tf.Tensor) => {
      calls++;
      return tf.square(value);
    },
    { eager: true, inputs: [x], onRefusal },
  );
  expect([1, 2, 3].map(() => numbers(step(x)))).toEqual([[4], [4], [4]]);
  expect(numbers(step.scan(tf.tensor1d([1, 3])))).toEqual([1, 9]);
  expect(calls).toBe(5);
  expect(step.statistics).toEqual({ traces: 0, graphRuns: 0, operations: 0, bytes: 0, seconds: 0 });
  expect(step.refusal).toBeUndefined();
  expect(onRefusal).not.toHaveBeenCalled();
});

native("within a gradient, and within another compiled step, it is a part of that", () => {
  const square = compile((x: tf.Tensor) => tf.square(x));
  const x = tf.scalar(3);
  expect([1, 2].map(() => numbers(tf.grad((value) => square(value))(x)))).toEqual([[6], [6]]);
  const both = compile((value: tf.Tensor) => square(value).add(1));
  expect([1, 2].map(() => numbers(both(x)))).toEqual([[10], [10]]);
  square.dispose();
  both.dispose();
});

native("no tensor stays behind over many runs, and none after dispose", async () => {
  const { step } = regression(9);
  const compiled = compile(step);
  const { x, y } = batch(4, 1);
  const rate = tf.scalar(0.01);
  const run = (): void => {
    for (let index = 0; index < 20; index++) compiled(x, y, rate).dispose();
  };
  compiled(x, y, rate).dispose();
  expect(await device.leaks(run)).toBe(0);
  compiled.dispose();
  expect(await device.leaks(() => compiled(x, y, rate).dispose())).toBe(0);
  compiled.dispose();
});
