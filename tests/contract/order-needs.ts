import type { OrderContent } from '../../contract/sales/order-routes.ts'
import { fresh, type TestCompany } from '../builders.ts'
import type { Made, Make, Needs } from './sent.ts'

function written({ owner, ask }: TestCompany) {
  const draftedOrder = async (make: Make): Promise<string> => {
    const id = await make('order')
    const lines = [{ name: 'Starter kit', quantity: '2', price: '100.00' }]
    await ask(owner, 'PUT', `/orders/${id}/lines`, { body: { lines } })
    return id
  }
  const confirmedOrder = async (make: Make): Promise<string> => {
    const id = await draftedOrder(make)
    await ask(owner, 'POST', `/orders/${id}/confirm`, { body: {} })
    return id
  }
  return { draftedOrder, confirmedOrder }
}

const withoutIds = (body: unknown) => {
  const { company: _company, person: _person, order: _order, ...kept } = body as Record<string, unknown>
  return kept
}

/** Orders, and what comes of them. */
export function orderThings(company: TestCompany): Made {
  const { owner, ask } = company
  const { confirmedOrder } = written(company)
  const made = async (path: string, body: unknown): Promise<string> =>
    (await ask<{ id: string }>(owner, 'POST', path, { body })).id
  return {
    order: async () => made('/orders', { name: 'Spring collection' }),
    orderline: async (make) => {
      const order = await made('/orders', { soldBy: 'others' })
      const seller = await make('company')
      const price = { amount: '12.50', currency: 'EUR' }
      return made('/orderlines', { order, seller, name: 'Vase', price })
    },
    invoice: async (make) => {
      const id = await confirmedOrder(make)
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
}

/** What calls of orders need: one that is written, or confirmed. */
export function orderNeeds(company: TestCompany): Needs {
  const { draftedOrder, confirmedOrder } = written(company)
  return {
    'POST /orders/{id}/confirm': async (_, make) => ({ params: { id: await draftedOrder(make) } }),
    ...Object.fromEntries(
      ['deliver', 'cancel', 'refund', 'invoices'].map((verb): [string, Needs[string]] => [
        `POST /orders/{id}/${verb}`,
        async (_, make) => ({ params: { id: await confirmedOrder(make) } }),
      ]),
    ),
    'POST /orders/incoming': async ({ body }) => ({
      body: { ...withoutIds(body), externalId: `${fresh()}` },
    }),
    'POST /payments/incoming': async ({ body }) => ({
      body: { ...withoutIds(body), externalId: `${fresh()}` },
    }),
  }
}
