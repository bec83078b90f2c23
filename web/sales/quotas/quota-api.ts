import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { quotaRoutes } from '../../../contract/sales/quotas.ts'
import type { QuotaGrain, QuotaMeasure } from '../../../contract/sales/quotas.ts'
import { call } from '../../shell/api.ts'

export interface AskedGrid {
  grain: QuotaGrain
  year: number
  measure: QuotaMeasure
  family?: string
}

export const gridQuery = (query: AskedGrid) =>
  queryOptions({
    queryKey: ['quotas', query],
    queryFn: ({ signal }) => call(quotaRoutes.grid, { query, signal }),
    placeholderData: keepPreviousData,
  })
