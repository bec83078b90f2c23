import { FormulaError, type FormulaProblem, type Span } from './problem.ts'
import {
  comparisons,
  type CallSyntax,
  type Comparison,
  type Infix,
  type NameSyntax,
  type Syntax,
} from './syntax.ts'
import { tokensOf, type Token } from './tokens.ts'

/**
 * The grammar, as EBNF. Words and the names of functions may be written in small or capital letters; names of fields
 * are as the API has them.
 *
 *     formula    = expression ;
 *     expression = and { "or" and } ;
 *     and        = not { "and" not } ;
 *     not        = "not" not | comparison ;
 *     comparison = joined [ ( "=" | "!=" | "<>" | "<" | "<=" | ">" | ">=" ) joined ] ;
 *     joined     = sum { "&" sum } ;
 *     sum        = product { ( "+" | "-" ) product } ;
 *     product    = factor { ( "*" | "/" ) factor } ;
 *     factor     = "-" factor | number | text | "true" | "false" | "empty" | name | call | "(" expression ")" ;
 *     name       = word [ "." word ] ;
 *     call       = word "(" [ expression { "," expression } [ "by" name ] [ "where" expression ] ] ")" ;
 *     number     = digit { digit } [ "." digit { digit } ] | "." digit { digit } ;
 *     text       = "'" { any character but "'" | "''" } "'" | '"' { any character but '"' | '""' } '"' ;
 *     word       = ( letter | "_" ) { letter | digit | "_" } ;
 *
 * `and(a, b)`, `or(a, b)` and `not(a)` say the same as the words between.
 */

/** How strongly each sign binds what is left and right of it. */
export const strength: Record<Infix, number> = {
  or: 1,
  and: 2,
  '=': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '&': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
}
export const prefixStrength = { not: 3, '-': 8 } as const

const deepest = 40
const mostParts = 250
const words = new Set(['and', 'or', 'not', 'true', 'false', 'empty', 'by', 'where'])
const over = (from: Span, to: Span): Span => ({ start: from.start, end: to.end })
const isComparison = (sign: string): sign is Comparison => (comparisons as readonly string[]).includes(sign)

class Parser {
  readonly #tokens: Token[]
  #at = 0
  #depth = 0
  #parts = 0

  constructor(text: string) {
    this.#tokens = tokensOf(text)
  }

