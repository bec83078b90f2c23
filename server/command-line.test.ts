import { spawn } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnyRecord } from '../contract/records/value.ts'
import { anonymous, password, testApp, type TestCaller } from '../tests/builders.ts'
import { emptyDatabase, testDatabase } from '../tests/database.ts'
import { temporaryFolder } from '../tests/postgres.ts'

/** A server that is running while the commands are typed. */
const database = await testDatabase()
const { ask, call, signIn } = await testApp({}, database)
let dataFolder = ''
beforeAll(async () => {
  dataFolder = await temporaryFolder()
})
afterAll(() => rm(dataFolder, { recursive: true, force: true }))

interface Typed {
  code: number | null
  out: string
  error: string
}

/** Types a command; `input` is what stands on standard input. */
async function type(
  args: string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Typed> {
  const { host, port, user, database: name } = database.connection
  const url = `postgres:///${name}?${new URLSearchParams({ host: String(host), port: String(port), user: String(user) })}`
  // The same sealing key as the server's, as on a real installation.
  const installation = { DATABASE_URL: url, THROUGHLINE_DATA: dataFolder, THROUGHLINE_KEY: '07'.repeat(32) }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'command-line.ts'), ...args], {
    env: { PATH: process.env.PATH, ...installation, ...env },
  })
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, out, error }
}

const setup = [
  'setup',
  '--company',
  'Acme',
  '--owner',
  'Olga Owner <olga@acme.example>',
  '--timezone',
  'Europe/Lisbon',
  '--currency',
  'eur',
]
const bearer = (key: string): TestCaller => ({ id: '', headers: { authorization: `Bearer ${key}` } })

test('help lists the commands, and tells of each', async () => {
  const [all, one, none] = await Promise.all([type(['--help']), type(['key', 'create', '--help']), type([])])
  expect(all).toMatchObject({ code: 0, error: '' })
  for (const name of [
    'setup',
    'user add',
    'key create',
    'import',
    'sample load',
    'sample remove',
    'backup',
    'restore',
  ])
    expect(all.out).toContain(`  ${name} `)
  expect(one).toMatchObject({ code: 0, error: '' })
  expect(one.out).toMatch(/Usage: .* key create --name NAME --scope SCOPE…/)
  expect(none).toMatchObject({ code: 2, out: '', error: all.out })
})

test('what is typed wrongly ends with 2 and says what would be right', { timeout: 60_000 }, async () => {
  const mistakes: [string[], RegExp][] = [
    [['setpu'], /There is no command “setpu”[^]*key create/],
    [['sample'], /“sample” is one of these:\n {2}sample load/],
    [['key', 'create', '--name', 'CI'], /--scope is missing: all, or TYPE:read/],
    [
      ['key', 'create', '--name', 'CI', '--scope', 'deals:read'],
      /--scope: Use all, TYPE:read or TYPE:write. The types are person, company, lead, deal/,
    ],
    [['key', 'create', '--name', 'CI', '--scope', 'everything'], /--scope: Use all, TYPE:read or TYPE:write/],
    [['sample', 'load', '--fast'], /--fast/],
    [['import', '--map', 'map.json'], /Name the files/],
    [[...setup, '--password', 'short'], /--password: Use at least 10 characters/],
    [
      [
        'setup',
        '--company',
        'A',
        '--owner',
        'nobody',
        '--currency',
        'euros',
        '--timezone',
        'Mars',
        '--password',
        password,
      ],
      /--timezone: .*\n--currency: .*\n--owner: /,
    ],
  ]
  const typed = await Promise.all(mistakes.map(([args]) => type(args)))
  for (const [i, [, says]] of mistakes.entries()) {
    expect(typed[i]).toMatchObject({ code: 2, out: '' })
    expect(typed[i]?.error).toMatch(says)
  }
})

test('a broken environment is told as such', async () => {
  expect(await type(['sample', 'load'], { env: { PORT: 'many' } })).toMatchObject({
    code: 2,
    error: expect.stringContaining('PORT must be'),
  })
})

