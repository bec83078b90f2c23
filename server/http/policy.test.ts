import { describe, expect, test } from 'vitest'
import type { Route } from '../../contract/http/route.ts'
import { recordTypes } from '../../contract/record-types.ts'
import type { BuiltInRole } from '../../contract/team/role.ts'
import { prepareJobs } from '../db/jobs.ts'
import { anonymous, testCompany, type TestCaller } from '../../tests/builders.ts'

const company = await testCompany()
const { server, call } = company
await prepareJobs(company.database.pool)

const customers = ['people', 'companies']
const activities = ['tasks', 'notes', 'calls', 'meetings', 'emails']
const settings = ['pipelines', 'stages', 'taxes', 'users', 'teams', 'legalentities']
const catalogue = ['products', 'pricelists', 'prices', 'objections']
const sold = ['orders', 'orderlines', 'invoices', 'payments', 'contracts']
const sales = ['leads', 'deals', 'quotes', ...sold]
const work = [...customers, ...activities, ...sales, 'competitors', ...catalogue]
const all = [...work, ...settings]

/** What each role may do at all, written down once more from what the roles are for. Everybody sees every type. */
const may: Record<BuiltInRole, Record<'create' | 'edit' | 'delete' | 'export', string[]>> = {
  owner: { create: all, edit: all, delete: all, export: all },
  administrator: { create: all, edit: all, delete: all, export: all },
  manager: { create: work, edit: work, delete: work, export: all },
  marketer: {
    create: [...customers, ...activities, 'competitors', 'leads'],
    edit: [...customers, ...activities, 'competitors', 'leads'],
    delete: [...customers, ...activities, 'competitors', 'leads'],
    export: [...customers, ...activities, 'competitors', 'leads'],
  },
  seller: {
    create: [...customers, ...activities, 'competitors', ...sales],
    edit: [...customers, ...activities, 'competitors', ...sales],
    delete: [...customers, ...activities, 'competitors', ...sales],
    export: [...customers, 'competitors', ...sales],
  },
  agent: {
    create: [...customers, ...activities, 'competitors', 'leads'],
    edit: [...customers, ...activities, 'competitors', 'leads'],
    delete: [...customers, ...activities, 'competitors', 'leads'],
    export: [...customers, 'competitors'],
  },
  viewer: { create: [], edit: [], delete: [], export: [] },
}

