import type { AddressInfo } from 'node:net'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { expect, onTestFinished, test } from 'vitest'
import sharp from 'sharp'
import { testCompany } from '../../../tests/builders.ts'
import { image } from '../../../tests/files.ts'

const company = await testCompany()
const { owner, ask, call, server } = company
await server.listen({ host: '127.0.0.1', port: 0 })
const address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/mcp`

interface Said {
  isError?: boolean
  content: { type: string; text: string }[]
}

async function agent(scopes = ['all']) {
  const { headers } = await company.key(scopes)
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(new StreamableHTTPClientTransport(new URL(address), { requestInit: { headers } }))
  onTestFinished(() => client.close())
  const use = async (name: string, args: Record<string, unknown> = {}) =>
    (await client.callTool({ name, arguments: args })) as Said
  /** What a tool answered, read. */
  const read = async <T = Record<string, unknown>>(name: string, args: Record<string, unknown> = {}) => {
    const said = await use(name, args)
    expect(said.isError, said.content[0]?.text).toBeFalsy()
    return JSON.parse(said.content[0]?.text ?? '') as T
  }
  return { client, use, read }
}

test('an agent finds a person, writes on the timeline and reads a metric with its definition', async () => {
  const { read } = await agent()
  const person = await company.person({
    firstName: 'Mira',
    lastName: 'Agentova',
    email: 'mira@agent.example',
  })
  expect((await read('search', { q: 'mira@agent.example' }))['data']).toMatchObject([{ id: person.id }])
  expect(
    (
      await read('list_records', {
        type: 'person',
        filter: { field: 'lastName', op: 'is', value: 'Agentova' },
        fields: ['email'],
      })
    )['data'],
  ).toMatchObject([{ id: person.id, email: 'mira@agent.example' }])
  await read('log_activity', { kind: 'note', person: person.id, values: { body: 'Called back' } })
  const timeline = JSON.stringify(await read('get_timeline', { type: 'person', id: person.id }))
  expect(timeline).toContain('Called back')
  expect(timeline).toContain('"origin":"api"')
  const listed = await read<{ data: { slug: string; definition: string }[] }>('list_metrics')
  expect(listed.data.find(({ slug }) => slug === 'sales.deals-won')?.definition).toMatch(/deals/)
  expect(
    await read('get_metric', { slug: 'sales.deals-won', from: '2026-01-01', to: '2027-01-01' }),
  ).toMatchObject({
    value: 0,
    n: 0,
  })
})

test('it creates, changes against the version it read, and deletes into the bin', async () => {
  const { read, use } = await agent()
  const made = await read('create_record', { type: 'company', values: { name: 'Agent works' } })
  const id = made['id'] as string
  await read('update_record', {
    type: 'company',
    id,
    values: { name: 'Agent Works Ltd' },
    version: made['version'],
  })
  const late = await use('update_record', {
    type: 'company',
    id,
    values: { name: 'x' },
    version: made['version'],
  })
  expect([late.isError, late.content[0]?.text]).toEqual([true, expect.stringContaining('412')])
  expect((await use('delete_record', { type: 'company', id })).content[0]?.text).toBe('Done')
  const { data } = await ask<{ data: { id: string }[] }>(owner, 'GET', '/companies', { query: { bin: true } })
  expect(data.map((one) => one.id)).toContain(id)
})

test('what it sends wrong is answered by field, and what is no argument before that', async () => {
  const { use } = await agent()
  const refused = await use('create_record', { type: 'person', values: { email: 'nonsense', shoeSize: 41 } })
  expect(refused.isError).toBe(true)
  for (const part of ['422', 'email:', 'shoeSize:']) expect(refused.content[0]?.text).toContain(part)
  expect((await use('get_record', { type: 'person', id: '../users' })).isError).toBe(true)
  expect((await use('get_record', { type: 'nonsense', id: crypto.randomUUID() })).isError).toBe(true)
})

test('it may what its key may', async () => {
  const { use, read } = await agent(['person:read'])
  expect((await read('list_records', { type: 'person' }))['data']).toBeInstanceOf(Array)
  for (const [tool, args] of [
    ['list_records', { type: 'deal' }],
    ['create_record', { type: 'person', values: { firstName: 'X' } }],
    ['delete_record', { type: 'person', id: (await company.person()).id }],
  ] as const)
    expect((await use(tool, args)).content[0]?.text, tool).toContain('403')
})

test('an agent gives a record files and reads them', async () => {
  const { read, use } = await agent()
  const letter = await read('upload_file', { name: 'letter.txt', text: 'Dear Ana, até já' })
  const picture = await image('png', { width: 1_200, height: 600 })
  const photo = await read('upload_file', { name: 'me.png', base64: picture.toString('base64') })
  const person = await read('create_record', {
    type: 'person',
    values: { firstName: 'Filed', photo: { id: photo['id'] }, files: [{ id: letter['id'] }] },
  })
  expect(person).toMatchObject({ photo, files: [letter] })
  expect((await use('read_file', { id: letter['id'] })).content).toEqual([
    { type: 'text', text: 'Dear Ana, até já' },
  ])
  const [shown] = (await use('read_file', { id: photo['id'] })).content as unknown as { data: string }[]
  expect(await sharp(Buffer.from(shown?.data ?? '', 'base64')).metadata()).toMatchObject({ width: 1_000 })
  const stranger = await agent(['deal:read'])
  expect(await stranger.use('read_file', { id: letter['id'] })).toMatchObject({ isError: true })
})

test('tools that overwrite say so, and those that read too', async () => {
  const { client } = await agent()
  const { tools } = await client.listTools()
  const hints = Object.fromEntries(tools.map(({ name, annotations }) => [name, annotations]))
  expect(tools.filter(({ annotations }) => annotations?.destructiveHint).map(({ name }) => name)).toEqual([
    'update_record',
    'delete_record',
  ])
  expect(hints['search']?.readOnlyHint).toBe(true)
  expect(hints['create_record']).toMatchObject({ readOnlyHint: false, destructiveHint: false })
  for (const { name, description, inputSchema } of tools) {
    expect(description, name).toBeTruthy()
    expect(inputSchema.type, name).toBe('object')
  }
})

test('nobody comes in without a key, not even a member signed in', async () => {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
  expect((await call({ id: '', headers: {} }, 'POST', '/mcp', { body })).status).toBe(401)
  expect((await call(owner, 'POST', '/mcp', { body })).status).toBe(403)
  const revoked = await company.key()
  await ask(owner, 'DELETE', `/keys/${revoked.id}`)
  await expect.poll(async () => (await call(revoked, 'POST', '/mcp', { body })).status).toBe(401)
})
