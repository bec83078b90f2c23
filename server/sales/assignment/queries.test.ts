import { expect, test } from 'vitest'
import { sql } from 'kysely'
import { testImports } from '../../../tests/imports.ts'

const { company, done, rowsOf } = await testImports()
const { owner, ask } = company

const mapping = {
  source: 'fair',
  files: [
    {
      match: 'leads.csv',
      recordType: 'lead',
      fields: [
        { field: 'name', column: 'wish' },
        { field: 'person', column: 'mail', reference: { by: 'email' as const } },
        { field: 'status', column: 'status' },
        { field: 'reason', column: 'why' },
      ],
    },
  ],
}

test('leads of a file are given out in turn, and a trial gives nothing out', async () => {
  const [ana, rui] = [await company.member('seller'), await company.member('seller')]
  const rule = { name: 'All', way: 'roundRobin', members: [ana.id, rui.id] }
  await ask(owner, 'PUT', '/assignment-rules', { body: { rules: [rule] } })
  for (const name of ['a', 'b', 'c', 'd']) await company.person({ email: `${name}@fair.example` })
  const rows = ['Bikes,a@fair.example,new,', 'Vans,b@fair.example,,', 'Trikes,c@fair.example,new,']
  const refused = 'Nothing,d@fair.example,disqualified,'
  const file = { 'leads.csv': ['wish,mail,status,why', ...rows, refused].join('\n') }

  await done(mapping, file, 'check')
  expect(await rowsOf(sql`select from leads`)).toHaveLength(0)
  const result = await done(mapping, file)
  expect(result.counts[0]).toMatchObject({ created: 3, refused: 1 })
  expect(result.refusals[0]?.reason).toContain('Say why it comes to nothing')
  const leads = await rowsOf(sql<{ name: string; owner: string; waits: boolean }>`
    select name, owner_id as owner, respond_by > now() as waits from leads order by assigned_turn`)
  expect(leads).toEqual([
    { name: 'Bikes', owner: ana.id, waits: true },
    { name: 'Vans', owner: rui.id, waits: true },
    { name: 'Trikes', owner: ana.id, waits: true },
  ])
  const told = await rowsOf(sql<{ type: string }>`
    select type from events where subject_type = 'lead' group by type, subject_id order by type`)
  expect(told.map(({ type }) => type)).toEqual([
    ...Array.from({ length: 3 }, () => 'lead.assigned'),
    ...Array.from({ length: 3 }, () => 'lead.created'),
  ])
  // The next one goes on where the file stopped.
  const next = await ask(owner, 'POST', '/leads', {
    body: { name: 'Next', person: (await company.person()).id },
  })
  expect(next.owner).toBe(rui.id)
})
