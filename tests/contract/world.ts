import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { recordTypes } from '../../contract/record-types.ts'
import { exampleOf, uniqueFields } from '../../contract/records/example.ts'
import type { Field } from '../../contract/records/field.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { exampleId } from '../../contract/values/id.ts'
import { workBulkEdit } from '../../server/records/bulk/jobs.ts'
import { unsubscribeToken } from '../../server/team/settings/rules.ts'
import { fresh, password, sealingKey, type TestCaller, type TestCompany } from '../builders.ts'
import type { Operation } from './document.ts'
import type { Made, Make, Needs, Sent } from './making.ts'
import { soldIn } from './sold.ts'

/** The smallest picture there is. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Makes the examples of operations true: the ids in them are those of things that are there. */
export function worldOf(company: TestCompany, folder: string) {
  const { owner, ask, call, db } = company
  const made = async (path: string, body: unknown): Promise<string> =>
    (await ask<{ id: string }>(owner, 'POST', path, { body })).id
  const mapping = {
    name: 'People of the shop',
    source: 'shop',
    files: [{ match: '*.csv', recordType: 'person', fields: [{ field: 'firstName', column: 'a' }] }],
  }
  const upload = async (): Promise<string> => {
    const answer = await call<{ id: string }>(owner, 'POST', '/imports/files', {
      query: { name: 'people.csv' },
      body: 'a,b\nAna,1\n',
      headers: { 'content-type': 'text/csv' },
    })
    return answer.body.id
  }
  const inserted = async (statement: ReturnType<typeof sql<{ id: string }>>): Promise<string> =>
    (await statement.execute(db)).rows[0]?.id ?? ''
  const pair = async (type: 'person' | 'company', make: Make) => {
    const [first, second] = [await make(type), await make(`other ${type}`)].toSorted()
    return inserted(sql<{
      id: string
    }>`insert into duplicate_pairs (type, first_id, second_id, score, reasons)
      values (${type}, ${first}, ${second}, 0.95, '{name}') returning id`)
  }
  const file = async (): Promise<string> => {
    const answer = await call<{ id: string }>(owner, 'POST', '/files', {
      query: { name: 'dot.png' },
      body: dot,
      headers: { 'content-type': 'application/octet-stream' },
    })
    return answer.body.id
  }
  const person = () => made('/people', { firstName: 'Ana', email: `ana${fresh()}@example.com` })
  const firm = () => made('/companies', { name: `Brilho ${fresh()}`, domain: `brilho${fresh()}.example` })
  const binned = async (): Promise<string> => {
    const id = await person()
    await ask(owner, 'DELETE', `/people/${id}`)
    return id
  }

  const sold = soldIn({ owner, ask, made })
  const things: Made = {
    person,
    company: firm,
    deal: async () => made('/deals', { name: 'Spring collection' }),
    lead: async (make) => made('/leads', { name: 'Asked for a price', person: await make('person') }),
    task: async () => made('/tasks', { subject: 'Send the offer' }),
    note: async (make) => made('/notes', { body: 'Spoke', person: await make('person') }),
    call: async () => made('/calls', { subject: 'About the offer' }),
    meeting: async () => made('/meetings', { subject: 'Visit', startsAt: '2026-03-02T09:30:00Z' }),
    product: async () => made('/products', { name: `Kit ${fresh()}` }),
    tax: async () => made('/taxes', { name: `Tax ${fresh()}` }),
    pricelist: async () => made('/pricelists', { name: `List ${fresh()}` }),
    price: async (make) =>
      made('/prices', {
        product: await made('/products', { name: `Kit ${fresh()}` }),
        pricelist: await make('pricelist'),
        amount: { amount: '12.50', currency: 'EUR' },
      }),
    quote: async (make) => made('/quotes', { deal: await make('deal') }),
    ...sold.things,
    pipeline: async () => made('/pipelines', { name: `Partners ${fresh()}` }),
    stage: async (make) => made('/stages', { name: `Talks ${fresh()}`, pipeline: await make('pipeline') }),
    user: async () => made('/users', { name: 'Rui', email: `rui${fresh()}@acme.example`, role: 'seller' }),
    team: async () => made('/teams', { name: `North ${fresh()}` }),
    keys: async () => made('/keys', { name: 'Shop', scopes: ['person:read'] }),
    views: async () =>
      made('/views', { type: 'person', name: 'Mine', definition: { columns: [{ field: 'email' }] } }),
    fields: async () => made('/fields', { recordType: 'person', type: 'text', label: `Note ${fresh()}` }),
    invitations: async () => made('/invitations', { role: 'seller', send: false }),
    'outgoing-addresses': async () => made('/outgoing-addresses', { address: `host${fresh()}.internal` }),
    webhooks: async () =>
      made('/webhooks', { name: 'Shop', url: 'http://127.0.0.1:9/hook', events: ['person.created'] }),
    delivery: async (make) =>
      inserted(sql<{
        id: string
      }>`insert into webhook_deliveries (id, webhook_id, event_id, event_type, subject_type, subject_id, body)
        values (new_id(), ${await make('webhooks')}, new_id(), 'person.created', 'person', new_id(), '{}') returning id`),
    imports: async () => made('/imports', { mapping, files: [await upload()] }),
    file: file,
    files: file,
    'bulk-edits': async (make) => {
      const body = {
        selection: { ids: [await make('person')] },
        changes: [{ field: 'jobTitle', do: 'set', value: 'Buyer' }],
      }
      const id = await made('/people/bulk-edits', body)
      await workBulkEdit(company.database, id)
      return id
    },
    backups: async () => {
      const file = `made-${fresh()}.throughline`
      await writeFile(join(folder, file), 'kept')
      return inserted(sql<{
        id: string
      }>`insert into backups (cause, state, file, bytes, progress, finished_at)
        values ('request', 'done', ${file}, 4, 1, now()) returning id`)
    },
    notifications: async () =>
      inserted(sql<{
        id: string
      }>`insert into notifications (user_id, kind, subject_type, subject_id, event_id)
        values (${owner.id}, 'mention', 'person', ${await person()}, new_id()) returning id`),
    'sign-in-providers': async () =>
      inserted(sql<{
        id: string
      }>`insert into sign_in_providers (name, issuer, client_id, client_secret, endpoints)
        values (${`Login ${fresh()}`}, ${`https://login${fresh()}.example.com`}, 'shop', 'sealed', '{}') returning id`),
    handovers: async (make) => {
      const to = { task: { user: await make('user') } }
      const leaving = await made('/users', { name: 'Leaving', email: `leaving${fresh()}@acme.example` })
      return made(`/users/${leaving}/handovers`, { to, deactivate: true })
    },
    events: async () => {
      const answer = await call(owner, 'POST', '/people', { body: { firstName: 'Undone' } })
      return String(answer.headers['event'])
    },
    bin: binned,
    entry: async (make) => {
      const { data } = await ask<{ data: { id: string }[] }>(
        owner,
        'GET',
        `/people/${await make('person')}/lifecycle`,
      )
      return data[0]?.id ?? ''
    },
  }

  const kinds = new Map(
    Object.keys(things).flatMap((kind) => [kind, `other ${kind}`].map((one) => [exampleId(one), one])),
  )
  const namedIds = /0199d6a4-3c00-7a00-8000-[0-9a-f]{12}/g

  const session = async (userId: string): Promise<string> => {
    const { rows } = await sql<{
      id: string
    }>`select s.id from sign_in_session s join users u on u.sign_in_id = s."userId"
      where u.id = ${userId} order by s."createdAt" desc limit 1`.execute(db)
    return rows[0]?.id ?? ''
  }
  const another = async (): Promise<TestCaller> => company.member('seller')
  const invitation = async () => {
    const { link } = await ask<{ link: string }>(owner, 'POST', '/invitations', {
      body: { role: 'seller', email: `new${fresh()}@acme.example`, send: false },
    })
    return new URL(link).hash.slice(1).replace(/^token=/, '') || new URL(link).searchParams.get('token') || ''
  }
  const merged = async (type: 'person' | 'company', plural: string, make: Make) => {
    await ask(owner, 'POST', `/${plural}/${await make(type)}/merge`, {
      body: { others: [await make(`other ${type}`)] },
    })
    const { data } = await ask<{ data: { id: string }[] }>(
      owner,
      'GET',
      `/${plural}/${await make(type)}/merges`,
    )
    return data[0]?.id ?? ''
  }
  const staged = async (type: 'person' | 'company', plural: string, make: Make) => {
    const id = await make(type)
    await ask(owner, 'PATCH', `/${plural}/${id}`, { body: { lifecycleStage: 'lead' } })
    const { data } = await ask<{ data: { id: string }[] }>(owner, 'GET', `/${plural}/${id}/lifecycle`)
    return data[0]?.id ?? ''
  }

  const role = async (): Promise<string> => {
    const body = { name: `Role ${fresh()}`, copyOf: 'viewer' }
    return (await ask<{ key: string }>(owner, 'POST', '/roles', { body })).key
  }

  /** The address of a sign-in provider that says what it is, and no more. */
  const issuer = async (): Promise<string> => {
    const provider = createServer((_, response) => {
      const at = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
      const says = {
        issuer: at,
        authorization_endpoint: `${at}/a`,
        token_endpoint: `${at}/t`,
        userinfo_endpoint: `${at}/u`,
      }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(says))
    }).listen(0, '127.0.0.1')
    provider.unref()
    await once(provider, 'listening')
    await call(owner, 'POST', '/outgoing-addresses', { body: { address: '127.0.0.1' } })
    return `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  }

  const lines = [{ name: 'Starter kit', quantity: '2', price: '100.00', discount: { percent: 2_000 } }]
  /** The link of a quote that was sent, and the hash of what it leads to. */
  const sentQuote = async (id: string) => {
    // What another call has set as limits holds nothing up.
    await ask(owner, 'PATCH', '/quote-settings', { body: { discountLimit: null, marginLimit: null } })
    const { link } = await ask<{ link: string }>(owner, 'POST', `/quotes/${id}/send`)
    const token = new URL(link).hash.slice(1)
    const { hash } = await ask<{ hash: string }>(owner, 'POST', '/public/quotes/open', { body: { token } })
    return { token, hash }
  }
  const draftedQuote = async (make: Make): Promise<string> => {
    const id = await make('quote')
    const validUntil = '2999-12-31'
    await ask(owner, 'PUT', `/quotes/${id}/draft`, { body: { lines, validUntil } })
    return id
  }
  /** A draft beyond the company's limit, whose approval has been asked for. */
  const heldQuote = async (make: Make, asked: boolean): Promise<Partial<Sent>> => {
    await ask(owner, 'PATCH', '/quote-settings', { body: { discountLimit: 1_000 } })
    const id = await draftedQuote(make)
    if (asked) await ask(owner, 'POST', `/quotes/${id}/approval`, { body: { reason: 'Five sites' } })
    return { params: { id } }
  }
  const answering =
    (hashed: boolean) =>
    async ({ body }: Sent, make: Make): Promise<Partial<Sent>> => {
      const { token, hash } = await sentQuote(await draftedQuote(make))
      return { body: { ...(body as object), token, ...(hashed && { hash }) } }
    }

  const needs: Needs = {
    ...sold.needs,
    'POST /quotes/{id}/send': async (_, make) => {
      await ask(owner, 'PATCH', '/quote-settings', { body: { discountLimit: null, marginLimit: null } })
      return { params: { id: await draftedQuote(make) } }
    },
    'POST /quotes/{id}/approval': (_, make) => heldQuote(make, false),
    'PUT /quotes/{id}/approval': (_, make) => heldQuote(make, true),
    ...Object.fromEntries(
      (['POST /quotes/{id}/draft', 'POST /quotes/{id}/links', 'DELETE /quotes/{id}/draft'] as const).map(
        (name): [string, Needs[string]] => [
          name,
          async (_, make) => {
            const id = await draftedQuote(make)
            await sentQuote(id)
            if (name.startsWith('DELETE')) await ask(owner, 'POST', `/quotes/${id}/draft`)
            return { params: { id } }
          },
        ],
      ),
    ),
    'POST /public/quotes/open': answering(false),
    'POST /public/quotes/ask': answering(false),
    'POST /public/quotes/accept': answering(true),
    'POST /public/quotes/decline': answering(true),
    'PUT /products/{id}/parts': async ({ params, body }) => {
      await ask(owner, 'PATCH', `/products/${params.id}`, { body: { bundle: 'sum' } })
      return { params, body }
    },
    'DELETE /taxes/{id}/rates/{fromOn}': async ({ params }) => {
      await ask(owner, 'PUT', `/taxes/${params.id}/rates/${params.fromOn}`, { body: { rate: 2_300 } })
      return { params }
    },
    'POST /invitations/open': async () => ({ body: { token: await invitation() } }),
    'POST /invitations/accept': async (sent) => ({
      body: { ...(sent.body as object), token: await invitation(), email: `joined${fresh()}@acme.example` },
    }),
    'DELETE /sessions/{session}': async () => {
      await company.signIn('olga@acme.example', password)
      return { params: { session: await session(owner.id) } }
    },
    'DELETE /users/{id}/sessions/{session}': async () => {
      const { id } = await another()
      return { params: { id, session: await session(id) } }
    },
    'DELETE /users/{id}/second-factor': async () => {
      const { id } = await another()
      await sql`insert into sign_in_two_factor (id, secret, "backupCodes", "userId")
        select id::text, 'sealed', 'sealed', sign_in_id from users where id = ${id}`.execute(db)
      return { params: { id } }
    },
    'POST /jobs/{id}/retry': async () => {
      const id = await inserted(sql<{ id: string }>`select id::text from graphile_worker.add_job('nothing')`)
      await sql`update graphile_worker._private_jobs set last_error = 'x', attempts = 25 where id = ${id}`.execute(
        db,
      )
      return { params: { id } }
    },
    'POST /imports/files/{id}/inspect': async () => ({ params: { id: await upload() } }),
    'DELETE /imports/mappings/{id}': async () => ({
      params: { id: (await ask<{ id: string }>(owner, 'PUT', '/imports/mappings', { body: mapping })).id },
    }),
    'POST /imports/{id}/undo': async ({ params }) => {
      await sql`update imports set state = 'done', mode = 'run' where id = ${params.id}`.execute(db)
      return { params }
    },
    'POST /imports': async ({ body }) => ({ body: { ...(body as object), files: [await upload()] } }),
    'PUT /imports/{id}': async ({ body }) => ({ body: { ...(body as object), files: [await upload()] } }),
    'POST /sign-in-providers': async ({ body }) => ({
      body: { ...(body as object), issuer: await issuer() },
    }),
    'POST /unsubscribe/{token}': async () => ({
      params: { token: unsubscribeToken(sealingKey, owner.id, 'digest') },
    }),
    'POST /people/{id}/erasure': async (_, make) => {
      // It waits for imports that are running.
      await sql`update imports set state = 'cancelled' where state not in ('draft', 'done')`.execute(db)
      return { body: { name: (await ask(owner, 'GET', `/people/${await make('person')}`)).title } }
    },
    'DELETE /people/{id}/identities/{kind}/{value}': async (_, make) => {
      const value = `further${fresh()}@example.com`
      const id = await make('person')
      await ask(owner, 'POST', `/people/${id}/identities`, { body: { kind: 'email', value } })
      return { params: { id, kind: 'email', value } }
    },
    'DELETE /companies/{id}/identities/{kind}/{value}': async (_, make) => {
      const value = `further${fresh()}.example`
      const id = await make('company')
      await ask(owner, 'POST', `/companies/${id}/identities`, { body: { kind: 'domain', value } })
      return { params: { id, kind: 'domain', value } }
    },
    'DELETE /people/{id}/employments/{company}': async ({ params }, make) => {
      await ask(owner, 'PUT', `/people/${await make('person')}/employments/${await make('company')}`, {
        body: {},
      })
      return { params }
    },
    'DELETE /exchange-rates/{currency}/{fromOn}': async () => {
      await ask(owner, 'PUT', '/exchange-rates/USD/2026-02-01', { body: { rate: '0.92' } })
      return { params: { currency: 'USD', fromOn: '2026-02-01' } }
    },
    'PATCH /roles/{key}': async () => ({ params: { key: await role() } }),
    'DELETE /roles/{key}': async () => ({ params: { key: await role() } }),
    'PATCH /people/{id}/lifecycle/{entry}': async ({ params }, make) => ({
      params: { ...params, entry: await staged('person', 'people', make) },
    }),
    'PATCH /companies/{id}/lifecycle/{entry}': async ({ params }, make) => ({
      params: { ...params, entry: await staged('company', 'companies', make) },
    }),
    'POST /people/{id}/merges/{merge}/undo': async ({ params }, make) => ({
      params: { ...params, merge: await merged('person', 'people', make) },
    }),
    'POST /companies/{id}/merges/{merge}/undo': async ({ params }, make) => ({
      params: { ...params, merge: await merged('company', 'companies', make) },
    }),
    ...Object.fromEntries(
      (['person', 'company'] as const).flatMap((type) => {
        const path = `/${type === 'person' ? 'people' : 'companies'}/duplicates`
        const paired: Needs[string] = async (_, make) => ({ params: { id: await pair(type, make) } })
        return [
          [`PUT ${path}/pairs/{id}/dismissal`, paired],
          [
            `DELETE ${path}/pairs/{id}/dismissal`,
            async (_: Sent, make: Make) => {
              const id = await pair(type, make)
              await ask(owner, 'PUT', `${path}/pairs/${id}/dismissal`)
              return { params: { id } }
            },
          ],
          [
            `POST ${path}/merge`,
            async (_: Sent, make: Make) => ({ body: { pairs: [await pair(type, make)] } }),
          ],
        ] as [string, Needs[string]][]
      }),
    ),
    ...Object.fromEntries(
      recordTypes.map(({ name, plural }): [string, Needs[string]] => [
        `POST /${plural}/{id}/restore`,
        async ({ params }, make) => {
          await ask(owner, 'DELETE', `/${plural}/${await make(name)}`)
          return { params }
        },
      ]),
    ),
  }

  /** The call that an operation's examples show, on things that are there. */
  async function sentBy(operation: Operation): Promise<Sent> {
    const known = new Map<string, Promise<string>>()
    const make: Make = (kind) => {
      const of = things[kind.replace(/^other /, '')]
      if (!of) throw new Error(`Say in tests/contract/world.ts how to make: ${kind}`)
      let id = known.get(kind)
      if (!id) known.set(kind, (id = of(make)))
      return id
    }
    const examples = (where: string) =>
      Object.fromEntries(
        operation.parameters.flatMap(({ in: at, name, example }) =>
          at === where && example !== undefined ? [[name, example]] : [],
        ),
      )
    const shown = { params: examples('path'), query: examples('query'), body: operation.body?.example }
    const need = needs[`${operation.method} ${operation.path}`]
    const text = JSON.stringify(shown)
    const ids = new Map<string, string>()
    for (const [id] of text.matchAll(namedIds)) {
      const kind = kinds.get(id)
      if (kind && !ids.has(id)) ids.set(id, await make(kind))
    }
    const placed = text.replaceAll(namedIds, (id) => ids.get(id) ?? id)
    const sent = JSON.parse(operation.method === 'GET' ? placed : unlike(placed)) as Sent
    return { ...sent, ...(await need?.(sent, make)) }
  }

  return { sentBy }
}

/** The examples of fields that no two records have alike. */
const alone = recordTypes.flatMap((type: RecordType) =>
  uniqueFields(type).map((name) => String(exampleOf(type.fields[name] as Field))),
)

/** The same text with other values where two records must not have the same one. */
const unlike = (text: string): string =>
  alone.reduce((left, value) => {
    const [word = '', domain] = value.split('@')
    return left.replaceAll(`"${value}"`, `"${word}${fresh()}${domain ? `@${domain}` : ''}"`)
  }, text)
