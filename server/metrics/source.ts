import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type { Beside, Measure } from '../../contract/metrics/routes.ts'
import { moneyOf, type Money } from '../../contract/values/money.ts'
import type { Bind } from '../records/visible.ts'

/** What the SQL of a metric may use; the period's days are placeholders, to be cast to `date`. */
export interface Ground {
  bind: Bind
  from: string
  to: string
  /** Today in the organisation's time zone. */
  today: string
  /** The organisation's currency. */
  currency: string
  /** The condition under which the reader may see a record of the type. */
  may: (type: string, alias: string) => string
}

/** The figures of one group as the database wrote them, by name. */
export type Figures = Readonly<Record<string, string | null>>

/** How a metric is read: from which rows, what is counted of them, and which record each row opens onto. */
export interface MetricSource {
  definition: MetricDefinition
  /** The rows that count or are left out, one a record (of a cohort, one an entry); the definition's record type is `t`. */
  rows: (ground: Ground) => { with?: string; from: string; where: string }
  /** The anchor day of a row; null for a figure of now. */
  day: string | null
  /** Which rows count; without it, all do. */
  counted?: string
  leftOut?: readonly { reason: string; label: string; when: string }[]
  /** Aggregates whose parts can be added up; read in one pass for all groups. */
  sums?: Readonly<Record<string, string>>
  /** Aggregates that cannot, as medians and distinct counts. */
  wholes?: Readonly<Record<string, string>>
  measure: (figures: Figures, ground: { currency: string; today: string }) => Measure
  /** The record that a row opens onto. */
  record: { type: string; id: string; title: string }
  /** What counted of a row, in the unit. */
  value?: { sql: string; unit: 'money' | 'days' }
  /** In which term a row stands. */
  outcome?: string
  /** A record may stand in several rows and is listed once. */
  repeats?: true
}

export const count = (figure: string | null | undefined): number => Number(figure ?? 0)

export const sumOf = (figure: string | null | undefined, currency: string): Money =>
  moneyOf(figure ?? 0, currency)

export const ratio = (numerator: number, denominator: number) => ({
  value: denominator === 0 ? null : numerator / denominator,
  n: denominator,
  numerator,
  denominator,
})

export const amountBeside = (figures: Figures, currency: string, n: number): Beside => ({
  key: 'amount',
  label: 'Amount',
  unit: 'money',
  value: sumOf(figures.amount, currency),
  n,
})