/** Who may call what is not about one record type. A new route has to be put here, by somebody who thinks about it. */
const others: Record<string, 'anyone' | 'caller' | 'administrator' | 'owner'> = {
  'GET /status': 'anyone',
  'POST /setup': 'anyone',
  'GET /openapi.json': 'anyone',
  'GET /me': 'caller',
  'GET /record-types': 'caller',
  'GET /search': 'caller',
  'GET /bin': 'caller',
  'POST /bin/restore': 'caller',
  'POST /bin/purge': 'administrator',
  'POST /undo': 'caller',
  'GET /bulk-edits': 'caller',
  'GET /bulk-edits/{id}': 'caller',
  'POST /bulk-edits/{id}/stop': 'caller',
  'POST /bulk-edits/{id}/undo': 'caller',
  'GET /bulk-edits/{id}/stayed': 'caller',
  'GET /live': 'caller',
  'POST /files': 'caller',
  'GET /files/{id}/content': 'caller',
  'GET /files/{id}/thumbnail': 'caller',
  'DELETE /files/{id}': 'caller',
  'GET /fields': 'caller',
  'POST /fields/preview': 'administrator',
  'GET /fields/calculations': 'administrator',
  'POST /fields/calculations/{recordType}': 'administrator',
  'DELETE /fields/calculations/{recordType}': 'administrator',
  'POST /fields': 'administrator',
  'PATCH /fields/{id}': 'administrator',
  'PUT /fields/order': 'administrator',
  'GET /fields/{id}/use': 'administrator',
  'POST /fields/{id}/retire': 'administrator',
  'POST /fields/{id}/restore': 'administrator',
  'GET /me/settings': 'caller',
  'PATCH /me/settings': 'caller',
  'POST /unsubscribe/{token}': 'anyone',
  'GET /mailbox': 'caller',
  'GET /mailbox/servers': 'caller',
  'PUT /mailbox': 'caller',
  'PATCH /mailbox': 'caller',
  'DELETE /mailbox': 'caller',
  'POST /mailbox/sync': 'caller',
  'POST /mailbox/history': 'caller',
  'DELETE /mailbox/history': 'caller',
  'POST /mailbox/earlier': 'caller',
  'GET /mailbox/messages': 'caller',
  'POST /mailbox/messages': 'caller',
  'POST /mailbox/messages/{id}/undo': 'caller',
  'POST /mailbox/messages/{id}/again': 'caller',
  'GET /mail-templates': 'caller',
  'POST /mail-templates': 'caller',
  'POST /mail-templates/fill': 'caller',
  'PATCH /mail-templates/{id}': 'caller',
  'DELETE /mail-templates/{id}': 'caller',
  'GET /views': 'caller',
  'POST /views': 'caller',
  'PATCH /views/{id}': 'caller',
  'DELETE /views/{id}': 'caller',
  'GET /notifications': 'caller',
  'GET /notifications/unread': 'caller',
  'POST /notifications/{id}/read': 'caller',
  'POST /notifications/read': 'caller',
  'GET /exchange-rates': 'caller',
  'PUT /exchange-rates/{currency}/{fromOn}': 'administrator',
  'DELETE /exchange-rates/{currency}/{fromOn}': 'administrator',
  'GET /my-day': 'caller',
  'GET /me/calendar-feed': 'caller',
  'POST /me/calendar-feed': 'caller',
  'DELETE /me/calendar-feed': 'caller',
  'GET /calendar/{token}': 'anyone',
  'GET /lead-settings': 'caller',
  'PATCH /lead-settings': 'administrator',
  'GET /exit-criteria': 'caller',
  'GET /deal-settings': 'caller',
  'PATCH /deal-settings': 'administrator',
  'GET /assignment-rules': 'caller',
  'PUT /assignment-rules': 'administrator',
  'GET /quote-settings': 'caller',
  'PATCH /quote-settings': 'administrator',
  'POST /public/quotes/open': 'anyone',
  'POST /public/quotes/pdf': 'anyone',
  'POST /public/quotes/ask': 'anyone',
  'POST /public/quotes/accept': 'anyone',
  'POST /public/quotes/decline': 'anyone',
  'PATCH /organisation': 'administrator',
  'POST /users/{id}/sign-in': 'administrator',
  'GET /roles': 'administrator',
  'GET /roles/names': 'caller',
  'POST /roles': 'administrator',
  'PATCH /roles/{key}': 'administrator',
  'DELETE /roles/{key}': 'administrator',
  'GET /invitations': 'administrator',
  'POST /invitations': 'administrator',
  'POST /invitations/{id}/resend': 'administrator',
  'DELETE /invitations/{id}': 'administrator',
  'POST /invitations/open': 'anyone',
  'POST /invitations/accept': 'anyone',
  'GET /sessions': 'caller',
  'DELETE /sessions': 'caller',
  'DELETE /sessions/{session}': 'caller',
  'GET /users/{id}/sessions': 'administrator',
  'DELETE /users/{id}/sessions': 'administrator',
  'DELETE /users/{id}/sessions/{session}': 'administrator',
  'DELETE /users/{id}/second-factor': 'administrator',
  'GET /users/{id}/belongings': 'administrator',
  'GET /users/{id}/handovers': 'administrator',
  'POST /users/{id}/handovers': 'administrator',
  'POST /handovers/{id}/undo': 'administrator',
  'GET /sign-in-providers/offered': 'anyone',
  'GET /sign-in-providers': 'administrator',
  'POST /sign-in-providers': 'administrator',
  'PATCH /sign-in-providers/{id}': 'administrator',
  'DELETE /sign-in-providers/{id}': 'administrator',
  'GET /audit-log': 'administrator',
  'GET /audit-log/export': 'administrator',
  'GET /keys': 'administrator',
  'POST /keys': 'administrator',
  'DELETE /keys/{id}': 'administrator',
  'POST /keys/{id}/renew': 'administrator',
  'POST /people/duplicates/search': 'administrator',
  'DELETE /people/duplicates/search': 'administrator',
  'POST /companies/duplicates/search': 'administrator',
  'DELETE /companies/duplicates/search': 'administrator',
  'GET /jobs/failed': 'administrator',
  'POST /jobs/{id}/retry': 'administrator',
  'GET /outbox': 'administrator',
  'GET /people/{id}/personal-data': 'administrator',
  'GET /operations/status': 'administrator',
  'GET /backups': 'administrator',
  'PUT /backups/schedule': 'administrator',
  'POST /backups': 'administrator',
  'GET /backups/{id}/file': 'owner',
  'DELETE /backups/{id}': 'administrator',
  'POST /people/{id}/erasure': 'administrator',
  'GET /outgoing-addresses': 'administrator',
  'POST /outgoing-addresses': 'owner',
  'DELETE /outgoing-addresses/{id}': 'owner',
  'GET /webhooks': 'administrator',
  'POST /webhooks': 'administrator',
  'PATCH /webhooks/{id}': 'administrator',
  'DELETE /webhooks/{id}': 'administrator',
  'POST /webhooks/{id}/secret': 'administrator',
  'POST /webhooks/{id}/test': 'administrator',
  'GET /webhooks/{id}/deliveries': 'administrator',
  'GET /webhooks/{id}/deliveries/{deliveryId}': 'administrator',
  'POST /webhooks/{id}/replay': 'administrator',
  'POST /sample': 'administrator',
  'DELETE /sample': 'administrator',
}
/** What a handler decides by itself, because it depends on what is sent: tested where it is. */
const decidedInside = /^\/(imports|metrics|sales-costs|leader-board|forecast|quotas)(\/|$)/

