import type { Channel } from '../../../contract/customer/channel.ts'
import type { CostChange, CostKind, SalesCost } from '../../../contract/sales/sales-costs.ts'
import { exponentOf } from '../../../contract/values/money.ts'
import { next } from '../../../contract/values/period.ts'

/** A row of the grid: a kind of cost, or one channel of the marketing spend. */
export interface CostLine {
  kind: CostKind
  channel: Channel | null
}

export const monthsOf = (year: number): string[] =>
  Array.from({ length: 12 }, (_, i) => next(`${year}-01-01`, 'month', i))

/**
 * An amount as it is typed or pasted, as a decimal string; null for an empty cell, undefined for what is no amount. Of
 * comma and point the last is the decimal sign, unless three digits follow it, as they do in groups.
 */
export function amountIn(typed: string, currency: string): string | null | undefined {
  const bare = typed.replaceAll(/[\s'’]|[A-Z]{3}|\p{Sc}/gu, '')
  if (bare === '') return null
  if (!/^\d[\d.,]*$/.test(bare)) return undefined
  const sign = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','))
  const decimals = sign < 0 ? '' : bare.slice(sign + 1)
  const most = exponentOf(currency)
  const grouped = decimals.length === 3 && most < 3
  const whole = (grouped || sign < 0 ? bare : bare.slice(0, sign)).replaceAll(/[.,]/g, '')
  if (whole.length > 13 || (!grouped && decimals.length > most)) return undefined
  return grouped || decimals === '' ? whole : `${whole}.${decimals}`
}

/** Cells that were copied from a sheet. */
export const cellsIn = (text: string): string[][] =>
  text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((row) => row.split('\t'))

interface Place {
  row: number
  column: number
}

/** What pasted cells change from a place on, and the first of them that is no amount. */
export function pasted(
  cells: readonly (readonly string[])[],
  at: Place,
  lines: readonly CostLine[],
  months: readonly string[],
  currency: string,
): { changes: CostChange[]; wrong: string | null } {
  const changes: CostChange[] = []
  for (const [down, row] of cells.entries())
    for (const [right, typed] of row.entries()) {
      const [line, month] = [lines[at.row + down], months[at.column + right]]
      if (!line || !month) continue
      const amount = amountIn(typed, currency)
      if (amount === undefined) return { changes: [], wrong: typed }
      changes.push({ month, ...line, amount: amount === null ? null : { amount, currency } })
    }
  return { changes, wrong: null }
}

export const costAt = (costs: readonly SalesCost[], month: string, { kind, channel }: CostLine) =>
  costs.find((cost) => cost.month === month && cost.kind === kind && cost.channel === channel)?.amount ?? null

/** The changes that give a month what another has, where it has nothing yet. */
export const copied = (costs: readonly SalesCost[], from: string, to: string): CostChange[] =>
  costs
    .filter(({ month }) => month === from)
    .filter((cost) => costAt(costs, to, cost) === null)
    .map((cost) => ({ ...cost, month: to }))
