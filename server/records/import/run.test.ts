import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { ImportMapping } from '../../../contract/records/import-mapping.ts'
import { named, people, testImports } from '../../../tests/imports.ts'

const { company, db, done, rowsOf } = await testImports()

describe('people', () => {
  test('become records with identities, an event, a search entry and their id at the source', async () => {
    const result = await done(people('first', named), {
      'people.csv': 'id,name,mail,phone\n1,Ana,ANA@First.example,+351 912 345 678\n2,Bo,,\n',
    })
    expect(result.counts[0]).toMatchObject({ rows: 2, created: 2 })
    const [ana] = await rowsOf(sql<{ id: string; email: string; phone: string; created_by: string | null }>`
      select p.id, p.email, p.phone, p.created_by from people p join external_ids e on e.record_id = p.id
      where e.type = 'person' and e.source = 'first' and e.external_id = '1'`)
    expect(ana).toMatchObject({ email: 'ana@first.example', phone: '+351912345678', created_by: null })
    expect(
      await rowsOf(sql`select kind, value from identities where person_id = ${ana!.id} order by kind`),
    ).toEqual([
      { kind: 'email', value: 'ana@first.example' },
      { kind: 'phone', value: '+351912345678' },
    ])
    expect(
      await rowsOf(
        sql`select type, origin, import_id, subject_version from events where subject_id = ${ana!.id}`,
      ),
    ).toEqual([{ type: 'person.created', origin: 'import', import_id: result.id, subject_version: 1 }])
    expect(
      (
        await company.ask<{ data: { id: string }[] }>(company.owner, 'GET', '/search', {
          query: { q: 'ana@first.example' },
        })
      ).data[0]?.id,
    ).toBe(ana!.id)
  })

  test('the same file again changes nothing; a changed row is changed, with an event that says what', async () => {
    const file = 'id,name,mail,phone\na,Carla,carla@again.example,\nb,Dora,dora@again.example,\n'
    const first = await done(people('again', named), { 'people.csv': file })
    expect(first.counts[0]).toMatchObject({ created: 2 })
    const before = await rowsOf(
      sql`select id, version, updated_at from people where email like '%@again.example' order by id`,
    )
    expect((await done(people('again', named), { 'people.csv': file })).counts[0]).toMatchObject({
      unchanged: 2,
      created: 0,
      updated: 0,
    })
    expect(
      await rowsOf(
        sql`select id, version, updated_at from people where email like '%@again.example' order by id`,
      ),
    ).toEqual(before)

    const third = await done(people('again', named), {
      'people.csv': file.replace('Dora,dora@', 'Dora Maria,dm@').replace('Carla', ''),
    })
    expect(third.counts[0]).toMatchObject({ unchanged: 1, updated: 1 })
    const [event] = await rowsOf(sql<{
      personal: object
      subject_version: number
    }>`select personal, subject_version from events
      where import_id = ${third.id} and type = 'person.updated'`)
    expect(event).toMatchObject({
      subject_version: 2,
      personal: {
        changes: { firstName: ['Dora', 'Dora Maria'], email: ['dora@again.example', 'dm@again.example'] },
      },
    })
    expect(await rowsOf(sql`select first_name from people where email = 'carla@again.example'`)).toEqual([
      { first_name: 'Carla' },
    ])
  })

  test('duplicates become one person: within the file, in any case, and with people already here', async () => {
    const known = await company.person({ firstName: 'Eva', lastName: null, email: 'eva@twice.example' })
    const result = await done(people('twice', named), {
      'people.csv':
        'id,name,mail,phone\n1,Fay,fay@twice.example,\n2,Fay F.,FAY@twice.example,+351912345670\n1,,,\n3,Eva E.,Eva@Twice.Example,\n',
    })
    expect(result.counts[0]).toMatchObject({ created: 1, merged: 2, updated: 1 })
    expect(await rowsOf(sql`select first_name, phone from people where email = 'fay@twice.example'`)).toEqual(
      [{ first_name: 'Fay', phone: '+351912345670' }],
    )
    expect(await rowsOf(sql`select external_id from external_ids where record_id = ${known.id}`)).toEqual([
      { external_id: '3' },
    ])
    expect((await company.ask(company.owner, 'GET', `/people/${known.id}`)).firstName).toBe('Eva E.')
  })

  test('same as one by id and as another by mail: its id decides, and the pair is reported', async () => {
    const first = await done(people('pair', named), {
      'people.csv': 'id,name,mail,phone\n1,Gil,gil@pair.example,\n2,Hal,hal@pair.example,\n',
    })
    expect(first.counts[0]).toMatchObject({ created: 2 })
    const second = await done(people('pair', named), {
      'people.csv': 'id,name,mail,phone\n1,Gil G.,hal@pair.example,\n',
    })
    expect(second.counts[0]).toMatchObject({ updated: 1 })
    expect(second.report?.duplicates).toMatchObject([{ row: 2, by: 'email', value: 'hal@pair.example' }])
    expect(
      await rowsOf(
        sql`select first_name, email from people where email like '%@pair.example' order by email`,
      ),
    ).toEqual([
      { first_name: 'Gil G.', email: 'gil@pair.example' },
      { first_name: 'Hal', email: 'hal@pair.example' },
    ])
  })

  test('a second mail of one person is kept and finds them later', async () => {
    await done(people('mails', named), {
      'people.csv': 'id,name,mail,phone\n1,Ivo,ivo@mails.example,\n1,Ivo,ivo@home.example,\n',
    })
    const later = await done(people('other', named), {
      'people.csv': 'id,name,mail,phone\nx,Ivo,ivo@home.example,\n',
    })
    expect(later.counts[0]?.created).toBe(0)
    expect(await rowsOf(sql`select count(*)::int as n from people where first_name = 'Ivo'`)).toEqual([
      { n: 1 },
    ])
  })

  test('people need neither name nor mail, and what only hints at a match makes nobody the same', async () => {
    const result = await done(people('bare', named), {
      'people.csv': 'id,name,mail,phone\n1,,,+351211111111\n2,,,+351211111111\n',
    })
    expect(result.counts[0]).toMatchObject({ created: 2 })
  })

  test('someone in the bin stays there', async () => {
    const person = await company.person({ email: 'jo@bin.example' })
    await company.ask(company.owner, 'DELETE', `/people/${person.id}`)
    const result = await done(people('bin', named), {
      'people.csv': 'id,name,mail,phone\n1,Jo,jo@bin.example,\n',
    })
    expect(result.refusals).toMatchObject([{ row: 2, reason: 'is a person in the bin: restore it first' }])
  })
})

