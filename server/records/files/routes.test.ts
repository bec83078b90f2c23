import { rm } from 'node:fs/promises'
import { createConnection, type AddressInfo } from 'node:net'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync, crc32 } from 'node:zlib'
import { sql } from 'kysely'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import type { FileValue } from '../../../contract/records/file.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { prepareJobs } from '../../db/jobs.ts'
import { fresh, testCompany, type TestCaller } from '../../../tests/builders.ts'
import { image, pdf } from '../../../tests/files.ts'
import { temporaryFolder } from '../../../tests/postgres.ts'
import { emptyDeleted, sweepFiles } from './commands.ts'
import { openStores } from './stores.ts'

const dataFolder = await temporaryFolder()
afterAll(() => rm(dataFolder, { recursive: true, force: true }))
const app = await testCompany({ dataFolder })
const { server, owner, ask, call, db, database } = app
await prepareJobs(database.pool)
const stores = openStores({ dataFolder })

const send = (who: TestCaller, name: string, content: Buffer | string, query: Record<string, unknown> = {}) =>
  call<FileValue>(who, 'POST', '/files', {
    query: { name, ...query },
    body: Buffer.from(content),
    headers: { 'content-type': 'application/octet-stream' },
  })
const upload = async (name: string, content: Buffer | string, who = owner): Promise<FileValue> => {
  const answer = await send(who, name, content)
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const get = (who: TestCaller, id: string, what = 'content', headers: Record<string, string> = {}) =>
  server.inject({ url: `/api/v1/files/${id}/${what}`, headers: { ...who.headers, ...headers } })
const stored = async () =>
  (await readdir(join(dataFolder, 'files'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
const passing = (id: string, days: number) =>
  sql`update files set removed_at = removed_at - make_interval(days => ${days}),
    created_at = created_at - make_interval(days => ${days}) where id = ${id}`.execute(db)

test('a file is uploaded, given to a record, read with it and downloaded', async () => {
  const content = await image()
  const photo = await upload('Ana at work.png', content)
  expect(photo).toEqual({
    id: photo.id,
    name: 'Ana at work.png',
    size: content.length,
    mediaType: 'image/png',
  })
  const offer = await upload('Offer "5%" für Ana.pdf', pdf)
  const person = await app.person({ photo: { id: photo.id }, files: [{ id: offer.id }] })
  expect(person.photo).toEqual(photo)
  expect(person.files).toEqual([offer])
  const again = await ask(owner, 'GET', `/people/${person.id}`)
  expect(again.photo).toEqual(photo)

  const shown = await get(owner, photo.id, 'content?inline=true')
  expect(shown.rawPayload.equals(content)).toBe(true)
  expect(shown.headers).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': `inline; filename="Ana at work.png"; filename*=UTF-8''Ana%20at%20work.png`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-cache',
  })
  expect(shown.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/)
  const kept = await get(owner, offer.id)
  expect(kept.headers['content-disposition']).toBe(
    `attachment; filename="Offer _5__ f_r Ana.pdf"; filename*=UTF-8''Offer%20%225%25%22%20f%C3%BCr%20Ana.pdf`,
  )
  const unchanged = await get(owner, offer.id, 'content', { 'if-none-match': String(kept.headers.etag) })
  expect([unchanged.statusCode, unchanged.body]).toEqual([304, ''])
})

test('what was read is sent back and changes nothing', async () => {
  const file = await upload('a.txt', 'hello')
  const person = await app.person({ files: [{ id: file.id }] })
  const after = await ask(owner, 'PATCH', `/people/${person.id}`, {
    body: { files: [{ ...file, name: 'b.exe', size: 1, mediaType: 'text/html' }] },
  })
  expect(after).toMatchObject({ version: person.version, files: [file] })
})

test('parts of a file are answered', async () => {
  const file = await upload('digits.txt', '0123456789')
  const part = async (range: string) => {
    const answer = await get(owner, file.id, 'content', { range })
    return [answer.statusCode, answer.body, answer.headers['content-range']]
  }
  expect(await part('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10'])
  expect(await part('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10'])
  expect(await part('bytes=-2')).toEqual([206, '89', 'bytes 8-9/10'])
  expect(await part('bytes=0-1,4-5')).toEqual([200, '0123456789', undefined])
  expect((await part('bytes=10-'))[0]).toBe(416)
})

test('a thumbnail is small, square, upright and without what the camera wrote', async () => {
  const turned = await sharp(await image('jpeg', { width: 400, height: 200 }))
    .withMetadata({ orientation: 6 })
    .toBuffer()
  const file = await upload('turned.jpg', turned)
  const small = await get(owner, file.id, 'thumbnail')
  expect(small.headers['content-type']).toBe('image/webp')
  expect(await sharp(small.rawPayload).metadata()).toMatchObject({ width: 96, height: 96, format: 'webp' })
  const large = await sharp((await get(owner, file.id, 'thumbnail?size=large')).rawPayload).metadata()
  expect([large.width, large.height, large.exif]).toEqual([200, 400, undefined])
  expect(await stored()).toContain(`${file.id}.small.webp`)
  expect((await get(owner, (await upload('a.txt', 'a')).id, 'thumbnail')).statusCode).toBe(404)
})

/** A PNG of black alone, which hardly takes any room. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    check.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, check])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([1, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

test('an image that would unpack into gigabytes is kept, and never unpacked', async () => {
  const harmless = await upload('harmless.png', bomb(1_000, 1_000))
  expect((await get(owner, harmless.id, 'thumbnail')).statusCode).toBe(200)
  const file = await upload('bomb.png', bomb(10_000, 6_000))
  expect([file.mediaType, file.size < 20_000]).toEqual(['image/png', true])
  expect((await get(owner, file.id, 'thumbnail')).statusCode).toBe(404)
})

test('what a browser might run is never shown, whatever it is called', async () => {
  for (const [name, content, mediaType] of [
    ['photo.png', '<!doctype html><script>alert(1)</script>', 'text/html'],
    [
      'logo.svg',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
      'image/svg+xml',
    ],
    ['page.html', '\n<html>', 'text/html'],
  ] as const) {
    const file = await upload(name, content)
    expect(file.mediaType).toBe(mediaType)
    const { headers } = await get(owner, file.id, 'content?inline=true')
    expect(headers['content-type']).toBe('application/octet-stream')
    expect(headers['content-disposition']).toMatch(/^attachment/)
    expect(headers['content-security-policy']).toMatch(/^sandbox/)
    const { errors } = (
      await call(owner, 'POST', '/people', { body: { firstName: 'X', photo: { id: file.id } } })
    ).body
    expect(errors?.[0]).toMatchObject({ path: 'photo', message: expect.stringContaining('PNG, JPEG') })
    expect((await send(owner, name, content, { recordType: 'person', field: 'photo' })).status).toBe(422)
  }
})

test('a name is only a name', async () => {
  const names = [
    '../../etc/passwd',
    'C:\\windows\\system.ini',
    '..',
    'a\u0000b\r\nc.txt',
    'invoice\u202Efdp.exe',
    `${'x'.repeat(400)}.txt`,
  ]
  const cleaned = []
  for (const name of names) cleaned.push((await upload(name, 'x')).name)
  expect(cleaned.slice(0, 5)).toEqual(['passwd', 'system.ini', 'file', 'abc.txt', 'invoicefdp.exe'])
  expect(cleaned[5]).toMatch(/^x{196}\.txt$/)
})

test('a file is as large as its field takes, and not empty', async () => {
  const field = { recordType: 'person', field: 'photo' }
  const large = Buffer.concat([await image(), Buffer.alloc(10 * 1_048_576)])
  expect((await send(owner, 'large.png', large, field)).status).toBe(413)
  const file = await upload('large.png', large)
  const refused = await call(owner, 'POST', '/people', { body: { firstName: 'X', photo: { id: file.id } } })
  expect(refused.body.errors?.[0]).toEqual({
    path: 'photo',
    message: 'The file is larger than this field takes',
  })
  expect((await send(owner, 'none.txt', '')).status).toBe(422)
  expect((await send(owner, 'a.txt', 'a', { recordType: 'person', field: 'nothing' })).status).toBe(422)
})

test('a connection that is cut leaves nothing behind', async () => {
  await server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.address() as AddressInfo
  const before = await stored()
  const socket = createConnection(port, '127.0.0.1')
  socket.write(
    `POST /api/v1/files?name=cut.bin HTTP/1.1\r\nhost: localhost\r\ncookie: ${owner.headers['cookie']}\r\nsec-fetch-site: same-origin\r\ncontent-type: application/octet-stream\r\ncontent-length: 1000000\r\n\r\n`,
  )
  socket.write('half of it')
  await expect.poll(async () => (await stored()).length).toBe(before.length + 1)
  socket.destroy()
  await expect.poll(stored).toEqual(before)
  const { rows } = await sql`select from files where name = 'cut.bin'`.execute(db)
  expect(rows).toEqual([])
})

test('who sends too much over a line hears why', async () => {
  const { port } = server.server.address() as AddressInfo
  const answer = await fetch(
    `http://127.0.0.1:${port}/api/v1/files?name=large.png&recordType=person&field=photo`,
    {
      method: 'POST',
      headers: { ...owner.headers, 'content-type': 'application/octet-stream' },
      body: Buffer.concat([await image(), Buffer.alloc(20 * 1_048_576)]),
    },
  )
  expect([answer.status, ((await answer.json()) as { title: string }).title]).toEqual([413, 'Too large'])
  expect((await readdir(join(dataFolder, 'files/incoming'))).length).toBe(0)
})

test('a caller gives what they uploaded themselves, and gives it once', async () => {
  const rep = await app.member('seller')
  const mine = await upload('mine.txt', 'mine')
  const refused = await call(rep, 'POST', '/people', { body: { firstName: 'X', files: [{ id: mine.id }] } })
  expect(refused.body.errors).toEqual([
    { path: 'files.0', message: 'This file is not there any more. Choose it again' },
  ])
  expect((await get(rep, mine.id)).statusCode).toBe(404)
  const person = await app.person({ files: [{ id: mine.id }] })
  const other = await call(owner, 'POST', '/people', { body: { firstName: 'X', files: [{ id: mine.id }] } })
  expect(other.status).toBe(422)
  const key = await app.key(['person:write'])
  expect(
    (await call(key, 'PATCH', `/people/${person.id}`, { body: { photo: { id: mine.id } } })).status,
  ).toBe(422)
  expect((await call(key, 'DELETE', `/files/${mine.id}`)).status).toBe(404)
  expect((await send(await app.key(['person:read']), 'a.txt', 'a')).status).toBe(403)
})

test('a file is there for whoever sees it in its record', async () => {
  const secret = await upload('salary.txt', '1')
  const { id } = await app.person({ files: [{ id: secret.id }], owner: owner.id })
  const limited = async (fields: object, permissions: object = {}) => {
    const { key } = await ask(owner, 'POST', '/roles', {
      body: { name: `Limited ${fresh()}`, copyOf: 'manager' },
    })
    const person = { see: 'all', create: true, edit: 'all', delete: 'none', export: false, ...permissions }
    await ask(owner, 'PATCH', `/roles/${String(key)}`, { body: { permissions: { person }, fields } })
    return app.member(String(key))
  }
  expect((await get(await limited({}), secret.id)).statusCode).toBe(200)
  expect((await get(await limited({ person: { files: 'hidden' } }), secret.id)).statusCode).toBe(404)
  expect((await get(await limited({}, { see: 'own', edit: 'own' }), secret.id)).statusCode).toBe(404)
  expect((await get({ id: '', headers: {} }, secret.id)).statusCode).toBe(401)
  const key = await app.key(['deal:read'])
  expect((await get(key, secret.id)).statusCode).toBe(404)
  await ask(owner, 'DELETE', `/people/${id}`)
  expect((await get(owner, secret.id)).statusCode).toBe(200)
})

test('a file that was taken away comes back by undo, for thirty days', async () => {
  const [first, second] = [await upload('first.txt', '1'), await upload('second.txt', '2')]
  const person = await app.person({ files: [{ id: first.id }, { id: second.id }] })
  const removed = await call(owner, 'PATCH', `/people/${person.id}`, { body: { files: [{ id: second.id }] } })
  expect((await get(owner, first.id)).statusCode).toBe(404)
  await sweepFiles(db)
  await passing(first.id, 29)
  await sweepFiles(db)
  const back = await ask(owner, 'POST', '/undo', { body: { events: [removed.headers['event']] } })
  expect(back).toBeTruthy()
  expect((await ask(owner, 'GET', `/people/${person.id}`)).files).toEqual([first, second])
  expect((await get(owner, first.id)).body).toBe('1')

  const gone = await call(owner, 'PATCH', `/people/${person.id}`, { body: { files: null } })
  await sweepFiles(db)
  await passing(first.id, 31)
  await sweepFiles(db)
  await emptyDeleted(db, stores)
  const undone = await call(owner, 'POST', '/undo', { body: { events: [gone.headers['event']] } })
  expect(undone.status).toBe(422)
  expect(undone.body.errors?.[0]?.message).toContain('not there any more')
  expect(await stored()).not.toContain(first.id)
  expect(await stored()).toContain(second.id)
})

test('what nobody gives to a record in a day goes, and what is deleted for good takes its files along', async () => {
  const [waiting, kept, photo] = [
    await upload('w.txt', 'w'),
    await upload('k.txt', 'k'),
    await upload('p.png', await image()),
  ]
  const person = await app.person({ files: [{ id: kept.id }], photo: { id: photo.id } })
  await get(owner, photo.id, 'thumbnail')
  await passing(waiting.id, 2)
  await passing(kept.id, 2)
  await sweepFiles(db)
  await emptyDeleted(db, stores)
  expect(await stored()).toEqual(expect.arrayContaining([kept.id, photo.id, `${photo.id}.small.webp`]))
  expect(await stored()).not.toContain(waiting.id)
  await ask(owner, 'DELETE', `/people/${person.id}`)
  await ask(owner, 'POST', '/bin/purge', { body: { records: [{ type: 'person', id: person.id }] } })
  await emptyDeleted(db, stores)
  const left = await stored()
  for (const name of [kept.id, photo.id, `${photo.id}.small.webp`]) expect(left).not.toContain(name)
})

test('merging moves files along, and unmerging brings them back', async () => {
  const [one, other, photo] = [
    await upload('one.txt', '1'),
    await upload('other.txt', '2'),
    await upload('p.png', await image()),
  ]
  const primary = await app.person({ files: [{ id: one.id }] })
  const secondary = await app.person({ files: [{ id: other.id }], photo: { id: photo.id } })
  const merged = await call(owner, 'POST', `/people/${primary.id}/merge`, {
    body: { others: [secondary.id] },
  })
  expect(merged.body).toMatchObject({ files: [one, other], photo })
  expect((await get(owner, other.id)).body).toBe('2')
  await sweepFiles(db)
  await ask(owner, 'POST', '/undo', { body: { events: [merged.headers['event']] } })
  expect(await ask(owner, 'GET', `/people/${primary.id}`)).toMatchObject({ files: [one], photo: null })
  expect(await ask(owner, 'GET', `/people/${secondary.id}`)).toMatchObject({ files: [other], photo })
  expect((await get(owner, other.id)).body).toBe('2')
  await sweepFiles(db)
  const { rows } =
    await sql`select from files where removed_at is not null and id = any(${[one.id, other.id, photo.id]}::uuid[])`.execute(
      db,
    )
  expect(rows).toEqual([])
})

test('an own field of files has limits of its own, and keeps its files while it is retired', async () => {
  const field = await ask(owner, 'POST', '/fields', {
    body: { recordType: 'deal', type: 'files', label: 'Contracts', kinds: ['pdf'], largest: 1_000 },
  })
  expect(field).toMatchObject({ name: 'own_contracts', kinds: ['pdf'], largest: 1_000 })
  const text = await upload('a.txt', 'text')
  const file = await upload('contract.pdf', pdf)
  const refused = await call(owner, 'POST', '/deals', {
    body: { name: 'D', own_contracts: [{ id: text.id }] },
  })
  expect(refused.body.errors).toEqual([
    { path: 'own_contracts.0', message: 'Files of this type (text/plain) are not taken here' },
  ])
  const deal = await app.deal({ own_contracts: [{ id: file.id }] })
  expect(deal['own_contracts']).toEqual([file])
  expect((await get(owner, file.id)).statusCode).toBe(200)
  await ask(owner, 'POST', `/fields/${field.id}/retire`)
  expect((await get(owner, file.id)).statusCode).toBe(404)
  await sweepFiles(db)
  await ask(owner, 'POST', `/fields/${field.id}/restore`)
  expect((await get(owner, file.id)).statusCode).toBe(200)
  const { rows } = await sql`select from files where id = ${file.id} and removed_at is null`.execute(db)
  expect(rows).toHaveLength(1)
})

test('lists are filtered by files, and export their names', async () => {
  const plan = await upload('Plan 2027.pdf', pdf)
  const deal = await app.deal({ name: 'With a plan', files: [{ id: plan.id }] })
  const found = async (filter: object) =>
    (await ask<{ data: AnyRecord[] }>(owner, 'GET', '/deals', { query: { filter } })).data.map(({ id }) => id)
  expect(await found({ field: 'files', op: 'contains', value: 'plan 20' })).toEqual([deal.id])
  expect(await found({ field: 'files', op: 'contains', value: 'mediaType' })).toEqual([])
  expect(await found({ field: 'files', op: 'notEmpty' })).toEqual([deal.id])
  expect(await found({ field: 'files', op: 'empty' })).not.toContain(deal.id)
  const photo = await upload('Rosa.png', await image())
  const person = await app.person({ photo: { id: photo.id } })
  const people = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/people', {
    query: { filter: { field: 'photo', op: 'contains', value: 'rosa' } },
  })
  expect(people.data.map(({ id }) => id)).toEqual([person.id])
  const csv = await call(owner, 'GET', '/deals/export', {
    query: { fields: 'title,files', filter: { field: 'files', op: 'notEmpty' } },
  })
  expect(csv.text).toContain('With a plan,Plan 2027.pdf')
})
