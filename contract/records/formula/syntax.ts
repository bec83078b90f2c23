import type { Span } from './problem.ts'

export const comparisons = ['=', '!=', '<', '<=', '>', '>='] as const
export type Comparison = (typeof comparisons)[number]
export type Infix = 'or' | 'and' | Comparison | '&' | '+' | '-' | '*' | '/'

/** A name, or two: a field, or a reference and a field of what it leads to. */
export interface NameSyntax extends Span {
  kind: 'name'
  path: { text: string; start: number; end: number }[]
}

export interface CallSyntax extends Span {
  kind: 'call'
  name: { text: string; start: number; end: number }
  args: Syntax[]
  /** Of roll-ups: by which field the latest is the latest, and which records count. */
  by?: NameSyntax
  where?: Syntax
}

/** A formula as it is written, before anybody knows whether its names and types make sense. */
export type Syntax =
  | (Span & { kind: 'number'; text: string })
  | (Span & { kind: 'text'; value: string })
  | (Span & { kind: 'word'; word: 'true' | 'false' | 'empty' })
  | NameSyntax
  | (Span & { kind: 'prefix'; sign: '-' | 'not'; of: Syntax })
  | (Span & { kind: 'infix'; sign: Infix; left: Syntax; right: Syntax })
  | CallSyntax
