/** An amount × probability × rate in floating point. PostgreSQL refuses products too small for it; these round to 0. */
export const nearly = (amount: string, probability: string, rate: string): string =>
  `${amount}::float8 * (${probability} + 1e-200) * ${rate}`

/**
 * Whether such a product may stand so near to a tie that only its exact value tells which way it goes. Up to the size
 * named here its error is at most a thousandth: probabilities count with 15 digits, and three factors err by 2^-53 each.
 */
export const nearTie = (near: string): string =>
  `(abs(${near} - round(${near})) >= 0.499 or abs(${near}) > 1e11)`
