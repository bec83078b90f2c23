import { queryOptions } from '@tanstack/react-query'
import { formulaRoutes } from '../../../../contract/records/formula-routes.ts'
import { call } from '../../../shell/api.ts'

/** What a formula would give; what was asked once is not asked again while the form is open. */
export const previewQuery = (recordType: string, formula: string) =>
  queryOptions({
    queryKey: ['formula-preview', recordType, formula],
    queryFn: ({ signal }) => call(formulaRoutes.preview, { body: { recordType, formula }, signal }),
    staleTime: 10_000,
    retry: false,
  })

/** How far the calculation of formulas has come; asked every second while one is under way. */
export const calculationsQuery = queryOptions({
  queryKey: ['fields', 'calculations'],
  queryFn: async ({ signal }) => (await call(formulaRoutes.fills, { signal })).data,
  refetchInterval: ({ state }) =>
    state.data?.some(({ finishedAt, stoppedAt }) => !finishedAt && !stoppedAt) ? 1_000 : false,
})