/** Does more than a test of permissions should, or never ends. */
const notCalled = new Set(['POST /sample', 'DELETE /sample', 'GET /live'])

const nameOf = (route: Route) => `${route.method} ${route.path}`

/** What a route of a record type asks, told by its method and path alone. */
function asked(
  route: Route,
): { plural: string; action: 'see' | 'create' | 'edit' | 'delete' | 'export' } | null {
  const [, plural = '', second, third] = route.path.split('/')
  // Who may log calls may call lists through.
  if (plural === 'call-lists') return { plural: 'calls', action: route.method === 'GET' ? 'see' : 'create' }
  // Whoever may write emails may send the invoices that they see.
  if (nameOf(route) === 'POST /invoices/{id}/mail') return { plural: 'emails', action: 'create' }
  if (!all.includes(plural) || others[nameOf(route)]) return null
  if (route.method === 'GET') return { plural, action: second === 'export' ? 'export' : 'see' }
  if (second === undefined || second === 'by') return { plural, action: 'create' }
  if (second === 'batch') return { plural, action: 'see' }
  if (third === undefined) return { plural, action: route.method === 'DELETE' ? 'delete' : 'edit' }
  return { plural, action: third === 'restore' ? 'delete' : 'edit' }
}

const nothing = '01a2014b-d59b-786b-936d-31538f84bb8c'
const pathOf = (route: Route) =>
  route.path.replace(
    /\{(\w+)\}/g,
    (_, name: string) =>
      ({ field: 'email', currency: 'USD', fromOn: '2026-01-01', kind: 'email', value: 'x' })[name] ?? nothing,
  )

/** Answers that say the caller may, and something else is amiss: nothing is there, nothing was sent. */
async function permitted(who: TestCaller, route: Route): Promise<string> {
  const { status } = await call(who, route.method, pathOf(route), route.body ? { body: {} } : {})
  if (status === 401) return 'sign in'
  if (status === 403) return 'no'
  expect(status, `${nameOf(route)} answered ${status}`).toBeLessThan(500)
  return 'yes'
}

async function compare(who: TestCaller, expected: (route: Route) => 'yes' | 'no' | 'sign in'): Promise<void> {
  const wrong: string[] = []
  for (const route of server.bound) {
    if (decidedInside.test(route.path)) continue
    const should = expected(route)
    if (should === 'yes' && notCalled.has(nameOf(route))) continue
    const is = await permitted(who, route)
    if (is !== should) wrong.push(`${nameOf(route)}: ${is}, should be ${should}`)
  }
  expect(wrong).toEqual([])
}

test('every route is either of a record type or in the table above', () => {
  const unknown = server.bound
    .filter((route) => !asked(route) && !others[nameOf(route)] && !decidedInside.test(route.path))
    .map(nameOf)
  expect(unknown).toEqual([])
  expect(recordTypes.map(({ plural }) => plural).sort()).toEqual(all.toSorted())
})

test('without sign-in only what is for anyone answers', async () => {
  await compare(anonymous, (route) => (others[nameOf(route)] === 'anyone' ? 'yes' : 'sign in'))
  for (const route of server.bound.filter(({ path }) => decidedInside.test(path)))
    expect(await permitted(anonymous, route), nameOf(route)).toBe('sign in')
})