test('a company is set up, filled and read beside a running server', { timeout: 60_000 }, async () => {
  const early = await type(['key', 'create', '--name', 'CI', '--scope', 'all'])
  expect(early).toMatchObject({ code: 1, out: '', error: expect.stringContaining('not set up yet') })

  expect(await type([...setup, '--password', '-'], { input: `${password}\nrest` })).toMatchObject({
    code: 0,
    error: '',
  })
  expect(await type([...setup, '--password', password])).toMatchObject({
    code: 1,
    error: expect.stringContaining('set up already'),
  })
  const owner = await signIn('olga@acme.example', password)
  const me = await ask(owner, 'GET', '/me')
  expect(me).toMatchObject({
    role: 'owner',
    organisation: { name: 'Acme', timeZone: 'Europe/Lisbon', currency: 'EUR' },
  })
  // As after the first visit in a browser, there is a pipeline to sell in.
  expect((await ask<{ data: AnyRecord[] }>(owner, 'GET', '/pipelines')).data).toHaveLength(1)

  const all = await type(['key', 'create', '--name', 'CI', '--scope', 'all'])
  expect(all).toMatchObject({ code: 0, out: expect.stringMatching(/^tl_\S{40}\n$/), error: '' })
  const some = await type([
    'key',
    'create',
    '--name',
    'Reader',
    '--scope',
    'person:read',
    '--scope',
    'deal:read',
  ])
  expect((await call(bearer(all.out.trim()), 'GET', '/keys')).status).toBe(200)
  expect((await call(bearer(some.out.trim()), 'GET', '/people')).status).toBe(200)
  expect((await call(bearer(some.out.trim()), 'GET', '/companies')).status).toBe(403)

  expect(await type(['sample', 'load'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('120 companies'),
  })
  expect(await type(['sample', 'load'])).toMatchObject({
    code: 1,
    out: '',
    error: expect.stringContaining('here already'),
  })
  // The owner is who looks around.
  const { data: tasks } = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/tasks', {
    query: { filter: { field: 'owner', op: 'is', value: owner.id } },
  })
  expect(tasks.length).toBeGreaterThan(5)

  const bea = [
    'user',
    'add',
    '--name',
    'Bea',
    '--email',
    'Bea@acme.example',
    '--role',
    'seller',
    '--team',
    'fleet sales',
  ]
  expect(await type(bea, { env: { THROUGHLINE_PASSWORD: password } })).toMatchObject({ code: 0, error: '' })
  expect(await ask(await signIn('bea@acme.example', password), 'GET', '/me')).toMatchObject({
    role: 'seller',
    user: { name: 'Bea', teamId: expect.any(String) },
  })
  expect(await type(bea)).toMatchObject({ code: 1, error: expect.stringContaining('already') })
  expect(await type(['user', 'add', '--name', 'Cy', '--team', 'Nobody’s'])).toMatchObject({
    code: 2,
    error: expect.stringContaining('Fleet sales'),
  })
  expect(await type(['user', 'add', '--name', 'Cy', '--role', 'boss'])).toMatchObject({
    code: 2,
    error: expect.stringContaining('--role'),
  })

  expect(await type(['sample', 'remove'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('120 companies'),
  })
  expect((await ask<{ data: AnyRecord[] }>(owner, 'GET', '/companies')).data).toEqual([])
  expect((await call(anonymous, 'GET', '/companies')).status).toBe(401)
})

test('files are imported by a mapping; refused rows are a failure', async () => {
  const [map, file, broken] = ['map.json', 'people.csv', 'broken.json'].map((name) =>
    join(dataFolder, name),
  ) as [string, string, string]
  const fields = [
    { field: 'lastName', column: 'name' },
    { field: 'email', column: 'mail' },
  ]
  await writeFile(
    map,
    JSON.stringify({
      name: 'People',
      source: 'list',
      files: [{ match: '*.csv', recordType: 'person', matchBy: ['email'], fields }],
    }),
  )
  await writeFile(file, 'name,mail\nAnders,anders@example.com\nBodil,bodil@example.com\n')
  await writeFile(broken, '{')
  expect(await type(['import', '--map', map, '--dry-run', file])).toMatchObject({
    code: 0,
    out: expect.stringContaining('2 new'),
  })
  expect(await type(['import', '--map', map, file])).toMatchObject({
    code: 0,
    out: expect.stringContaining('2 created'),
  })
  await writeFile(file, 'name,mail\nAnders,anders@example.com\nCarl,no address\n')
  expect(await type(['import', '--map', map, file])).toMatchObject({
    code: 1,
    out: expect.stringContaining('1 refused'),
  })
  expect(await type(['import', '--map', broken, file])).toMatchObject({
    code: 1,
    error: expect.stringContaining('cannot be read'),
  })
})

test('everything is backed up beside the running server, and restored into an empty database', async () => {
  const file = join(dataFolder, 'acme.throughline')
  expect(await type(['backup'])).toMatchObject({
    code: 2,
    error: expect.stringContaining('Name the one file'),
  })
  expect(await type(['backup', file])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/holds everything, [\d.]+ MB\. The sealing key is not in it/),
  })
  expect(await type(['backup', file])).toMatchObject({
    code: 1,
    error: expect.stringContaining('there already'),
  })
  // Where a company is, nothing is restored; nor is half a file anywhere.
  expect(await type(['restore', file])).toMatchObject({
    code: 1,
    error: expect.stringContaining('holds Acme'),
  })
  const { host, port, user, database: name } = await emptyDatabase()
  const url = `postgres:///${name}?${new URLSearchParams({ host: String(host), port: String(port), user: String(user) })}`
  const env = { DATABASE_URL: url }
  const half = join(dataFolder, 'half.throughline')
  await writeFile(half, (await readFile(file)).subarray(0, -1))
  expect(await type(['restore', half], { env })).toMatchObject({
    code: 1,
    error: expect.stringContaining('damaged or was cut short'),
  })
  expect(await type(['restore', file], { env })).toMatchObject({
    code: 0,
    error: '',
    out: expect.stringMatching(
      /^Acme is restored as of 20\d\d-.*: [\d,]+ rows in \d+ tables, \d+ files\.\n$/,
    ),
  })
  expect(await type(['restore', file], { env })).toMatchObject({ code: 1 })
}, 60_000)
