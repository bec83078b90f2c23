import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { taxRoutes, productRoutes } from '../../../contract/sales/price-routes.ts'
import { quoteRoutes, type QuoteContent } from '../../../contract/sales/quote-routes.ts'
import { quoteSettingsRoutes } from '../../../contract/sales/quote-settings.ts'
import { call } from '../../shell/api.ts'

const contentKey = (id: string) => ['records', 'quote', 'content', id] as const

/** What a quote says. Its key is among those of quotes, so that the live stream has it read again. */
export const contentQuery = (id: string) =>
  queryOptions({
    queryKey: contentKey(id),
    queryFn: ({ signal }) => call(quoteRoutes.content, { params: { id }, signal }),
  })

export const taxesQuery = queryOptions({
  queryKey: ['records', 'tax', 'rates'],
  queryFn: ({ signal }) => call(taxRoutes.list, { signal }),
})

export const quoteSettingsQuery = queryOptions({
  queryKey: ['quote-settings'],
  queryFn: ({ signal }) => call(quoteSettingsRoutes.read, { signal }),
})

export const offersQuery = (id: string, currency?: string) =>
  queryOptions({
    queryKey: ['records', 'product', 'offers', id, currency],
    queryFn: ({ signal }) =>
      call(productRoutes.offers, { params: { id }, query: currency ? { currency } : {}, signal }),
    staleTime: 30_000,
  })

/** Shows what a verb has answered, and reads again what else it has changed. */
export function useContent(id: string) {
  const queries = useQueryClient()
  return async (asked: Promise<QuoteContent>): Promise<QuoteContent> => {
    const content = await asked
    queries.setQueryData(contentKey(id), content)
    void queries.invalidateQueries({ queryKey: ['records', 'quote', 'one', id] })
    void queries.invalidateQueries({ queryKey: ['records', 'deal'] })
    return content
  }
}