describe('a role may call what it should and nothing else', () => {
  test.each(Object.keys(may) as BuiltInRole[])('%s', async (role) => {
    const who = role === 'owner' ? company.owner : await company.member(role)
    const runs = role === 'owner' || role === 'administrator'
    await compare(who, (route) => {
      const other = others[nameOf(route)]
      if (other === 'owner') return role === 'owner' ? 'yes' : 'no'
      if (other) return other === 'administrator' && !runs ? 'no' : 'yes'
      const { plural, action } = asked(route) as NonNullable<ReturnType<typeof asked>>
      return action === 'see' || may[role][action].includes(plural) ? 'yes' : 'no'
    })
  })
})

test('an own role may call what the company says and nothing else, field by field as well', async () => {
  const { key } = await company.ask<{ key: string }>(company.owner, 'POST', '/roles', {
    body: { name: 'Catalogue keeper', copyOf: 'seller' },
  })
  const none = { see: 'none', create: false, edit: 'none', delete: 'none', export: false }
  const full = { see: 'all', create: true, edit: 'all', delete: 'all', export: true }
  await company.ask(company.owner, 'PATCH', `/roles/${key}`, {
    body: {
      permissions: {
        deal: none,
        product: full,
        pipeline: { ...full, delete: 'none' },
        person: { ...full, export: false },
      },
      fields: { person: { jobTitle: 'hidden', phone: 'read' }, company: { employees: 'hidden' } },
      rights: [],
    },
  })
  const kept = [...customers, ...activities, 'competitors', 'leads', 'quotes', ...sold]
  const keeper = {
    see: all.filter((plural) => plural !== 'deals'),
    create: [...kept, 'products', 'pipelines'],
    edit: [...kept, 'products', 'pipelines'],
    delete: [...kept, 'products'],
    export: ['companies', 'competitors', 'leads', 'quotes', ...sold, 'products', 'pipelines'],
  }
  await compare(await company.member(key), (route) => {
    const other = others[nameOf(route)]
    if (other) return other === 'administrator' || other === 'owner' ? 'no' : 'yes'
    const { plural, action } = asked(route) as NonNullable<ReturnType<typeof asked>>
    return keeper[action].includes(plural) ? 'yes' : 'no'
  })
})

describe('a key may call what its scopes say and nothing else', () => {
  const names = recordTypes.map(({ name }) => name)
  const write = new Set(['create', 'edit', 'delete'])
  test.each<[string, string[], (plural: string, action: string) => boolean]>([
    ['all', ['all'], () => true],
    ['every type to read', names.map((name) => `${name}:read`), (_, action) => !write.has(action)],
    ['every type to write', names.map((name) => `${name}:write`), () => true],
    ['deals to read', ['deal:read'], (plural, action) => plural === 'deals' && !write.has(action)],
    ['people to write', ['person:write'], (plural) => plural === 'people'],
  ])('%s', async (_, scopes, allows) => {
    const key = await company.key(scopes)
    await compare(key, (route) => {
      const other = others[nameOf(route)]
      // Views and sessions are a member's own.
      if (route.path.startsWith('/sessions') && route.method !== 'GET') return 'no'
      if (/\/views/.test(route.path) && route.method !== 'GET') return route.method === 'POST' ? 'yes' : 'no'
      if (other === 'owner') return 'no'
      if (other) return other === 'administrator' && !scopes.includes('all') ? 'no' : 'yes'
      const { plural, action } = asked(route) as NonNullable<ReturnType<typeof asked>>
      return allows(plural, action) ? 'yes' : 'no'
    })
  })
})

