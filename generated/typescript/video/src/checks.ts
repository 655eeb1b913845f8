// What generated rules call where a rule may fail: CEL's semantics, as plain functions.
// A rule that ends in an error is not satisfied: errors travel as `Fault` and end in `holds`.

/** Whether a value is one of those listed. */
export function oneOf(value: unknown, ...values: readonly unknown[]): boolean {
  return values.includes(value);
}
