// Read by the routes before any page is loaded, so it imports nothing.
const grains = ['week', 'month', 'quarter'] as const

/** The address of the forecast: which period, as known when, and whose changes are shown. */
export interface ForecastSearch {
  grain?: (typeof grains)[number] | undefined
  day?: string | undefined
  /** Only what was recorded by the end of this day. */
  asOf?: string | undefined
  /** `team:ID` or `person:ID`; the company unless said. */
  of?: string | undefined
}

export function forecastSearch(search: Record<string, unknown>): ForecastSearch {
  const text = (name: string, form: RegExp) => {
    const value = search[name]
    return typeof value === 'string' && form.test(value) ? value : undefined
  }
  const found: ForecastSearch = {
    grain: grains.find((grain) => grain === search['grain']),
    day: text('day', /^\d{4}-\d\d-\d\d$/),
    asOf: text('asOf', /^\d{4}-\d\d-\d\d$/),
    of: text('of', /^(team|person):[0-9a-f-]{36}$/),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}
