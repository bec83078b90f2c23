import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { urlOf } from '../../../contract/http/client.ts'
import { contractRoutes } from '../../../contract/sales/contract-routes.ts'
import { invoiceRoutes } from '../../../contract/sales/invoice-routes.ts'
import { orderRoutes, type OrderContent } from '../../../contract/sales/order-routes.ts'
import { paymentRoutes } from '../../../contract/sales/payment-routes.ts'
import { call } from '../../shell/api.ts'

const contentKey = (id: string) => ['records', 'order', 'content', id] as const

/** What an order says. Its key is among those of orders, so that the live stream has it read again. */
export const contentQuery = (id: string) =>
  queryOptions({
    queryKey: contentKey(id),
    queryFn: ({ signal }) => call(orderRoutes.content, { params: { id }, signal }),
  })

export const issuedQuery = (id: string) =>
  queryOptions({
    queryKey: ['records', 'invoice', 'document', id],
    queryFn: ({ signal }) => call(invoiceRoutes.document, { params: { id }, signal }),
  })

/** Where an invoice or credit note lies as PDF. */
export const invoicePdf = (id: string): string => urlOf(invoiceRoutes.pdf, { params: { id } })

export const matchesQuery = (id: string) =>
  queryOptions({
    queryKey: ['records', 'payment', 'matches', id],
    queryFn: ({ signal }) => call(paymentRoutes.matches, { params: { id }, signal }),
  })

export const changesQuery = (id: string) =>
  queryOptions({
    queryKey: ['records', 'contract', 'changes', id],
    queryFn: ({ signal }) => call(contractRoutes.changes, { params: { id }, signal }),
  })

/** Shows what a verb has answered, and reads again what else it has changed. */
export function useContent(id: string) {
  const queries = useQueryClient()
  return async (asked: Promise<OrderContent>): Promise<OrderContent> => {
    const content = await asked
    queries.setQueryData(contentKey(id), content)
    await queries.invalidateQueries({ queryKey: ['records', 'order', 'one', id] })
    for (const type of ['invoice', 'payment', 'contract', 'product'])
      void queries.invalidateQueries({ queryKey: ['records', type] })
    return content
  }
}
