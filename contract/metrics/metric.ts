import type { Wing } from '../records/record-type.ts'

/** What a metric is, in the words of METRICS.md; how it is read stands in `server/metrics/`, one file each. */
export interface MetricDefinition {
  slug: string
  name: string
  /** The sentence that the interface shows beside the figure. */
  definition: string
  /** What the figure is measured in: durations in days, hours or months, a ratio as a fraction. */
  unit: 'number' | 'money' | 'ratio' | 'days' | 'hours' | 'months'
  /** Which way is better. */
  direction: 'up' | 'down'
  wing: Wing
  /** The record type whose fields the figure is filtered and broken down by. */
  recordType: string
  /** Further record types that the reader must be allowed to see. */
  reads?: readonly string[]
  /** Fields of its record type that it tells of: without knowing them all, nobody reads it. */
  tells: readonly string[]
  /** The day that puts a record into a period; null for a figure of now, which has no trend. */
  anchor: string | null
  /** It can be asked as of a moment: from what was recorded before. */
  asOf?: true
  /** What is counted, for the formula: `{numerator} ÷ {denominator}`, or one thing that is summed or ordered. */
  terms: { of: string } | { numerator: string; denominator: string }
  /** The formula, where it is of the figures beside: their keys with the signs between them. */
  formula?: string
  /** The only dimensions that it has, where not every one of its record type says something. */
  dimensions?: readonly string[]
  /** The finest grain of its series; a figure of less is not known. */
  finest?: 'month'
  /**
   * It is told of persons and teams as these stand at the moment asked, a team with the teams below it; for no pipeline
   * and under no further condition.
   */
  rolledUp?: true
  /** It tells of all of its period from the beginning, days to come included, and is compared with all of the one before. */
  ahead?: true
  /** It tells what selling costs, which is not for everybody. */
  costs?: true
}

export const metric = <const D extends MetricDefinition>(definition: D): D => definition
