import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from '../tests/postgres.ts'
import { ConfigError, readConfig } from './config.ts'

let folder = ''
const read = (environment: NodeJS.ProcessEnv = {}) => readConfig({ THROUGHLINE_DATA: folder, ...environment })

beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('without any variable it serves this machine only, as web and worker', async () => {
  const { sealingKey, ...config } = await read()
  expect(config).toEqual({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://localhost:3000',
    roles: ['web', 'worker'],
    dataFolder: folder,
    databaseUrl: undefined,
    trustedProxies: [],
    smtpUrl: undefined,
    mailFrom: undefined,
    keyIsKept: true,
    backupFolder: join(folder, 'backups'),
    metricsToken: undefined,
    s3: undefined,
  })
  expect(sealingKey).toHaveLength(32)
})

test('every variable is understood; an empty one is as good as none', async () => {
  const config = await read({
    PORT: '8080',
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://crm.example.com/',
    DATABASE_URL: 'postgres://me:secret@db.example.com/crm?sslmode=require',
    THROUGHLINE_ROLE: 'worker',
    TRUSTED_PROXIES: '10.0.0.0/8, ::1, loopback',
    SMTP_URL: 'smtps://user:pass@mail.example.com',
    MAIL_FROM: 'Acme <hello@example.com>',
    THROUGHLINE_KEY: 'ab'.repeat(32),
  })
  expect(config).toMatchObject({
    port: 8080,
    host: '0.0.0.0',
    publicUrl: 'https://crm.example.com',
    roles: ['worker'],
    trustedProxies: ['10.0.0.0/8', '::1', 'loopback'],
    mailFrom: 'Acme <hello@example.com>',
    sealingKey: Buffer.alloc(32, 0xab),
  })
  expect((await read({ PORT: '', DATABASE_URL: ' ' })).port).toBe(3000)
})

test('an object store is described whole, or the part that is missing is named without the secret', async () => {
  const s3 = {
    S3_ENDPOINT: 'https://objects.example.com/',
    S3_BUCKET: 'acme-files',
    S3_ACCESS_KEY_ID: 'id',
    S3_SECRET_ACCESS_KEY: 'tell-nobody',
  }
  expect((await read(s3)).s3).toEqual({
    endpoint: 'https://objects.example.com',
    bucket: 'acme-files',
    region: 'us-east-1',
    accessKeyId: 'id',
    secretAccessKey: 'tell-nobody',
  })
  const { S3_BUCKET: _, ...lacking } = s3
  const said = await read(lacking).catch((error: unknown) => String(error))
  expect(said).toContain('S3_BUCKET is needed to keep files in an object store')
  expect(said).not.toContain('tell-nobody')
  await expect(read({ ...s3, S3_ENDPOINT: 'https://objects.example.com/acme' })).rejects.toThrow(
    'S3_ENDPOINT must be',
  )
  await expect(read({ S3_REGION: 'eu-west-1' })).rejects.toThrow('S3_ENDPOINT is needed')
})

test('every mistake is told at once, by name and with what is right, and without what was given', async () => {
  const wrong = read({
    PORT: '70000',
    PUBLIC_URL: 'crm.example.com',
    DATABASE_URL: 'mysql://root:secret@localhost',
    THROUGHLINE_ROLE: 'wroker',
    TRUSTED_PROXIES: '10.0.0.0/33',
    SMTP_URL: 'mail.example.com',
    THROUGHLINE_KEY: 'secret',
  })
  const error = await wrong.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ConfigError)
  const lines = (error as ConfigError).message.split('\n')
  expect(lines.map((line) => line.split(' ')[0])).toEqual([
    'PORT',
    'PUBLIC_URL',
    'DATABASE_URL',
    'THROUGHLINE_ROLE',
    'TRUSTED_PROXIES',
    'SMTP_URL',
    'THROUGHLINE_KEY',
  ])
  expect(lines.join()).not.toContain('secret')
})

test('mail needs a sender', async () => {
  await expect(read({ SMTP_URL: 'smtp://localhost' })).rejects.toThrow(/^MAIL_FROM is needed with SMTP_URL/)
})

test('the sealing key is made once, for its owner only, and by one process when two start', async () => {
  const [one, other] = await Promise.all([read(), read()])
  const again = await read()
  expect(one.sealingKey).toEqual(other.sealingKey)
  expect(again.sealingKey).toEqual(one.sealingKey)
  const file = join(folder, 'sealing.key')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await readFile(file, 'utf8')).trim()).toBe(one.sealingKey.toString('hex'))
})

test('a damaged sealing key is not replaced', async () => {
  await writeFile(join(folder, 'sealing.key'), 'gone')
  await expect(read()).rejects.toThrow(/sealing\.key is not a sealing key/)
})
