import { describe, expect, test } from 'vitest'
import { recordTypes } from '../../contract/record-types.ts'
import { fieldsOf, type RecordType } from '../../contract/records/record-type.ts'
import type { Page } from '../../contract/records/routes.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany } from '../../tests/builders.ts'
import { pick, variedDeals } from '../../tests/varied-deals.ts'

const company = await testCompany()
const { owner, call, ask } = company
const { deals, firms, colleague } = await variedDeals(company)

const list = (plural: string, query: Record<string, unknown> = {}) =>
  ask<Page>(owner, 'GET', `/${plural}`, { query })

/** Every page of a list, one after the other. */
async function walk(
  plural: string,
  query: Record<string, unknown>,
  between?: (page: number) => Promise<unknown>,
): Promise<AnyRecord[]> {
  const seen: AnyRecord[] = []
  let after: string | undefined
  for (let i = 0; ; i++) {
    const page: Page = await list(plural, { ...query, ...(after ? { after } : {}) })
    seen.push(...page.data)
    if (!page.next) return seen
    after = page.next
    await between?.(i)
  }
}

const unsortable = new Set(['choices', 'tags', 'address', 'references', 'longText', 'file', 'files'])
const sortable = (type: RecordType) => [
  'id',
  'title',
  ...Object.entries(fieldsOf(type)).flatMap(([name, field]) => (unsortable.has(field.type) ? [] : [name])),
]

describe('paging', () => {
  const type = recordTypes.find(({ name }) => name === 'deal') as RecordType

  test.each(sortable(type).flatMap((field) => [field, `-${field}`]))(
    'by %s visits each record exactly once, in order',
    async (sort) => {
      const seen = await walk('deals', { sort, limit: 7 })
      const ids = seen.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect([...ids].sort()).toEqual(deals.map(({ id }) => id).sort())
      const whole = (await list('deals', { sort, limit: 200 })).data.map(({ id }) => id)
      expect(ids).toEqual(whole)
    },
  )

  test('orders blanks last both ways, choices as declared, references by title', async () => {
    const by = async (sort: string, field: string) =>
      (await list('deals', { sort, limit: 200 })).data.map((deal) => deal[field])
    const runs = (items: unknown[]) => items.filter((item, i) => item !== items[i - 1])
    expect(runs(await by('openedOn', 'openedOn'))).toEqual(['2025-12-31', '2026-01-01', null])
    expect(runs(await by('-openedOn', 'openedOn'))).toEqual(['2026-01-01', '2025-12-31', null])
    expect(runs(await by('status', 'status'))).toEqual(['open', 'won', 'lost'])
    expect(runs(await by('-forecastCategory', 'forecastCategory'))).toEqual([
      'omitted',
      'commit',
      'pipeline',
      null,
    ])
    expect(runs(await by('company', 'company'))).toEqual([firms[2]?.id, firms[1]?.id, firms[0]?.id, null])
    expect(runs(await by('-probability', 'probability'))).toEqual([0.5, 1 / 3, 0.1, null])
  })

  test('shows none of the old ones twice or never while others write', async () => {
    const wanted = new Set(deals.map(({ id }) => id))
    for (const sort of ['-createdAt', 'title', '-amount', 'openedOn', 'owner']) {
      const made: AnyRecord[] = []
      const seen = await walk('deals', { sort, limit: 10 }, async (page) => {
        made.push(
          await company.deal({
            name: pick(['AAA', 'zzz', 'deal'], page),
            amount: pick([null, { amount: '100', currency: 'EUR' }], page),
            openedOn: pick([null, '2026-01-01'], page),
          }),
        )
      })
      const ids = seen.map(({ id }) => id)
      expect(new Set(ids).size, sort).toBe(ids.length)
      expect(ids.filter((id) => wanted.has(id)).length, sort).toBe(wanted.size)
      await ask(owner, 'POST', '/deals/batch', {
        body: { operations: made.map(({ id }) => ({ do: 'delete', id })) },
      })
    }
  })

  test.each((recordTypes as readonly RecordType[]).map(({ plural }) => plural))(
    'every sortable field of %s answers',
    async (plural) => {
      const of = recordTypes.find((candidate) => candidate.plural === plural) as RecordType
      for (const field of sortable(of)) {
        const answer = await call<Page>(owner, 'GET', `/${plural}`, {
          query: { sort: `-${field}`, limit: 2 },
        })
        expect(answer.status, field).toBe(200)
        if (answer.body.next)
          expect(
            (
              await call(owner, 'GET', `/${plural}`, {
                query: { sort: `-${field}`, limit: 2, after: answer.body.next },
              })
            ).status,
          ).toBe(200)
      }
    },
  )
})

describe('a list', () => {
  test('shows only the fields asked for, with id and version', async () => {
    const page = await list('deals', { fields: 'name, amount', limit: 1 })
    expect(Object.keys(page.data[0] ?? {}).sort()).toEqual(['amount', 'id', 'name', 'version'])
  })

  test('brings the records referred to along, each once, also with chosen fields', async () => {
    const page = await list('deals', {
      expand: 'company,owner,createdBy',
      fields: 'name',
      limit: 200,
      filter: { field: 'company', op: 'notEmpty' },
    })
    expect(Object.keys(page.expanded ?? {}).sort()).toEqual(
      [...firms.map(({ id }) => id), owner.id, colleague.id].sort(),
    )
    expect(page.expanded?.[String(firms[1]?.id)]).toMatchObject({ title: 'beta', name: 'beta' })
    const one = await ask<AnyRecord & { expanded: Record<string, AnyRecord> }>(
      owner,
      'GET',
      `/deals/${page.data[0]?.id}`,
      { query: { expand: 'company,stage' } },
    )
    expect(Object.keys(one.expanded)).toHaveLength(2)
  })

  test('counts when asked', async () => {
    expect((await list('deals', { count: true, limit: 1 })).count).toBe(deals.length)
    expect((await list('deals', { limit: 1 })).count).toBeUndefined()
    expect(
      (await list('deals', { count: true, limit: 1, filter: { field: 'status', op: 'is', value: 'won' } }))
        .count,
    ).toBe(deals.filter(({ status }) => status === 'won').length)
  })

  test('finds words, begun words and whole keys within a filter', async () => {
    const found = async (q: string) => (await list('people', { q })).data.map(({ firstName }) => firstName)
    await company.person({
      firstName: 'Margarida',
      lastName: '[Brackets]',
      email: 'mag@b.example',
      jobTitle: 'Head of {Things}',
    })
    expect(await found('margar')).toEqual(['Margarida'])
    expect(await found('MAG@b.example')).toEqual(['Margarida'])
    expect(await found('[Brackets]')).toEqual(['Margarida'])
    expect(await found('{things')).toEqual(['Margarida'])
    expect(await found("'); drop table people; --")).toEqual([])
    expect(await found('%')).toEqual([])
  })
})
