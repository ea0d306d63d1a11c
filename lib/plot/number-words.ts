/** A number for people: whole ones with a comma at each thousand, others with four significant digits: `60,000`, `0.9125`, `1.2e-7`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? value.toLocaleString("en-US") : value.toExponential(3);
  const size = Math.abs(value);
  if (size < 1e-4) return Number(value.toPrecision(3)).toExponential();
  if (size >= 1000) return Math.round(value).toLocaleString("en-US");
  return value.toPrecision(4);
}