  #peek(): Token {
    return this.#tokens[this.#at] as Token
  }

  #take(): Token {
    const token = this.#peek()
    if (token.kind !== 'end') this.#at++
    return token
  }

  #is(text: string): boolean {
    const { kind, text: next } = this.#peek()
    return (kind === 'sign' || kind === 'name') && next.toLowerCase() === text
  }

  #takeIf(text: string): Token | null {
    return this.#is(text) ? this.#take() : null
  }

  whole(): Syntax {
    if (this.#peek().kind === 'end')
      throw new FormulaError('Write what is to be calculated, such as amount * 0.1', this.#peek())
    const syntax = this.#expression(0)
    if (this.#peek().kind !== 'end') throw this.#unexpected()
    return syntax
  }

  #unexpected(): FormulaError {
    const token = this.#peek()
    if (token.kind === 'end')
      return new FormulaError('Something is missing at the end', {
        start: Math.max(0, token.start - 1),
        end: token.end,
      })
    if (token.text === ',' && token.kind === 'sign')
      return new FormulaError(
        'A comma stands between the values of a function. Decimals have a point: 0.5',
        token,
      )
    if (token.text === ')' && token.kind === 'sign')
      return new FormulaError('There is no “(” that this “)” closes', token)
    if (token.text === 'where' || token.text === 'by')
      return new FormulaError(`“${token.text}” stands in a roll-up only: sum(deals.amount where …)`, token)
    return new FormulaError(
      `A sign such as + or & is missing before “${token.kind === 'text' ? `'${token.text}'` : token.text}”`,
      token,
    )
  }

  #infix(): Infix | null {
    const { kind, text } = this.#peek()
    const sign = text === '<>' ? '!=' : text.toLowerCase()
    return (kind === 'sign' || kind === 'name') && Object.hasOwn(strength, sign) ? (sign as Infix) : null
  }

  #expression(weakest: number): Syntax {
    if (++this.#depth > deepest)
      throw new FormulaError('This is nested too deeply. Make a field of a part of it.', this.#peek())
    let left = this.#operand()
    for (let sign = this.#infix(); sign && strength[sign] > weakest; sign = this.#infix()) {
      const token = this.#take()
      if (isComparison(sign) && left.kind === 'infix' && isComparison(left.sign) && !this.#closed.has(left))
        throw new FormulaError('Compare two values at a time: a < b and b < c', token)
      const right = this.#expression(strength[sign])
      left = { kind: 'infix', sign, left, right, ...over(left, right) }
    }
    this.#depth--
    return left
  }

  /** Expressions that stood in parentheses: they are one value, whatever is in them. */
  readonly #closed = new WeakSet<Syntax>()

  #operand(): Syntax {
    const token = this.#peek()
    if (++this.#parts > mostParts)
      throw new FormulaError(`A formula has at most ${mostParts} parts. Make two fields of it.`, token)
    if (token.kind === 'number') return { ...this.#take(), kind: 'number' }
    if (token.kind === 'text') {
      this.#take()
      return { kind: 'text', value: token.text, start: token.start, end: token.end }
    }
    if (this.#is('(')) {
      this.#take()
      const inner = this.#expression(0)
      this.#close(token)
      this.#closed.add(inner)
      return inner
    }
    for (const sign of ['-', 'not'] as const) {
      if (!this.#takeIf(sign)) continue
      const of = this.#expression(prefixStrength[sign])
      return { kind: 'prefix', sign, of, ...over(token, of) }
    }
    if (token.kind === 'name') return this.#named(this.#take())
    if (token.kind === 'end') throw this.#unexpected()
    throw new FormulaError(`A value is missing before “${token.text}”`, token)
  }

  #close(open: Token): Token {
    const closing = this.#takeIf(')')
    if (closing) return closing
    if (this.#peek().kind === 'end') throw new FormulaError('This “(” is never closed with “)”', open)
    throw this.#unexpected()
  }

  #named(token: Token): Syntax {
    const word = token.text.toLowerCase()
    const name = { text: token.text, start: token.start, end: token.end }
    if (this.#is('(')) return this.#call(name)
    if (word === 'true' || word === 'false' || word === 'empty')
      return { kind: 'word', word, start: token.start, end: token.end }
    if (words.has(word)) throw new FormulaError(`A value is missing before “${token.text}”`, token)
    return this.#path(name)
  }

  #path(first: NameSyntax['path'][number]): NameSyntax {
    const path = [first]
    let dot = this.#takeIf('.')
    while (dot) {
      const token = this.#take()
      if (token.kind !== 'name')
        throw new FormulaError(`The name of a field is missing after “${first.text}.”`, dot)
      path.push({ text: token.text, start: token.start, end: token.end })
      if (path.length > 2)
        throw new FormulaError(
          'A formula goes one step: company.name. Make a field of the further step there, and use that.',
          token,
        )
      dot = this.#takeIf('.')
    }
    return { kind: 'name', path, ...over(first, path.at(-1) as Span) }
  }

  #call(name: NameSyntax['path'][number]): Syntax {
    const open = this.#take()
    const args: Syntax[] = []
    const more: Pick<CallSyntax, 'by' | 'where'> = {}
    if (!this.#is(')')) {
      do args.push(this.#expression(0))
      while (this.#takeIf(','))
      if (this.#takeIf('by')) {
        const token = this.#take()
        if (token.kind !== 'name') throw new FormulaError('Name a field after “by”', token)
        more.by = { kind: 'name', path: [token], start: token.start, end: token.end }
      }
      if (this.#takeIf('where')) more.where = this.#expression(0)
    }
    const closing = this.#close(open)
    const span = over(name, closing)
    const word = name.text.toLowerCase()
    if (word === 'and' || word === 'or') {
      const [first, ...rest] = args
      if (!first) throw new FormulaError(`Give “${word}” what is to hold: ${word}(a, b)`, name)
      return rest.reduce(
        (left, right): Syntax => ({ kind: 'infix', sign: word, left, right, ...span }),
        first,
      )
    }
    return { kind: 'call', name, args, ...more, ...span }
  }
}

export type Parsed = { syntax: Syntax; problem: null } | { syntax: null; problem: FormulaProblem }

/** What a formula says, or what keeps it from being one. Never throws. */
export function parseFormula(text: string): Parsed {
  try {
    return { syntax: new Parser(text).whole(), problem: null }
  } catch (error) {
    if (error instanceof FormulaError) return { syntax: null, problem: error.problem }
    throw error
  }
}
