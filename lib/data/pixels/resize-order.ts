import type { Size } from "../transforms/transform.ts";

/**
 * Whether Pillow resizes columns before rows: when the height shrinks by more than twice what the width shrinks by. The order shows,
 * for what comes between is rounded. Pillow 13; earlier ones always begin with rows.
 */
export const columnsFirst = (from: Size, to: Size): boolean =>
  from.height > to.height && from.height - to.height > 2 * (from.width - to.width);