describe('lifecycle', () => {
  const mapping = people(
    'life',
    [
      { field: 'source', column: 'origin' },
      { field: 'createdAt', column: 'day', format: 'yyyy-MM-dd' },
    ],
    {
      lifecycle: [
        { stage: 'lead', column: 'day', format: 'yyyy-MM-dd' },
        { stage: 'mql', column: 'qualified', format: 'yyyy-MM-dd' },
      ],
    },
  )
  const file = { 'people.csv': 'id,origin,day,qualified\n1,unknown,2020-03-01,2020-03-05\n2,,2020-03-02,\n' }

  test('entries have their own dates, once, however often they are imported', async () => {
    await done(mapping, file)
    const again = await done(mapping, file)
    expect(again.counts[0]).toMatchObject({ unchanged: 2 })
    expect(
      await rowsOf(sql`select e.external_id as id, p.lifecycle_stage as now, p.source, l.stage, l.entered_on::text as day from people p
        join external_ids e on e.record_id = p.id and e.source = 'life' join lifecycle_entries l on l.person_id = p.id order by 1, 5`),
    ).toEqual([
      { id: '1', now: 'mql', source: 'unknown', stage: 'lead', day: '2020-03-01' },
      { id: '1', now: 'mql', source: 'unknown', stage: 'mql', day: '2020-03-05' },
      { id: '2', now: 'lead', source: null, stage: 'lead', day: '2020-03-02' },
    ])
    expect(
      await rowsOf(
        sql`select ev.type, ev.at from events ev join external_ids e on e.record_id = ev.subject_id and e.source = 'life' and e.external_id = '1' order by at, type`,
      ),
    ).toEqual([
      { type: 'person.created', at: '2020-03-01T00:00:00.000Z' },
      { type: 'person.stage-entered', at: '2020-03-01T00:00:00.000Z' },
      { type: 'person.stage-entered', at: '2020-03-05T00:00:00.000Z' },
    ])
  })

  test('nobody falls back', async () => {
    await sql`update people set lifecycle_stage = 'customer' where id = (select record_id from external_ids where source = 'life' and external_id = '2')`.execute(
      db,
    )
    expect((await done(mapping, file)).counts[0]).toMatchObject({ unchanged: 2 })
  })
})

