import type { OrderContent } from '../../contract/sales/order-routes.ts'
import { fresh, type TestCompany } from '../builders.ts'
import type { Made, Needs } from './making.ts'

interface Company extends Pick<TestCompany, 'owner' | 'ask'> {
  /** The id of what is made by a body sent to a path. */
  made: (path: string, body: unknown) => Promise<string>
}

/** How to make what is sold, and what calls about it need. */
export function soldIn({ owner, ask, made }: Company): { things: Made; needs: Needs } {
  const draftedOrder = async (): Promise<string> => {
    const id = await made('/orders', { name: 'Spring collection' })
    const lines = [{ name: 'Starter kit', quantity: '2', price: '100.00' }]
    await ask(owner, 'PUT', `/orders/${id}/lines`, { body: { lines } })
    return id
  }
  const confirmedOrder = async (): Promise<string> => {
    const id = await draftedOrder()
    await ask(owner, 'POST', `/orders/${id}/confirm`, { body: {} })
    return id
  }
  /** The calls that make records of a type, one or several, with some values instead of the example's. */
  const typed = (plural: string, values: () => Promise<Record<string, unknown>>): Needs => ({
    [`POST /${plural}`]: async ({ body }) => ({ body: { ...(body as object), ...(await values()) } }),
    [`POST /${plural}/batch`]: async ({ body }) => {
      const { operations } = body as { operations: Record<string, unknown>[] }
      const creating = operations.filter((operation) => operation['do'] === 'create')
      return {
        body: {
          operations: await Promise.all(
            creating.map(async (operation) => ({
              ...operation,
              values: { ...(operation['values'] as object), ...(await values()) },
            })),
          ),
        },
      }
    },
  })
  const withoutIds = (body: unknown) => {
    const { company: _company, person: _person, order: _order, ...kept } = body as Record<string, unknown>
    return kept
  }
  const things: Made = {
    order: async () => made('/orders', { name: 'Spring collection' }),
    orderline: async (make) => {
      const order = await made('/orders', { soldBy: 'others' })
      const seller = await make('company')
      const price = { amount: '12.50', currency: 'EUR' }
      return made('/orderlines', { order, seller, name: 'Vase', price })
    },
    invoice: async () => {
      const id = await confirmedOrder()
      const { invoices } = await ask<OrderContent>(owner, 'POST', `/orders/${id}/invoices`, { body: {} })
      return invoices[0]?.id ?? ''
    },
    payment: async () =>
      made('/payments', { amount: { amount: '12.50', currency: 'EUR' }, paidOn: '2026-01-02' }),
    contract: async () =>
      made('/contracts', {
        name: 'Service plan',
        monthly: { amount: '12.50', currency: 'EUR' },
        startsOn: '2026-01-02',
      }),
  }
  const needs: Needs = {
    'POST /orders/{id}/confirm': async () => ({ params: { id: await draftedOrder() } }),
    ...Object.fromEntries(
      ['deliver', 'cancel', 'refund', 'invoices'].map((verb): [string, Needs[string]] => [
        `POST /orders/{id}/${verb}`,
        async () => ({ params: { id: await confirmedOrder() } }),
      ]),
    ),
    // What is typed of the past is that of sales of others, what is paid for is confirmed, and prices change from a day on.
    ...typed('orders', async () => ({ soldBy: 'others' })),
    ...typed('orderlines', async () => ({ order: await made('/orders', { soldBy: 'others' }) })),
    ...typed('payments', async () => ({ order: await confirmedOrder(), invoice: null })),
    ...typed('contracts', async () => ({})),
    'PATCH /contracts/{id}': async ({ params }) => ({ params, body: { noticeDays: 60 } }),
    'POST /orders/incoming': async ({ body }) => ({
      body: { ...withoutIds(body), externalId: `${fresh()}` },
    }),
    'POST /payments/incoming': async ({ body }) => ({
      body: { ...withoutIds(body), externalId: `${fresh()}` },
    }),
  }
  return { things, needs }
}
