import { open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { array, assert, asyncProperty, constant, nat, oneof, uint8Array } from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { temporaryFolder } from '../../tests/postgres.ts'
import { readArchive, verifyArchive, writeArchive } from './archive.ts'

const folder = await temporaryFolder()
afterAll(() => rm(folder, { recursive: true, force: true }))
const path = join(folder, 'a.throughline')

async function* from(parts: Iterable<object>): AsyncGenerator<object> {
  yield* parts
}

async function read(file = path): Promise<{ head: unknown; content: Buffer }[]> {
  const entries: { head: unknown; content: Buffer }[] = []
  for await (const { head, pieces } of readArchive(file)) {
    const all: Buffer[] = []
    for await (const piece of pieces) all.push(piece)
    entries.push({ head, content: Buffer.concat(all) })
  }
  return entries
}

test('what goes in comes out, whatever the pieces', async () => {
  const pieces = array(oneof(uint8Array(), constant(new Uint8Array(300_000).fill(7))), { maxLength: 6 })
  await assert(
    asyncProperty(array(pieces, { minLength: 1, maxLength: 4 }), async (entries) => {
      const parts = entries.flatMap((held, i) => [{ entry: i }, ...held.map((piece) => Buffer.from(piece))])
      const { bytes } = await writeArchive(path, from(parts))
      expect((await stat(path)).size).toBe(bytes)
      await verifyArchive(path)
      expect(await read()).toEqual(
        entries.map((held, i) => ({
          head: { entry: i },
          content: Buffer.concat(held.map((one) => Buffer.from(one))),
        })),
      )
    }),
    { numRuns: 30 },
  )
})

test('a byte changed anywhere, or lost at the end, is found before anything is read', async () => {
  await writeArchive(path, from([{ entry: 'manifest' }, Buffer.alloc(5_000, 'row\n'), { entry: 'end' }]))
  const whole = await readFile(path)
  const damaged = join(folder, 'damaged')
  await assert(
    asyncProperty(nat(whole.length - 1), nat(254), async (at, by) => {
      const bytes = Buffer.from(whole)
      bytes[at] = ((bytes[at] ?? 0) + by + 1) % 256
      await writeFile(damaged, bytes)
      await expect(verifyArchive(damaged)).rejects.toThrow(/damaged|no backup|another format/)
      await writeFile(damaged, whole.subarray(0, at))
      await expect(verifyArchive(damaged)).rejects.toThrow(/damaged|no backup|another format/)
    }),
    { numRuns: 200 },
  )
})

test('a source that fails leaves no file', async () => {
  async function* failing() {
    yield { entry: 'manifest' }
    yield Buffer.alloc(1_000_000)
    throw new Error('The database went away')
  }
  await rm(path, { force: true })
  await expect(writeArchive(path, failing())).rejects.toThrow('went away')
  expect((await readdir(folder)).filter((name) => name.startsWith('a.'))).toEqual([])
})

test('entries that are not read to their end are passed over', async () => {
  await writeArchive(path, from([{ entry: 1 }, Buffer.alloc(900_000), Buffer.alloc(900_000), { entry: 2 }]))
  const heads: unknown[] = []
  for await (const { head } of readArchive(path)) heads.push(head)
  expect(heads).toEqual([{ entry: 1 }, { entry: 2 }])
})

test('an archive of another format says which', async () => {
  await writeArchive(path, from([{ entry: 1 }]))
  const file = await open(path, 'r+')
  await file.write('throughline backup 9\n', 0)
  await file.close()
  await expect(verifyArchive(path)).rejects.toThrow('another format (9)')
})