describe('nobody makes themselves more than they are', () => {
  test('a key for some types makes no keys, no passwords and no members who run the company', async () => {
    const key = await company.key(['person:write', 'user:write'])
    expect((await call(key, 'POST', '/keys', { body: { name: 'More', scopes: ['all'] } })).status).toBe(403)
    expect(
      (
        await call(key, 'POST', `/users/${company.owner.id}/sign-in`, {
          body: { password: 'a new password' },
        })
      ).status,
    ).toBe(403)
    for (const role of ['owner', 'administrator'])
      expect((await call(key, 'POST', '/users', { body: { name: 'X', role } })).status).toBe(422)
    const seller = await company.ask(company.owner, 'POST', '/users', { body: { name: 'S', role: 'seller' } })
    expect(
      (await call(key, 'PATCH', `/users/${seller.id}`, { body: { role: 'administrator' } })).status,
    ).toBe(422)
    expect((await call(key, 'PATCH', `/users/${seller.id}`, { body: { role: 'manager' } })).status).toBe(200)
    expect(
      (await call(key, 'PATCH', `/users/${company.owner.id}`, { body: { email: 'mine@evil.example' } }))
        .status,
    ).toBe(403)
  })

  test('an administrator neither makes an owner nor touches one', async () => {
    const administrator = await company.member('administrator')
    const { owner } = company
    expect((await call(administrator, 'POST', '/users', { body: { name: 'X', role: 'owner' } })).status).toBe(
      422,
    )
    expect(
      (await call(administrator, 'PATCH', `/users/${administrator.id}`, { body: { role: 'owner' } })).status,
    ).toBe(422)
    for (const body of [{ role: 'viewer' }, { active: false }, { email: 'mine@evil.example' }])
      expect(
        (await call(administrator, 'PATCH', `/users/${owner.id}`, { body })).status,
        JSON.stringify(body),
      ).toBe(403)
    expect((await call(administrator, 'DELETE', `/users/${owner.id}`)).status).toBe(403)
    expect(
      (
        await call(administrator, 'POST', `/users/${owner.id}/sign-in`, {
          body: { password: 'taken over now' },
        })
      ).status,
    ).toBe(403)
    const batch = await company.ask<{ results: { status: number }[] }>(
      administrator,
      'POST',
      '/users/batch',
      {
        body: {
          operations: [
            { do: 'update', id: owner.id, values: { role: 'viewer' } },
            { do: 'delete', id: owner.id },
            { do: 'upsert', by: 'email', values: { email: 'olga@acme.example', role: 'viewer' } },
          ],
        },
      },
    )
    expect(batch.results.map(({ status }) => status)).toEqual([403, 403, 403])
    expect(await company.ask(owner, 'GET', `/users/${owner.id}`)).toMatchObject({
      role: 'owner',
      active: true,
      deletedAt: null,
    })
  })

  test('the last owner cannot leave, be demoted or be deleted; with a second one they can', async () => {
    const { owner } = company
    for (const [method, body] of [
      ['PATCH', { role: 'manager' }],
      ['PATCH', { active: false }],
      ['DELETE', undefined],
    ] as const) {
      const answer = await call(owner, method, `/users/${owner.id}`, body ? { body } : {})
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'role'])
    }
    const second = await company.member('owner')
    expect((await call(second, 'PATCH', `/users/${owner.id}`, { body: { role: 'manager' } })).status).toBe(
      200,
    )
    expect((await call(second, 'DELETE', `/users/${second.id}`)).status).toBe(422)
    expect((await call(second, 'PATCH', `/users/${owner.id}`, { body: { role: 'owner' } })).status).toBe(200)
  })

  test('a manager sees the team and changes nobody', async () => {
    const manager = await company.member('manager')
    expect((await call(manager, 'GET', '/users')).status).toBe(200)
    expect((await call(manager, 'PATCH', `/users/${manager.id}`, { body: { role: 'owner' } })).status).toBe(
      403,
    )
    expect((await call(manager, 'POST', '/users', { body: { name: 'X' } })).status).toBe(403)
    const { results } = await company.ask<{ results: { status: number }[] }>(
      manager,
      'POST',
      '/users/batch',
      { body: { operations: [{ do: 'update', id: manager.id, values: { role: 'owner' } }] } },
    )
    expect(results[0]?.status).toBe(403)
  })

  test('of two owners who demote each other at once, one stays', async () => {
    const [a, b] = [await company.member('owner'), await company.member('owner')]
    await company.ask(a, 'PATCH', `/users/${company.owner.id}`, { body: { role: 'seller' } })
    const { data } = await company.ask<{ data: { id: string }[] }>(a, 'GET', '/users', {
      query: { filter: { field: 'role', op: 'is', value: 'owner' } },
    })
    for (const { id } of data.filter(({ id }) => id !== a.id && id !== b.id))
      await company.ask(a, 'PATCH', `/users/${id}`, { body: { role: 'seller' } })
    const answers = await Promise.all([
      call(a, 'PATCH', `/users/${b.id}`, { body: { role: 'viewer' } }),
      call(b, 'PATCH', `/users/${a.id}`, { body: { role: 'viewer' } }),
    ])
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1)
    const left = await Promise.all(
      [a, b].map(
        async ({ id }) => (await call(answers[0]?.status === 200 ? a : b, 'GET', `/users/${id}`)).body.role,
      ),
    )
    expect(new Set(left)).toEqual(new Set(['owner', 'viewer']))
  })
})