describe('several files', () => {
  const mapping: Omit<ImportMapping, 'name'> = {
    source: 'shop',
    currency: 'USD',
    creates: {
      pipelines: [
        {
          name: 'Machines',
          stages: [
            { name: 'Talking', kind: 'open', probability: 0.4 },
            { name: 'Won', kind: 'won' },
            { name: 'Lost', kind: 'lost' },
          ],
        },
      ],
    },
    files: [
      {
        match: 'staff.csv',
        recordType: 'user',
        sourceId: 'boss',
        fields: [{ field: 'name', column: 'boss' }],
      },
      {
        match: 'staff.csv',
        recordType: 'user',
        sourceId: 'rep',
        fields: [
          { field: 'name', column: 'rep' },
          { field: 'manager', column: 'boss', reference: { by: 'externalId' } },
        ],
      },
      {
        match: 'firms.csv',
        recordType: 'company',
        sourceId: 'firm',
        fields: [
          { field: 'name', column: 'firm' },
          { field: 'parent', column: 'belongs to', reference: { by: 'name' } },
          { field: 'address.country', column: 'country' },
        ],
      },
      {
        match: 'deals.csv',
        recordType: 'deal',
        sourceId: 'id',
        fields: [
          { field: 'name', template: 'Deal {id}' },
          { field: 'company', column: 'firm', reference: { by: 'name' } },
          { field: 'owner', column: 'rep', reference: { by: 'externalId' } },
          {
            field: 'product',
            column: 'product',
            values: { GTXPro: 'GTX Pro' },
            reference: { by: 'name', createMissing: true },
          },
          { field: 'pipeline', constant: 'Machines' },
          { field: 'stage', column: 'stage' },
          { field: 'openedOn', column: 'opened' },
          { field: 'createdAt', column: 'opened', format: 'yyyy-MM-dd' },
          { field: 'closedOn', column: 'closed' },
          { field: 'amount', column: 'value' },
        ],
      },
    ],
  }
  const files = {
    'staff.csv': 'rep,boss\nRob,Bea\nRia,Bea\n',
    'firms.csv': 'firm,belongs to,country\nChild,Mother,Norway\nMother,,Italy\nOrphan,Nobody,\n',
    'deals.csv': [
      'id,firm,rep,product,stage,opened,closed,value',
      'd1,Child,Rob,GTXPro,Won,2020-01-10,2020-02-09,1200.50',
      'd2,,Ria,GTX Pro,Lost,2020-01-10,2020-01-20,0',
      'd3,mother,Ria,MG,Talking,,,',
      'd4,Child,Rob,MG,Won,2020-05-10,2020-05-01,10',
      'd5,Chidl,Rob,MG,Wonn,2020-05-10,,10',
      'd6,Child,Nobody,MG,Won,2020-05-10,2020-05-12,ten',
    ].join('\n'),
  }

  test('a dry run says what would come, and writes nothing', async () => {
    const before = await rowsOf(
      sql`select (select count(*) from companies) c, (select count(*) from users) u, (select count(*) from deals) d, (select count(*) from pipelines) p, (select count(*) from events) e`,
    )
    const checked = await done(mapping, files, 'check')
    expect(checked.state).toBe('checked')
    expect(checked.counts).toMatchObject([
      { created: 1, merged: 1 },
      { created: 2 },
      { created: 2, refused: 1 },
      { created: 4, refused: 2, made: 2 },
    ])
    expect(checked.report?.unknown).toMatchObject([
      { field: 'parent', word: 'Nobody', rows: 1, suggestion: null },
      { field: 'company', word: 'Chidl', rows: 1, suggestion: 'Child' },
    ])
    expect(
      await rowsOf(
        sql`select (select count(*) from companies) c, (select count(*) from users) u, (select count(*) from deals) d, (select count(*) from pipelines) p, (select count(*) from events) e`,
      ),
    ).toEqual(before)
  })

  test('records, references, stages, dates and money come in; what does not fit is refused with row, column and reason', async () => {
    const result = await done(mapping, files)
    expect(result.counts).toMatchObject([
      { created: 1, merged: 1 },
      { created: 2 },
      { created: 2, refused: 1 },
      { created: 4, refused: 2, made: 2 },
    ])
    expect(result.refusals).toMatchObject([
      {
        pass: 2,
        row: 4,
        column_name: 'belongs to',
        value: 'Nobody',
        reason: 'names no company: none has this name',
      },
      { pass: 3, row: 6, column_name: 'firm', value: 'Chidl' },
      {
        pass: 3,
        row: 7,
        column_name: 'value',
        value: 'ten',
        reason: expect.stringContaining('is not an amount') as string,
      },
    ])
    const deals =
      await rowsOf(sql`select d.name, c.name as firm, m.name as parent, u.name as owner, b.name as boss, p.name as product, s.name as stage, d.status,
        d.opened_on, d.closed_on, d.cycle_days, d.amount, d.amount_currency as currency, d.dates_contradict as contradicts, d.created_at
      from deals d left join companies c on c.id = d.company_id left join companies m on m.id = c.parent_id left join users u on u.id = d.owner_id
      left join users b on b.id = u.manager_id left join products p on p.id = d.product_id join stages s on s.id = d.stage_id where d.name like 'Deal d%' order by d.name`)
    expect(deals).toMatchObject([
      {
        firm: 'Child',
        parent: 'Mother',
        owner: 'Rob',
        boss: 'Bea',
        product: 'GTX Pro',
        stage: 'Won',
        status: 'won',
        opened_on: '2020-01-10',
        closed_on: '2020-02-09',
        cycle_days: 30,
        amount: 120050,
        currency: 'USD',
        contradicts: false,
        created_at: '2020-01-10T00:00:00.000Z',
      },
      { firm: null, product: 'GTX Pro', status: 'lost', amount: 0 },
      { firm: 'Mother', status: 'open', stage: 'Talking', opened_on: null, amount: null },
      { status: 'won', contradicts: true, cycle_days: null },
    ])
    expect(
      await rowsOf(
        sql`select type, at from events where subject_id = (select id from deals where name = 'Deal d1') order by at`,
      ),
    ).toEqual([
      { type: 'deal.created', at: '2020-01-10T00:00:00.000Z' },
      { type: 'deal.won', at: '2020-02-09T00:00:00.000Z' },
    ])
    const again = await done(mapping, files)
    expect(again.counts).toMatchObject([
      { unchanged: 1, merged: 1 },
      { unchanged: 2 },
      { unchanged: 2, refused: 1 },
      { unchanged: 4, refused: 2, made: 0 },
    ])
  })

  test('an imported deal is what a typed one is', async () => {
    const stages = await rowsOf(
      sql<{
        id: string
      }>`select s.id from stages s join pipelines p on p.id = s.pipeline_id where p.name = 'Machines' and s.name = 'Won'`,
    )
    const typed = await company.deal({
      name: 'Deal typed',
      stage: stages[0]!.id,
      openedOn: '2020-01-10',
      closedOn: '2020-02-09',
      amount: { amount: '1200.50', currency: 'USD' },
    })
    const [{ id } = { id: '' }] = await rowsOf(
      sql<{ id: string }>`select id from deals where name = 'Deal d1'`,
    )
    const imported = await company.ask(company.owner, 'GET', `/deals/${id}`)
    for (const field of [
      'stage',
      'pipeline',
      'status',
      'openedOn',
      'closedOn',
      'closedAt',
      'amount',
      'datesContradict',
    ])
      expect(imported[field]).toEqual(typed[field])
  })
})
