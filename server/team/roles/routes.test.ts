import { beforeAll, describe, expect, test } from 'vitest'
import type { RoleAnswer } from '../../../contract/team/role-routes.ts'
import type { Page } from '../../../contract/records/routes.ts'
import type { SearchHit } from '../../../contract/records/search.ts'
import { testCompany, type TestCaller } from '../../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask, server } = company

const makeRole = (name: string, copyOf: string, change: object = {}) =>
  ask<RoleAnswer>(owner, 'POST', '/roles', { body: { name, copyOf } }).then(({ key }) =>
    ask<RoleAnswer>(owner, 'PATCH', `/roles/${key}`, { body: change }),
  )

describe('a role of the company’s own', () => {
  test('may do what the one may that it was copied from, until it is changed', async () => {
    const made = await ask<RoleAnswer>(owner, 'POST', '/roles', {
      body: { name: 'Júnior Seller', copyOf: 'seller' },
    })
    expect(made).toMatchObject({ key: 'junior-seller', base: 'seller', builtIn: false, members: 0 })
    const { data } = await ask<{ data: RoleAnswer[] }>(owner, 'GET', '/roles')
    expect(data.map(({ key }) => key)).toEqual([
      'owner',
      'administrator',
      'manager',
      'marketer',
      'seller',
      'agent',
      'viewer',
      'junior-seller',
    ])
    expect(made.permissions).toEqual(data.find(({ key }) => key === 'seller')?.permissions)

    const junior = await company.member('junior-seller')
    const deal = await company.deal({}, junior)
    expect((await call(junior, 'DELETE', `/deals/${deal.id}`)).status).toBe(204)
    expect((await call(junior, 'GET', '/roles')).status).toBe(403)

    const own = { see: 'own', create: false, edit: 'none', delete: 'none', export: false } as const
    await ask(owner, 'PATCH', '/roles/junior-seller', { body: { permissions: { deal: own } } })
    await expect.poll(async () => (await call(junior, 'POST', '/deals', { body: {} })).status).toBe(403)
    const { permissions, rights } = await ask<RoleAnswer>(junior, 'GET', '/me')
    expect([permissions.deal, rights]).toEqual([own, ['import', 'shareViews']])
    expect((await call(junior, 'GET', '/deals/export')).status).toBe(403)
    expect((await call(junior, 'POST', '/people', { body: { firstName: 'Still' } })).status).toBe(201)
  })

  test('is refused where it could not work, with the path of what is wrong', async () => {
    const { key } = await makeRole('Refused', 'administrator')
    const full = { see: 'all', create: true, edit: 'all', delete: 'all', export: true }
    for (const [change, path] of [
      [{ rights: [], permissions: { user: full } }, 'permissions.user.create'],
      [{ permissions: { dragon: full } }, 'permissions.dragon'],
      [{ fields: { deal: { wings: 'hidden' } } }, 'fields.deal.wings'],
      [{ fields: { deal: { name: 'hidden' } } }, 'fields.deal.name'],
      [{ fields: { deal: { name: 'read' } } }, 'fields.deal.name'],
      [{ fields: { deal: { owner: 'hidden' } } }, 'fields.deal.owner'],
      [{ fields: { deal: { company: 'hidden' } } }, 'fields.deal.company'],
    ] as const) {
      const answer = await call(owner, 'PATCH', `/roles/${key}`, { body: change })
      expect([answer.status, answer.body.errors?.map((error) => error.path)]).toEqual([
        422,
        expect.arrayContaining([path]),
      ])
    }
    expect((await call(owner, 'PATCH', '/roles/seller', { body: { rights: [] } })).status).toBe(422)
    expect((await call(owner, 'DELETE', '/roles/seller')).status).toBe(409)
    const taken = await call(owner, 'POST', '/roles', { body: { name: 'refused', copyOf: 'seller' } })
    expect([taken.status, taken.body.errors?.[0]?.path]).toEqual([409, 'name'])
  })

  test('is given to members by who runs the company, and stays while somebody has it', async () => {
    const { key } = await makeRole('Runs it', 'administrator')
    const runner = await company.member(key)
    expect((await call(runner, 'GET', '/keys')).status).toBe(200)
    const membersKey = await company.key(['user:write'])
    // A key for members alone neither hands it out nor touches who has it.
    expect((await call(membersKey, 'POST', '/users', { body: { name: 'X', role: key } })).status).toBe(422)
    expect((await call(membersKey, 'PATCH', `/users/${runner.id}`, { body: { name: 'X' } })).status).toBe(403)
    const unknown = await call(owner, 'POST', '/users', { body: { name: 'X', role: 'dragon' } })
    expect([unknown.status, unknown.body.errors?.[0]?.path]).toEqual([422, 'role'])
    expect((await call(owner, 'DELETE', `/roles/${key}`)).status).toBe(409)
    await ask(owner, 'PATCH', `/users/${runner.id}`, { body: { role: 'viewer' } })
    expect((await call(owner, 'DELETE', `/roles/${key}`)).status).toBe(204)
    await expect.poll(async () => (await call(runner, 'GET', '/keys')).status).toBe(403)
  })

  test('is told of in the ledger', async () => {
    const { key } = await makeRole('Told', 'viewer', { rights: ['import'] })
    const { rows } = await company.database.pool.query<{ type: string; data: object }>(
      `select type, data from events where subject_type = 'role' and data ->> 'title' = 'Told' order by id`,
    )
    expect(rows).toMatchObject([
      { type: 'role.created', data: { copyOf: 'viewer' } },
      { type: 'role.updated', data: { changes: { rights: [['import', 'shareViews'], ['import']] } } },
    ])
    await ask(owner, 'DELETE', `/roles/${key}`)
  })
})

