import { FormulaError, type Span } from './problem.ts'

export interface Token extends Span {
  kind: 'number' | 'text' | 'name' | 'sign' | 'end'
  /** As written; of text, what its quotes enclose. */
  text: string
}

/** A formula is a line or a few; what is longer is refused before it costs anything. */
export const longestFormula = 2_000

/** Digits before and after the point that a number may have. */
export const numberDigits = { whole: 18, decimals: 12 } as const

const space = /\s+/y
const number = /(?:\d+(?:\.\d+)?|\.\d+)/y
const name = /[A-Za-z_][A-Za-z0-9_]*/y
const sign = /<=|>=|!=|<>|[-+*/&=<>(),.]/y
const quoted = { "'": /'((?:[^']|'')*)'/y, '"': /"((?:[^"]|"")*)"/y } as const

function at(pattern: RegExp, text: string, start: number): string | null {
  pattern.lastIndex = start
  return pattern.exec(text)?.[0] ?? null
}

function quotedAt(text: string, start: number): Token | null {
  const quote = text[start]
  if (quote !== "'" && quote !== '"') return null
  const found = at(quoted[quote], text, start)
  if (found === null)
    throw new FormulaError(`This text has no end. Close it with ${quote}`, { start, end: text.length })
  return {
    kind: 'text',
    text: found.slice(1, -1).replaceAll(quote + quote, quote),
    start,
    end: start + found.length,
  }
}

function numberAt(text: string, start: number): Token | null {
  const found = at(number, text, start)
  if (found === null) return null
  const end = start + found.length
  const [whole = '', decimals = ''] = found.split('.')
  if (whole.length > numberDigits.whole || decimals.length > numberDigits.decimals)
    throw new FormulaError(
      `A number has at most ${numberDigits.whole} digits and ${numberDigits.decimals} decimals`,
      { start, end },
    )
  return { kind: 'number', text: found, start, end }
}

/** The tokens of a formula, the last of them its end. Throws `FormulaError`. */
export function tokensOf(text: string): Token[] {
  if (text.length > longestFormula)
    throw new FormulaError(`A formula has at most ${longestFormula} characters. Make two fields of it.`, {
      start: longestFormula,
      end: text.length,
    })
  const tokens: Token[] = []
  let start = 0
  while (start < text.length) {
    const gap = at(space, text, start)
    if (gap !== null) {
      start += gap.length
      continue
    }
    const plain = (kind: 'name' | 'sign', pattern: RegExp): Token | null => {
      const found = at(pattern, text, start)
      return found === null ? null : { kind, text: found, start, end: start + found.length }
    }
    const token = quotedAt(text, start) ?? numberAt(text, start) ?? plain('name', name) ?? plain('sign', sign)
    if (!token) {
      const [odd = ''] = text.slice(start)
      throw new FormulaError(
        `“${odd}” has no meaning here. Text stands in quotes: 'so'. Fields go by their names in the API.`,
        { start, end: start + odd.length },
      )
    }
    tokens.push(token)
    start = token.end
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length })
  return tokens
}
