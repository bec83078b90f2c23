import { sql } from 'kysely'
import type { Page } from '../contract/records/routes.ts'
import type { AnyRecord } from '../contract/records/value.ts'
import type { TestCompany } from './builders.ts'

export const pick = <T>(items: readonly T[], i: number): T => items[i % items.length] as T

/** Deals with ties and blanks in every field, newest first, and those whom they refer to. */
export async function variedDeals(company: TestCompany) {
  const { owner, ask, db } = company
  const stages = await company.stages()
  const someone = [await company.person({ firstName: 'Zoe' }), await company.person({ firstName: 'adam' })]
  const firms = [
    await company.company({ name: 'Émile & fils' }),
    await company.company({ name: 'beta' }),
    await company.company({ name: 'Alpha' }),
  ]
  const colleague = await ask(owner, 'POST', '/users', { body: { name: 'Bob', role: 'seller' } })
  const gtx = await ask(owner, 'POST', '/products', { body: { name: 'GTX Pro' } })

  const drafts = Array.from({ length: 57 }, (_, i) => ({
    name: pick(['Deal', 'deal', 'Größe 100%', 'under_score', "O'Neil", 'back\\slash', 'Ünïcode'], i),
    stage: pick([stages.Qualified, stages.Won, stages.Lost, stages.Proposal], i)?.id,
    amount: pick(
      [
        null,
        { amount: '100', currency: 'EUR' },
        { amount: '100', currency: 'JPY' },
        { amount: '-20.5', currency: 'USD' },
        { amount: '9007199254.74', currency: 'EUR' },
      ],
      i,
    ),
    company: pick([null, ...firms], i)?.id ?? null,
    person: pick([null, ...someone], i)?.id ?? null,
    owner: pick([owner.id, colleague.id, null], i),
    product: pick([null, null, gtx], i)?.id ?? null,
    openedOn: pick([null, '2025-12-31', '2026-01-01'], i),
    expectedCloseOn: pick([null, '2027-01-01', '2027-06-30'], i),
    ...(i % 4 === 1 || i % 4 === 2 ? { closedOn: pick(['2026-02-01', '2026-03-01', '2026-02-01'], i) } : {}),
    lossReason: i % 4 === 2 ? pick(['price', 'timing', null], i) : null,
    probability: pick([null, 0.1, 1 / 3, 0.5], i),
    forecastCategory: pick([null, 'omitted', 'commit', 'pipeline'], i),
    source: pick([null, 'paid_search', 'Word of mouth', '%', '_'], i),
    tags: pick([null, ['a'], ['a', 'b'], ['c d']], i),
    description: pick([null, '<p>needs <b>tea</b></p>'], i),
  }))
  const { results } = await ask<{ results: { status: number; record: AnyRecord }[] }>(
    owner,
    'POST',
    '/deals/batch',
    {
      body: { operations: drafts.map((values) => ({ do: 'create', values })) },
    },
  )
  for (const [i, { record }] of results.entries()) {
    // Moments with ties, down to the microsecond.
    const at = `2026-01-01T00:00:00.00000${pick([1, 1, 2, 3], i)}Z`
    await sql`update deals set created_at = ${at} where id = ${record.id}`.execute(db)
  }
  const { data: deals } = await ask<Page>(owner, 'GET', '/deals', { query: { limit: 200 } })
  return { deals, someone, firms, colleague }
}
