import type { Field } from '../records/field.ts'

/** A dimension that is worked out from a record rather than kept as a field of it. */
export interface WorkedOut {
  /** The record type that it is of; what refers to one of these has it too. */
  of: string
  name: string
  field: Field
  /** The fields that it tells of; with their type where that is another. */
  tells: readonly string[]
  /** Further record types that it is counted from. */
  reads?: readonly string[]
  /** A record may have several: it counts under each of them, so that the groups do not add up to the whole. */
  several?: true
}

/** Bands of a count: each from its number up to the next one's. */
export interface Band {
  from: number
  value: string
}

const bandsFrom = (...starts: [number, ...number[]]): Band[] =>
  starts.map((from, i) => {
    const next = starts[i + 1]
    return {
      from,
      value: next === undefined ? `${from}+` : next - 1 === from ? `${from}` : `${from}–${next - 1}`,
    }
  })

const choiceOf = (label: string, bands: readonly Band[]): Field => ({
  type: 'choice',
  label,
  options: bands.map(({ value }) => ({ value, label: value })),
})

/** By employees, as the European statistics have it. */
export const sizeBands = bandsFrom(1, 10, 50, 250, 1000)
export const activityBands = bandsFrom(0, 1, 3, 6, 11)

/** How each is worked out stands in `server/metrics/worked-out.ts`, under the same name. */
export const workedOut = [
  { of: 'company', name: 'sizeBand', field: choiceOf('Size', sizeBands), tells: ['employees'] },
  { of: 'company', name: 'country', field: { type: 'text', label: 'Country' }, tells: ['address'] },
  { of: 'company', name: 'region', field: { type: 'text', label: 'Region' }, tells: ['address'] },
  {
    of: 'deal',
    name: 'activities',
    field: choiceOf('Number of activities', activityBands),
    tells: ['status', 'closedOn'],
    reads: ['call', 'meeting', 'email', 'note', 'task'],
  },
  {
    of: 'deal',
    name: 'competitor',
    field: {
      type: 'reference',
      to: 'competitor',
      label: 'Competitor',
      help: 'A deal with several competitors counts under each, so that these do not add up to the whole.',
    },
    tells: ['status'],
    reads: ['competitor'],
    several: true,
  },
  {
    of: 'deal',
    name: 'lostTo',
    field: {
      type: 'reference',
      to: 'competitor',
      label: 'Winning competitor',
      help: 'The one competitor that a deal was lost to.',
    },
    tells: ['status'],
    reads: ['competitor'],
  },
  {
    of: 'order',
    name: 'product',
    field: {
      type: 'reference',
      to: 'product',
      label: 'Product',
      help: 'Each product has the share of its lines, exact to the cent; an order counts under each of its products.',
    },
    tells: ['net'],
    reads: ['product'],
    several: true,
  },
  {
    of: 'order',
    name: 'productFamily',
    field: {
      type: 'text',
      label: 'Product family',
      help: 'Each family has the share of its lines, exact to the cent; an order counts under each of its families.',
    },
    tells: ['net', 'product.family'],
    reads: ['product'],
    several: true,
  },
] as const satisfies readonly WorkedOut[]

export type WorkedOutName = (typeof workedOut)[number]['name']
