import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import type { FileValue } from '../../../contract/records/file.ts'
import { prepareJobs } from '../../db/jobs.ts'
import { testCompany } from '../../../tests/builders.ts'
import { image } from '../../../tests/files.ts'
import { objectStore } from '../../../tests/object-store.ts'
import { temporaryFolder } from '../../../tests/postgres.ts'
import { emptyDeleted } from './commands.ts'
import { s3Store } from './s3.ts'
import { openStores } from './stores.ts'

const dataFolder = await temporaryFolder()
afterAll(() => rm(dataFolder, { recursive: true, force: true }))
const s3 = await objectStore()
const stores = openStores({ dataFolder, s3 })
const { server, owner, call, ask, db, database } = await testCompany({ dataFolder, fileStores: stores })
await prepareJobs(database.pool)

const send = async (name: string, content: Buffer): Promise<FileValue> => {
  const answer = await call<FileValue>(owner, 'POST', '/files', {
    query: { name },
    body: content,
    headers: { 'content-type': 'application/octet-stream' },
  })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const get = (id: string, what: string, headers = {}) =>
  server.inject({ url: `/api/v1/files/${id}/${what}`, headers: { ...owner.headers, ...headers } })

test('files go to the object store and come from there, whole, in part and small', async () => {
  const content = await image('png', { width: 300, height: 200 })
  const photo = await send('photo.png', content)
  const { id } = await ask(owner, 'POST', '/people', { body: { firstName: 'Ana', photo: { id: photo.id } } })
  expect((await get(photo.id, 'content')).rawPayload.equals(content)).toBe(true)
  const part = await get(photo.id, 'content', { range: 'bytes=4-9' })
  expect([part.statusCode, part.rawPayload]).toEqual([206, content.subarray(4, 10)])
  expect((await get(photo.id, 'thumbnail')).headers['content-type']).toBe('image/webp')
  const store = stores.of('s3')
  const kept = await store.open(`${photo.id}.small.webp`)
  expect(kept).not.toBeNull()
  kept?.destroy()

  await ask(owner, 'DELETE', `/people/${id}`)
  await ask(owner, 'POST', '/bin/purge', { body: { records: [{ type: 'person', id }] } })
  await emptyDeleted(db, stores)
  expect(await store.open(photo.id)).toBeNull()
  expect(await store.open(`${photo.id}.small.webp`)).toBeNull()
  await expect(store.remove([photo.id])).resolves.toBeUndefined()
})

test('files on the disk are still read after the object store was configured, not the other way round', async () => {
  const before = openStores({ dataFolder })
  const id = '0199d6a4-3c00-7a00-8000-0123456789ab'
  const path = join(dataFolder, 'old.txt')
  await writeFile(path, 'from before')
  await before.of('disk').keep(id, path)
  const content = await stores.of('disk').open(id)
  expect(content && (await text(content))).toBe('from before')
  expect(() => before.of('s3')).toThrow('Set S3_ENDPOINT')
})

test('what the store refuses, or that it is away, is said without the secret', async () => {
  const path = join(dataFolder, 'new.txt')
  await writeFile(path, 'x')
  const id = '0199d6a4-3c00-7a00-8000-0123456789ac'
  for (const wrong of [{ accessKeyId: 'nobody', secretAccessKey: 'tell-nobody' }, { bucket: 'not-there' }]) {
    const said = await s3Store({ ...s3, ...wrong })
      .keep(id, path)
      .catch((error: unknown) => String(error))
    expect(said).toMatch(/did not keep a file: 40[34] \w+/)
    expect(said).not.toContain('tell-nobody')
  }
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  await new Promise((done) => closed.close(done))
  const away = s3Store({ ...s3, endpoint: `http://127.0.0.1:${port}`, secretAccessKey: 'tell-nobody' })
  await expect(away.keep(id, path)).rejects.toMatchObject({
    message: 'The file store (S3) cannot be reached',
    code: 'ECONNREFUSED',
  })
})
