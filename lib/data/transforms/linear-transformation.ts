import { describe } from "../../base/index.ts";
import { Image } from "../image/image.ts";
import { pixelTransform } from "./make.ts";
import { withFloats } from "./to-tensor.ts";
import type { PixelTransform } from "./transform.ts";

/**
 * `(values − mean) · matrix` of all values of a picture in a row, D = height · width · channels, such as for whitening. Bytes become
 * 0 … 1 first. torchvision's `LinearTransformation`, but for the order of the values, `[height, width, channels]`.
 *
 * @param matrix `[D, D]`, as rows or one row after the other
 * @param mean `[D]`
 * @throws RangeError when the sizes don't fit; when applied to a picture of another size
 */
export function linearTransformation(matrix: Float32Array | readonly (readonly number[])[], mean: ArrayLike<number>): PixelTransform {
  const size = mean.length;
  const flat = matrix instanceof Float32Array ? matrix : Float32Array.from(matrix.flat()); // [D · D]
  if (flat.length !== size * size) {
    throw new RangeError(
      `Expected a matrix of ${size} × ${size} values, for the mean has ${size}, but got ${flat.length} values in ${describe(matrix)}`,
    );
  }
  return pixelTransform({ name: "linearTransformation", options: [matrix, mean] }, (image) => {
    const { values, height, width, channels } = withFloats(image);
    if (values.length !== size) {
      throw new RangeError(
        `Expected a picture of ${size} values, for that is the matrix's size, but got ${values.length}, ` +
          `[${height}, ${width}, ${channels}]: resize it before.`,
      );
    }
    const sums = new Float64Array(size);
    for (let row = 0; row < size; row++) {
      const value = (values[row] as number) - (mean[row] as number);
      for (let column = 0; column < size; column++) {
        sums[column] = (sums[column] as number) + value * (flat[row * size + column] as number);
      }
    }
    return new Image({ values: Float32Array.from(sums), height, width, channels });
  });
}
