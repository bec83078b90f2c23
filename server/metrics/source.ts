import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type {
  Beside,
  DrillQuery,
  Measure,
  MetricAnswer,
  MetricQuery,
  RecordBehind,
} from '../../contract/metrics/routes.ts'
import { moneyOf, type Money } from '../../contract/values/money.ts'
import type { Context } from '../http/context.ts'
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
  /** The table of the deals: as they are, or as they were recorded before a moment. */
  deals: string
  /** The dimension asked for: rows may be finer for it than records are. */
  by: string | undefined
  /** That moment, as a placeholder. */
  asOf: string | null
  /** The condition under which the reader may see a record of the type. */
  may: (type: string, alias: string) => string
}

/** The figures of one group as the database wrote them, by name. */
export type Figures = Readonly<Record<string, string | null>>

export type Rows = (ground: Ground) => { with?: string; from: string; where: string }

/** How a metric is read: from which rows, what is counted of them, and which record each row opens onto. */
export interface MetricSource {
  definition: MetricDefinition
  /** The rows that count or are left out, one a record (of a cohort, one an entry); the definition's record type is `t`. */
  rows: Rows
  /** The anchor day of a row; null for a figure of now. */
  day: string | null
  /** Which rows count; without it, all do. */
  counted?: string
  leftOut?: readonly { reason: string; label: string; when: string }[]
  /** Records that belonged to the period once and stand in no row of it any more. */
  gone?: { reason: string; label: string; rows: Rows; day: string }
  /** Aggregates, `n` among them: how many records count. */
  figures: Readonly<Record<string, string>>
  /**
   * How the figures of parts make those of the whole: added up (the least and the largest kept), or not at all, as with
   * medians, which are read from the rows for each group anew.
   */
  adds: boolean
  /**
   * The condition under which a record may stand in several rows. It is listed once; of such rows `records` are
   * counted by who they are, of all others by their number.
   */
  repeats?: string
  /** Its tables are large and have indexes in one order: joined in that order, they are read in half the time. */
  inOrder?: true
  /** A record may stand in several rows, each of which counts; it is listed once. */
  listsOnce?: true
  /** How many different records meet each condition. */
  records?: Readonly<Record<string, string>>
  measure: (figures: Figures, ground: { currency: string; today: string }) => Measure
  /** The record that a row opens onto. */
  record: { type: string; id: string; title: string }
  /** What counted of a row, in the unit. */
  value?: {
    sql: string
    unit: 'money' | 'days' | 'hours'
    /** Of a record that stands in several rows, they add up; otherwise the largest is told. */
    adds?: true
  }
  /** In which term a row stands. */
  outcome?: string
  /** What figures beside it open onto, where these count other records, by their keys. */
  parts?: Readonly<Record<string, MetricPart>>
  /** Works the answer out from those of other metrics; the rows above are then the records behind it. */
  answer?: (asked: Asked) => Promise<MetricAnswer>
  /** Lists the records behind it, where its groups are none of its rows. */
  behind?: (context: Context, query: DrillQuery) => Promise<Behind>
}

/** The records of a figure beside a metric, by the metric's own day. */
export type MetricPart = Pick<MetricSource, 'rows' | 'record'> & Partial<MetricSource>

export interface Behind {
  data: RecordBehind[]
  next: string | null
}

/** A question to a metric that is made of others, and how to ask these. */
export interface Asked {
  context: Context
  query: MetricQuery
  read: (source: MetricSource, query: MetricQuery) => Promise<MetricAnswer>
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
