import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { forecastHistoryRoutes } from '../../../contract/sales/forecast-history.ts'
import type { ForecastChange } from '../../../contract/sales/forecast-history.ts'
import { forecastRoutes } from '../../../contract/sales/forecast.ts'
import type { ForecastColumn, ForecastGrain, ForecastRow } from '../../../contract/sales/forecast.ts'
import { quotaRoutes } from '../../../contract/sales/quotas.ts'
import { call } from '../../shell/api.ts'

/** Whose deals: nothing of it is the company's. */
export interface Scope {
  owner?: string
  team?: string
  unowned?: boolean
}

export interface Asked {
  grain: ForecastGrain
  day: string
  asOf?: string
}

export const scopeOf = ({ kind, id }: Pick<ForecastRow, 'kind' | 'id'>): Scope =>
  kind === 'nobody'
    ? { unowned: true }
    : kind === 'person' && id
      ? { owner: id }
      : kind === 'team' && id
        ? { team: id }
        : {}

export const forecastQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['forecast', 'read', query],
    queryFn: ({ signal }) => call(forecastRoutes.read, { query, signal }),
    placeholderData: keepPreviousData,
  })

export const attainmentQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['forecast', 'attainment', query],
    queryFn: ({ signal }) => call(quotaRoutes.attainment, { query, signal }),
    placeholderData: keepPreviousData,
  })

export const dealsQuery = (query: Asked & Scope & { column?: ForecastColumn }) =>
  queryOptions({
    queryKey: ['forecast', 'deals', query],
    queryFn: ({ signal }) => call(forecastRoutes.deals, { query, signal }),
  })

export const snapshotsQuery = queryOptions({
  queryKey: ['forecast', 'snapshots'],
  queryFn: ({ signal }) => call(forecastHistoryRoutes.snapshots, { signal }),
})

export interface AskedChanges extends Scope {
  grain: ForecastGrain
  day: string
  since: string
}

export const changesQuery = (query: AskedChanges) =>
  queryOptions({
    queryKey: ['forecast', 'changes', query],
    queryFn: ({ signal }) => call(forecastHistoryRoutes.changes, { query, signal }),
    placeholderData: keepPreviousData,
  })

export const changedQuery = (query: AskedChanges & { change: ForecastChange }) =>
  queryOptions({
    queryKey: ['forecast', 'changed', query],
    queryFn: ({ signal }) => call(forecastHistoryRoutes.changed, { query, signal }),
  })

export const accuracyQuery = (query: Scope & { grain: ForecastGrain }) =>
  queryOptions({
    queryKey: ['forecast', 'accuracy', query],
    queryFn: ({ signal }) => call(forecastHistoryRoutes.accuracy, { query, signal }),
    placeholderData: keepPreviousData,
  })
