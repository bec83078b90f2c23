/** The characters of a formula's text from `start` up to, not with, `end`. */
export interface Span {
  start: number
  end: number
}

/** What is wrong with a formula, where, and what to do. */
export interface FormulaProblem extends Span {
  message: string
  /** Names that may have been meant, likeliest first. */
  suggestions: string[]
}

/** Thrown within this folder; `parseFormula` and `checkFormula` answer with the problem instead. */
export class FormulaError extends Error {
  readonly problem: FormulaProblem
  constructor(message: string, { start, end }: Span, suggestions: string[] = []) {
    super(message)
    this.name = 'FormulaError'
    this.problem = { message, start, end, suggestions }
  }
}
