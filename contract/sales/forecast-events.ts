import type { EventType } from '../ledger/event-type.ts'

const what = { wing: 'sales', kind: 'change' } as const

export const forecastEvents = [
  { ...what, type: 'quotas.set', label: 'Quotas set' },
  { ...what, type: 'forecast.submitted', label: 'Forecast submitted' },
  { ...what, type: 'forecast.snapshot-taken', label: 'Forecast snapshot taken' },
  {
    ...what,
    type: 'deal.forecast-explained',
    label: 'Forecast category explained',
    tells: ['forecastCategory'],
  },
] as const satisfies EventType[]