describe('a field that a role hides', () => {
  const marker = 'zanzibar'
  const money = '7654321.09'
  let blind: TestCaller
  let ids: { person: string; nameless: string; company: string; deal: string; task: string; note: string }

  beforeAll(async () => {
    const { key } = await makeRole('Blind', 'administrator', {
      rights: ['import', 'shareViews'],
      permissions: {
        user: { see: 'all', create: false, edit: 'none', delete: 'none', export: false },
        team: { see: 'all', create: false, edit: 'none', delete: 'none', export: false },
        legalentity: { see: 'all', create: false, edit: 'none', delete: 'none', export: false },
      },
      fields: {
        person: {
          email: 'hidden',
          phone: 'hidden',
          description: 'hidden',
          lifecycleStage: 'hidden',
          source: 'hidden',
        },
        company: { domain: 'hidden', industry: 'hidden', website: 'read' },
        deal: { amount: 'hidden', lossReason: 'hidden', product: 'hidden', source: 'read' },
        task: { body: 'hidden' },
      },
    })
    blind = await company.member(key)
    const product = await ask(owner, 'POST', '/products', { body: { name: `${marker} product` } })
    const firm = await company.company({ name: 'Firm', domain: `${marker}.example`, industry: marker })
    const person = await company.person({
      firstName: 'Petra',
      lastName: 'Planted',
      email: `${marker}@${marker}.example`,
      phone: '+351912345678',
      description: `<p>${marker}</p>`,
      source: marker,
      company: firm.id,
      lifecycleStage: 'mql',
    })
    await ask(owner, 'POST', `/people/${person.id}/identities`, {
      body: { kind: 'email', value: `second@${marker}.example` },
    })
    const nameless = await ask(owner, 'POST', '/people', { body: { email: `nobody@${marker}.example` } })
    const deal = await company.deal({
      name: 'Planted deal',
      company: firm.id,
      person: person.id,
      amount: { amount: money, currency: 'EUR' },
      lossReason: marker,
      product: product.id,
      owner: blind.id,
    })
    await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { amount: { amount: '1.00', currency: 'EUR' } } })
    await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { amount: { amount: money, currency: 'EUR' } } })
    const won = (await company.stages())['Won']
    await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { stage: won?.id } })
    const task = await ask(owner, 'POST', '/tasks', {
      body: { subject: 'Call', body: `<p>${marker}</p>`, person: person.id, company: firm.id, deal: deal.id },
    })
    const note = await ask(owner, 'POST', '/notes', { body: { body: '<p>Plain</p>', person: person.id } })
    ids = {
      person: person.id,
      nameless: nameless.id,
      company: firm.id,
      deal: deal.id,
      task: task.id,
      note: note.id,
    }
  })
  const tells = (text: string) =>
    [marker, money, '7654321', '912345678'].filter(
      (word) => text.toLowerCase().includes(word) || Buffer.from(text, 'base64url').includes(word),
    )

  test('is in no answer of any route', async () => {
    const idOf: Record<string, string> = {
      people: ids.person,
      companies: ids.company,
      deals: ids.deal,
      tasks: ids.task,
      notes: ids.note,
    }
    const left: string[] = []
    let tried = 0
    for (const route of server.bound) {
      if (route.method !== 'GET' || /^\/(live|openapi|docs)/.test(route.path)) continue
      const id = idOf[route.path.split('/')[1] ?? '']
      if (route.path.includes('{id}') && !id) continue
      const slugs = route.path.includes('{slug}')
        ? [
            'sales.deals-won',
            'sales.won-amount',
            'sales.win-rate',
            'sales.weighted-pipeline',
            'marketing.leads',
          ]
        : ['']
      for (const slug of slugs) {
        const path = route.path.replace('{id}', id ?? '').replace('{slug}', slug)
        if (path.includes('{')) continue
        for (const query of [{}, { expand: 'person,company,owner,deal' }, { groupBy: 'owner' }]) {
          const answer = await call(blind, 'GET', path, { query })
          tried++
          if (answer.status >= 500) left.push(`${path}: ${answer.status}`)
          // The product is a record of its own and may be seen there.
          if (!path.startsWith('/products') && tells(answer.text).length > 0)
            left.push(`${path} ${JSON.stringify(query)}: ${tells(answer.text).join()}`)
        }
      }
    }
    expect(tried).toBeGreaterThan(80)
    expect(left).toEqual([])
    // The owner does see all of it by the same routes, or the test would prove nothing.
    for (const path of [
      `/people/${ids.person}`,
      `/people/${ids.person}/history`,
      `/people/${ids.person}/timeline`,
      `/people/${ids.person}/identities`,
      `/companies/${ids.company}/employments`,
      `/deals/${ids.deal}/history`,
      '/deals/export?fields=amount',
    ])
      expect(tells((await call(owner, 'GET', path)).text), path).not.toEqual([])
    const seen = await ask(blind, 'GET', `/people/${ids.person}`)
    expect([seen.firstName, 'email' in seen, 'lifecycleStage' in seen]).toEqual(['Petra', false, false])
  })

  test('who is called by it alone is not there either', async () => {
    expect((await call(blind, 'GET', `/people/${ids.nameless}`)).status).toBe(404)
    const { data } = await ask<Page>(blind, 'GET', '/people', { query: { limit: 200 } })
    expect(data.map(({ id }) => id)).toContain(ids.person)
    expect(data.map(({ id }) => id)).not.toContain(ids.nameless)
  })

  test('cannot be asked for: not as a column, in a filter, as an order, a group or a dimension', async () => {
    const contains = (field: string) => ({ field, op: 'contains', value: marker })
    for (const [path, query, at] of [
      ['/people', { fields: 'title,email' }, 'fields'],
      ['/people/export', { fields: 'email' }, 'fields'],
      ['/people', { filter: contains('email') }, 'filter'],
      ['/people', { filter: { field: 'phone', op: 'notEmpty' } }, 'filter'],
      ['/people', { sort: 'email' }, 'sort'],
      ['/deals', { sort: '-amount' }, 'sort'],
      ['/deals', { filter: { related: 'person', some: contains('email') } }, 'filter'],
      ['/deals', { filter: { related: 'product', some: contains('name') } }, 'filter'],
      ['/products', { filter: { related: 'deals', some: { field: 'name', op: 'notEmpty' } } }, 'filter'],
      [
        '/companies',
        { filter: { related: 'deals', some: { field: 'amount', op: 'moreThan', value: 7 } } },
        'filter',
      ],
      ['/companies', { filter: { not: { related: 'people', none: contains('description') } } }, 'filter'],
      ['/people/summary', { groupBy: 'lifecycleStage' }, 'groupBy'],
      ['/deals/summary', { groupBy: 'stage', sum: 'amount' }, 'sum'],
      ['/deals', { expand: 'product' }, 'expand'],
      ['/metrics/sales.deals-won', { by: 'lossReason' }, 'by'],
      ['/metrics/sales.deals-won', { by: 'product' }, 'by'],
      ['/metrics/sales.deals-won', { by: 'company.industry' }, 'by'],
      ['/metrics/sales.deals-won', { filter: { field: 'amount', op: 'moreThan', value: 7 } }, 'filter'],
    ] as const) {
      const answer = await call(blind, 'GET', path, { query })
      expect([answer.status, answer.body.errors?.[0]?.path], `${path} ${JSON.stringify(query)}`).toEqual([
        422,
        at,
      ])
    }
    for (const slug of ['sales.won-amount', 'sales.weighted-pipeline', 'marketing.leads'])
      expect((await call(blind, 'GET', `/metrics/${slug}`)).status, slug).toBe(403)
    const { data } = await ask<{ data: { slug: string; dimensions: { name: string }[] }[] }>(
      blind,
      'GET',
      '/metrics',
    )
    expect(data.map(({ slug }) => slug)).not.toContain('sales.won-amount')
    expect(data[0]?.dimensions.map(({ name }) => name)).not.toContain('lossReason')
    expect((await call(blind, 'GET', `/people/${ids.person}/lifecycle`)).status).toBe(403)
  })

  test('finds nothing, wherever one searches', async () => {
    const hits = async (who: TestCaller, q: string) =>
      (await ask<{ data: SearchHit[] }>(who, 'GET', '/search', { query: { q } })).data.map(({ id }) => id)
    for (const q of [
      marker,
      `${marker}@${marker}.example`,
      '+351912345678',
      '912 345',
      `second@${marker}.example`,
    ]) {
      const all = new Set([ids.person, ids.nameless, ids.company, ids.task])
      expect(
        (await hits(blind, q)).filter((id) => all.has(id)),
        q,
      ).toEqual([])
      for (const plural of ['people', 'companies', 'tasks'])
        expect(
          (await ask<Page>(blind, 'GET', `/${plural}`, { query: { q } })).data,
          `${plural} ${q}`,
        ).toEqual([])
    }
    expect(await hits(owner, marker)).toContain(ids.person)
    // What is not hidden still finds, misspelt as well.
    expect(await hits(blind, 'planted')).toContain(ids.person)
    expect(await hits(blind, 'Petra Plantet')).toContain(ids.person)
    const { data } = await ask<{ data: unknown[] }>(blind, 'GET', '/people/duplicates', {
      query: { email: `${marker}@${marker}.example` },
    })
    expect(data).toEqual([])
    const named = await call(blind, 'GET', '/people/duplicates', {
      query: { firstName: 'Petra', lastName: 'Planted' },
    })
    expect([named.text.includes(ids.person), tells(named.text)]).toEqual([true, []])
  })

  test('is not written either, nor is one that is only read; each is named by its path', async () => {
    for (const [method, path, body, wrong] of [
      ['PATCH', `/people/${ids.person}`, { email: 'new@x.example', firstName: 'X' }, 'email'],
      ['PATCH', `/people/${ids.person}`, { email: null }, 'email'],
      ['POST', '/people', { firstName: 'New', phone: '+351 912 000 000' }, 'phone'],
      ['PATCH', `/companies/${ids.company}`, { website: 'https://x.example' }, 'website'],
      ['PATCH', `/deals/${ids.deal}`, { source: 'x' }, 'source'],
      ['PUT', '/people/by/email', { email: `${marker}@${marker}.example` }, 'field'],
    ] as const) {
      const answer = await call(blind, method, path, { body })
      expect([answer.status, answer.body.errors?.[0]?.path], `${method} ${path}`).toEqual([422, wrong])
    }
    const { results } = await ask<{ results: { status: number; problem: { errors: { path: string }[] } }[] }>(
      blind,
      'POST',
      '/people/batch',
      { body: { operations: [{ do: 'update', id: ids.person, values: { email: 'new@x.example' } }] } },
    )
    expect([results[0]?.status, results[0]?.problem.errors[0]?.path]).toEqual([422, 'email'])
    for (const [method, path, body] of [
      ['POST', `/people/${ids.person}/identities`, { kind: 'email', value: 'more@x.example' }],
      ['DELETE', `/people/${ids.person}/identities/email/second@${marker}.example`, undefined],
    ] as const)
      expect((await call(blind, method, path, body ? { body } : {})).status, path).toBe(403)
  })

  test('is not in the answer to a write, nor in its refusal', async () => {
    const changed = await call(blind, 'PATCH', `/people/${ids.person}`, { body: { jobTitle: 'CTO' } })
    expect([changed.status, tells(changed.text), changed.body.jobTitle]).toEqual([200, [], 'CTO'])
    const stale = await call(blind, 'PATCH', `/people/${ids.person}`, {
      body: { jobTitle: 'CEO' },
      headers: { 'if-match': '"1"' },
    })
    expect([stale.status, tells(stale.text), stale.body.current?.jobTitle]).toEqual([412, [], 'CTO'])
    const undone = await call(blind, 'POST', '/undo', { body: { events: [changed.headers.event] } })
    expect([undone.status, tells(undone.text)]).toEqual([200, []])
    const binned = await call(blind, 'DELETE', `/deals/${ids.deal}`)
    expect(binned.status).toBe(204)
    const restored = await call(blind, 'POST', `/deals/${ids.deal}/restore`)
    expect([restored.status, tells(restored.text)]).toEqual([200, []])
    expect(await ask(owner, 'GET', `/deals/${ids.deal}`)).toMatchObject({ amount: { amount: money } })
  })

  test('keeps who has the role from importing its type, where a file could ask by it', async () => {
    const mapping = {
      name: 'People',
      source: 'list',
      files: [
        { match: 'people.csv', recordType: 'person', fields: [{ field: 'firstName', column: 'name' }] },
      ],
    }
    expect((await call(blind, 'PUT', '/imports/mappings', { body: mapping })).status).toBe(403)
  })
})
