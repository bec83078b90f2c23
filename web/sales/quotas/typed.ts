/** The sign before the decimals where a reader's language writes them. */
const decimalSign = (locale: string): string =>
  new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.'

/**
 * An amount as it was typed or comes from a spreadsheet, as a decimal string in major units; null for what is none. Of
 * two different signs the last one stands before the decimals; a single one does so where the reader writes it so, or
 * where what follows it is no group of three.
 */
export function amountTyped(text: string, locale: string): string | null {
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/^\p{Sc}|\p{Sc}$|^[A-Z]{3}|[A-Z]{3}$/gu, '')
  if (!/^\d[\d.,]*$/.test(bare)) return null
  const signs = bare.match(/[.,]/g) ?? []
  const last = signs.at(-1)
  if (last === undefined) return bare.replace(/^0+(?=\d)/, '')
  const different = new Set(signs).size > 1
  const grouped = new RegExp(`^\\d{1,3}(\\${last}\\d{3})+$`).test(bare)
  const decimal = different || (signs.length === 1 && !(grouped && last !== decimalSign(locale)))
  if (!decimal) return grouped ? bare.replaceAll(last, '') : null
  const at = bare.lastIndexOf(last)
  const whole = bare.slice(0, at).replace(/[.,]/g, '')
  const rest = bare.slice(at + 1)
  if (rest === '' || !/^\d{1,4}$/.test(rest)) return null
  return `${whole.replace(/^0+(?=\d)/, '')}.${rest}`
}

/** Cells of a spreadsheet as the clipboard has them: lines, and tabs between cells. */
export const cellsPasted = (text: string): string[][] =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t').map((cell) => cell.trim()))
