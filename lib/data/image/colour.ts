/** Changes of colour between bytes, `[pixels, channels]`, by Pillow's own formulas so that values are equal to its `convert`. */

/** Grey from red, green and blue: ITU-R 601-2 luma in 16-bit fixed point, Pillow's `convert("L")`. */
export function rgbToGrey(rgb: Uint8Array, grey: Uint8Array): void {
  for (let pixel = 0, from = 0; pixel < grey.length; pixel++, from += 3) {
    grey[pixel] = ((rgb[from] as number) * 19595 + (rgb[from + 1] as number) * 38470 + (rgb[from + 2] as number) * 7471 + 0x8000) >> 16;
  }
}

/** Cyan, magenta, yellow and black, 255 for full ink, without any profile: Pillow's `convert("RGB")` of a CMYK picture. */
export function cmykToRgb(cmyk: Uint8Array, rgb: Uint8Array): void {
  for (let from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
    const light = 255 - (cmyk[from + 3] as number);
    for (let ink = 0; ink < 3; ink++) {
      const product = (cmyk[from + ink] as number) * light + 128;
      rgb[to + ink] = Math.max(0, light - (((product >> 8) + product) >> 8)); // product / 255, rounded
    }
  }
}
