import { prefixStrength, strength } from './parse.ts'
import { comparisons, type Syntax } from './syntax.ts'

const strengthOf = (syntax: Syntax): number =>
  syntax.kind === 'infix' ? strength[syntax.sign] : syntax.kind === 'prefix' ? prefixStrength[syntax.sign] : 9

const within = (syntax: Syntax, weakest: number): string =>
  strengthOf(syntax) < weakest ? `(${printFormula(syntax)})` : printFormula(syntax)

/** The formula in the one way that all write it: small words, single quotes, and only the parentheses that it needs. */
export function printFormula(syntax: Syntax): string {
  switch (syntax.kind) {
    case 'number':
      return syntax.text.startsWith('.') ? `0${syntax.text}` : syntax.text
    case 'text':
      return `'${syntax.value.replaceAll("'", "''")}'`
    case 'word':
      return syntax.word
    case 'name':
      return syntax.path.map(({ text }) => text).join('.')
    case 'prefix':
      return `${syntax.sign === 'not' ? 'not ' : '-'}${within(syntax.of, prefixStrength[syntax.sign])}`
    case 'infix': {
      const own = strength[syntax.sign]
      // A comparison of a comparison is no chain: its sides stand in parentheses.
      const left = (comparisons as readonly string[]).includes(syntax.sign) ? own + 1 : own
      return `${within(syntax.left, left)} ${syntax.sign} ${within(syntax.right, own + 1)}`
    }
    case 'call': {
      const by = syntax.by ? ` by ${printFormula(syntax.by)}` : ''
      const where = syntax.where ? ` where ${printFormula(syntax.where)}` : ''
      return `${syntax.name.text}(${syntax.args.map(printFormula).join(', ')}${by}${where})`
    }
  }
}
