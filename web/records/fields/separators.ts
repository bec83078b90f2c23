/** How the reader's language writes 1,234.5: what an input must take and show. */
export function separatorsOf(locale: string): { decimalSeparator: string; thousandSeparator: string } {
  const parts = new Intl.NumberFormat(locale).formatToParts(1_234_567.8)
  return {
    decimalSeparator: parts.find(({ type }) => type === 'decimal')?.value ?? '.',
    thousandSeparator: parts.find(({ type }) => type === 'group')?.value ?? '',
  }
}
