import excel from 'exceljs'
import { describe, expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { contextFor, setupInput, testCompany, type TestCaller } from '../../tests/builders.ts'
import { openExport } from './export.ts'
import { typeIn } from './types.ts'
import { xlsxOf, xlsxType } from './xlsx.ts'

const company = await testCompany()
const { owner, server, ask, database } = company

async function opened(plural: string, query: Record<string, string> = {}, who: TestCaller = owner) {
  const response = await server.inject({
    url: `/api/v1/${plural}/export?${new URLSearchParams({ format: 'xlsx', ...query })}`,
    headers: who.headers,
  })
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, xlsxType])
  expect(response.headers['content-disposition']).toBe(`attachment; filename="${plural}.xlsx"`)
  const book = new excel.Workbook()
  await book.xlsx.load(response.rawPayload as never)
  return book
}
const valuesOf = (sheet: excel.Worksheet | undefined) =>
  (sheet?.getRows(1, sheet.rowCount) ?? []).map((row) => (row.values as unknown[]).slice(1))

describe('a workbook', () => {
  test('holds exactly the list asked for, each value as what it is', async () => {
    const firm = await company.company({ name: 'Firm' })
    const { Proposal } = (await company.stages()) as { Proposal: AnyRecord }
    await company.deal({
      name: 'B',
      company: firm.id,
      stage: Proposal.id,
      amount: { amount: '1200.5', currency: 'EUR' },
      tags: ['a', 'b'],
      openedOn: '2026-01-02',
      probability: 0.25,
    })
    await company.deal({
      name: 'A',
      company: firm.id,
      amount: { amount: '700', currency: 'JPY' },
      openedOn: '1850-01-02',
    })
    await company.deal({ name: 'Without a company' })
    const book = await opened('deals', {
      fields: 'name,company,stage,amount,tags,openedOn,probability,datesContradict,createdAt',
      filter: JSON.stringify({ field: 'company', op: 'notEmpty' }),
      sort: 'title',
    })
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Deals'])
    const [heads, a, b, ...rest] = valuesOf(book.worksheets[0])
    expect(heads).toEqual([
      'Name', 'Company', 'Stage', 'Amount', 'Tags', 'Opened on', 'Probability', 'Closed before opened', 'Created (Europe/Lisbon)',
    ]) // prettier-ignore
    expect(rest).toEqual([])
    expect(a?.slice(0, 6)).toEqual(['A', 'Firm', a?.[2], 700, undefined, '1850-01-02'])
    expect(b?.slice(0, 8)).toEqual([
      'B', 'Firm', 'Proposal', 1200.5, 'a; b', new Date('2026-01-02T00:00:00Z'), 0.25, false,
    ]) // prettier-ignore
    expect(b?.[8]).toBeInstanceOf(Date)
    const sheet = book.worksheets[0]
    expect([2, 3].map((row) => sheet?.getCell(row, 4).numFmt)).toEqual(['#,##0 "JPY"', '#,##0.00 "EUR"'])
    expect([6, 7, 9].map((column) => sheet?.getCell(3, column).numFmt)).toEqual([
      'yyyy-mm-dd', '0.##%', 'yyyy-mm-dd hh:mm',
    ]) // prettier-ignore
  })

  test('shows moments by the organisation’s clock', async () => {
    await ask(owner, 'POST', '/meetings', { body: { subject: 'Late', startsAt: '2026-06-30T23:30:00Z' } })
    const book = await opened('meetings', { fields: 'startsAt' })
    expect(valuesOf(book.worksheets[0])[1]).toEqual([new Date('2026-07-01T00:30:00Z')])
  })

  test('is no program for a spreadsheet, and holds what other files could not', async () => {
    const attacks = [
      '=1+1',
      '+1+1',
      '-1+1',
      '@SUM(A1)',
      '=HYPERLINK("http://evil.example")',
      "=cmd|' /C calc'!A0",
    ]
    for (const name of attacks) await company.company({ name: `${name} evil` })
    await company.company({ name: 'odd \u000b \u0001 ]]> <b> & "q" evil' })
    await company.company({ name: 'long evil', description: `<p>${'x'.repeat(40_000)}</p>` })
    const sheet = (
      await opened('companies', {
        fields: 'name,description',
        filter: JSON.stringify({ field: 'name', op: 'contains', value: 'evil' }),
        sort: 'createdAt',
      })
    ).worksheets[0]
    const cells = (sheet?.getRows(2, sheet.rowCount - 1) ?? []).map((row) => row.getCell(1))
    for (const cell of cells) expect([cell.type, cell.formula]).toEqual([excel.ValueType.String, undefined])
    expect(cells.slice(0, 6).map(({ value }) => value)).toEqual(attacks.map((name) => `${name} evil`))
    expect(cells[6]?.value).toContain(']]> <b> & "q" evil')
    expect(String(sheet?.getCell(sheet.rowCount, 2).value)).toHaveLength(32_767)
  })

  test('asks for the permission to export', async () => {
    const viewer = await company.member('viewer')
    const answer = await company.call(viewer, 'GET', '/people/export', { query: { format: 'xlsx' } })
    expect(answer.status).toBe(403)
    const unknown = await company.call(owner, 'GET', '/people/export', { query: { format: 'pdf' } })
    expect([unknown.status, unknown.body.errors?.[0]?.path]).toEqual([422, 'format'])
  })

  test('reads no further than whoever takes it, and stops when nobody does', async () => {
    const operations = Array.from({ length: 1_000 }, (_, i) => ({
      do: 'create',
      values: { lastName: `Row ${i}` },
    }))
    for (let batch = 0; batch < 3; batch++)
      await ask(owner, 'POST', '/people/batch', { body: { operations } })
    const context = contextFor(database, { organisation: setupInput.organisation })
    const list = await openExport(context, typeIn(database, 'person'), {})
    let read = 0
    let ended = false
    const watched = (async function* () {
      try {
        for await (const page of list.pages) {
          read++
          yield page
        }
      } finally {
        ended = true
      }
    })()
    const file = xlsxOf({ ...list, pages: watched }, 'UTC')
    const first = await file.next()
    expect([first.done, read < 15, ended]).toEqual([false, true, false])
    const atFirst = read
    await new Promise((resolve) => setImmediate(resolve))
    expect(read).toBe(atFirst)
    await file.return(undefined)
    expect(ended).toBe(true)
  })
})
