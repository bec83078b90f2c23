import type { Grain } from '../../contract/values/period.ts'

// Read by the routes before any page is loaded, so it imports nothing that is large.
export const presets = [
  'thisMonth',
  'lastMonth',
  'thisQuarter',
  'lastQuarter',
  'thisYear',
  'lastYear',
  'all',
] as const
export type Preset = (typeof presets)[number]

const grains: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year']

/** The address of the metrics pages: which days, whose, how finely, by what, and which records are looked at. */
export interface MetricsSearch {
  period?: Preset | undefined
  from?: string | undefined
  to?: string | undefined
  owner?: string | undefined
  team?: string | undefined
  pipeline?: string | undefined
  /** Only what was recorded by the end of this day. */
  asOf?: string | undefined
  grain?: Grain | undefined
  by?: string | undefined
  /** The records on show: `all`, `out`, `unit:2026-01-01`, `group:KEY` or `part:KEY`. */
  records?: string | undefined
}

/** The address of the reports: besides, of which metric records are looked at. */
export interface ReportsSearch extends MetricsSearch {
  of?: string | undefined
}

const day = /^\d{4}-\d\d-\d\d$/
const id = /^[0-9a-f-]{36}$/i

export function metricsSearch(search: Record<string, unknown>): MetricsSearch {
  const text = (name: string, form: RegExp) => {
    const value = search[name]
    return typeof value === 'string' && form.test(value) ? value : undefined
  }
  const found: MetricsSearch = {
    period: presets.find((preset) => preset === search['period']),
    from: text('from', day),
    to: text('to', day),
    owner: text('owner', id),
    team: text('team', id),
    pipeline: text('pipeline', id),
    asOf: text('asOf', day),
    grain: grains.find((grain) => grain === search['grain']),
    by: text('by', /^[\w.]{1,100}$/),
    records: text('records', /^(all|out|unit:.+|group:.*|part:.+)$/s),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

export function reportsSearch(search: Record<string, unknown>): ReportsSearch {
  const of = search['of']
  return { ...metricsSearch(search), ...(typeof of === 'string' && /^[\w.-]{1,60}$/.test(of) && { of }) }
}
