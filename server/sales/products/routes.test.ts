import { describe, expect, test } from 'vitest'
import type { ProductOffers } from '../../../contract/sales/price-routes.ts'
import { priceFor } from '../../../contract/sales/price.ts'
import type { QuoteContent } from '../../../contract/sales/quote-routes.ts'
import { fresh, testCompany } from '../../../tests/builders.ts'

const company = await testCompany()
const { owner, ask, call } = company
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const product = (values: Record<string, unknown> = {}) =>
  ask(owner, 'POST', '/products', { body: { name: `Product ${fresh()}`, price: eur('100.00'), ...values } })
const offers = (id: string, currency?: string) =>
  ask<ProductOffers>(owner, 'GET', `/products/${id}/offers`, { query: { currency } })
const refusal = async (method: 'POST' | 'PATCH' | 'PUT', path: string, body: object) => {
  const answer = await call(owner, method, path, { body })
  return [answer.status, answer.body.errors?.[0]?.path]
}

describe('a product', () => {
  test('has whole stock, never below zero, and a whole term', async () => {
    const { id } = await product({ stock: 3, charged: 'month', term: 12 })
    expect(await refusal('PATCH', `/products/${id}`, { stock: -1 })).toEqual([422, 'stock'])
    expect(await refusal('PATCH', `/products/${id}`, { stock: 1.5 })).toEqual([422, 'stock'])
    expect(await refusal('PATCH', `/products/${id}`, { term: 0 })).toEqual([422, 'term'])
    expect(await refusal('PATCH', `/products/${id}`, { cost: eur('-1.00') })).toEqual([422, 'cost'])
    await ask(owner, 'PATCH', `/products/${id}`, { body: { stock: null } })
  })

  test('is of the family that was there first, however it is typed', async () => {
    await product({ family: 'E-bikes' })
    expect(await product({ family: ' e-BIKES' })).toMatchObject({ family: 'E-bikes' })
    expect(await product({ family: 'Locks' })).toMatchObject({ family: 'Locks' })
  })
})

describe('prices', () => {
  test('are told with what makes them count; lists out of use and other currencies stay away', async () => {
    const { id } = await product()
    const list = await ask(owner, 'POST', '/pricelists', {
      body: { name: 'Dealers', customerGroup: 'reseller' },
    })
    const old = await ask(owner, 'POST', '/pricelists', { body: { name: 'Old', active: false } })
    const set = (pricelist: string, amount: unknown, fromQuantity = 1) =>
      ask(owner, 'POST', '/prices', { body: { pricelist, product: id, amount, fromQuantity } })
    await set(list.id, eur('80.00'), 10)
    await set(list.id, { amount: '90.00', currency: 'USD' })
    await set(old.id, eur('1.00'))
    const known = await offers(id, 'EUR')
    expect(known.offers).toEqual([
      { list: 'Dealers', group: 'reseller', fromOn: null, toOn: null, fromQuantity: 10, price: eur('80.00') },
    ])
    expect(priceFor(known, '10', 'EUR', 'reseller', '2026-03-01')?.amount).toBe('80.00')
    expect(await refusal('POST', '/prices', { pricelist: list.id, product: id, amount: eur('79.00'), fromQuantity: 10 })).toEqual([
      409, 'fromQuantity',
    ]) // prettier-ignore
    expect(
      await refusal('PATCH', `/pricelists/${list.id}`, { fromOn: '2026-02-01', toOn: '2026-01-01' }),
    ).toEqual([422, 'toOn'])
  })

  test('of a tax class the rate that has begun last counts', async () => {
    const vat = await ask(owner, 'POST', '/taxes', { body: { name: 'VAT' } })
    for (const [day, rate] of [
      ['2020-01-01', 2_100],
      ['2024-07-01', 2_300],
      ['2999-01-01', 2_500],
    ] as const)
      // prettier-ignore
      await ask(owner, 'PUT', `/taxes/${vat.id}/rates/${day}`, { body: { rate } })
    const { data } = await ask<{ data: { rate: number; current: boolean }[] }>(owner, 'GET', '/taxes/rates')
    expect(data.map(({ rate, current }) => [rate, current])).toEqual([
      [2_500, false],
      [2_300, true],
      [2_100, false],
    ])
  })
})

describe('a bundle', () => {
  test('is made of products, costs what they cost, and is part of none', async () => {
    const bike = await product({ price: eur('1000.00'), cost: eur('600.00') })
    const lock = await product({ price: eur('19.99'), cost: eur('7.77') })
    const set = await product({ bundle: 'sum', price: null })
    const parts = [
      { product: bike.id, quantity: '1' },
      { product: lock.id, quantity: '2' },
    ]
    const known = await ask<ProductOffers>(owner, 'PUT', `/products/${set.id}/parts`, { body: { parts } })
    expect(known).toMatchObject({ bundle: 'sum', parts: [{ name: bike.title }, { quantity: '2' }] })
    expect((await offers(set.id, 'EUR')).cost).toEqual(eur('615.54'))

    const other = await product({ bundle: 'whole' })
    const put = (id: string, of: string) =>
      refusal('PUT', `/products/${id}/parts`, { parts: [{ product: of, quantity: '1' }] })
    expect(await put(other.id, set.id)).toEqual([422, 'parts'])
    expect(await put(other.id, other.id)).toEqual([422, 'parts.0.product'])
    expect(await put(bike.id, other.id)).toEqual([422, 'bundle'])
    expect(await refusal('PUT', `/products/${other.id}/parts`, { parts: [parts[0], parts[0]] })).toEqual([
      422,
      'parts',
    ])

    const deal = await company.deal()
    const quote = await ask(owner, 'POST', '/quotes', { body: { deal: deal.id } })
    const line = { product: set.id, name: 'Set', quantity: '1', price: '1039.98' }
    const { draft } = await ask<QuoteContent>(owner, 'PUT', `/quotes/${quote.id}/draft`, {
      body: { lines: [line] },
    })
    expect(draft?.lines[0]?.cost).toBe('615.54')
  })
})
