import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Role } from './db/embedded.ts'

export interface Config {
  host: string
  port: number
  /** What users and mails call this server; without a slash at its end. */
  publicUrl: string
  roles: readonly Role[]
  dataFolder: string
  /** An external PostgreSQL instead of the embedded one. */
  databaseUrl: string | undefined
  /** Addresses and networks whose X-Forwarded-* headers are believed. */
  trustedProxies: string[]
  /** Without it, mail stays in the outbox for everyone to see. */
  smtpUrl: string | undefined
  mailFrom: string | undefined
  /** 32 bytes that secrets in the database are sealed with. */
  sealingKey: Buffer
  /** The sealing key is the one made in the data folder, not one that the environment gives. */
  keyIsKept: boolean
  /** Where backups are made and kept. */
  backupFolder: string
  /** What a program that reads the measures shows; without it, they are for this machine only. */
  metricsToken: string | undefined
  /** Where files are kept instead of the data folder. */
  s3: S3Config | undefined
}

/** A store that speaks S3. */
export interface S3Config {
  /** Without the bucket, and without a slash at its end. */
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** The release that runs. */
export const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string
}

export class ConfigError extends Error {}

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol))

const origin = z
  .string()
  .transform((text) => (URL.canParse(text) ? new URL(text) : undefined))
  .refine((found) => found && /^https?:$/.test(found.protocol) && found.href === `${found.origin}/`)
  .transform((found) => found?.origin ?? '')

const proxies = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every(isProxy))

function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

/** Each variable: what is right, and what to say when it is not. */
const variables = {
  PORT: [
    z.string().regex(/^\d+$/).transform(Number).pipe(z.number().max(65_535)),
    'a port number such as 3000',
  ],
  HOST: [z.string(), 'an address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for all'],
  PUBLIC_URL: [origin, 'the address users open, without a path, such as https://crm.example.com'],
  DATABASE_URL: [
    url('postgres:', 'postgresql:'),
    'the address of a PostgreSQL 15 or newer, such as postgres://user:password@localhost/throughline',
  ],
  THROUGHLINE_DATA: [z.string(), 'a folder'],
  THROUGHLINE_ROLE: [z.enum(['web', 'worker']), 'web or worker; leave it out to run both'],
  TRUSTED_PROXIES: [proxies, 'addresses or networks with commas between them, such as 10.0.0.0/8, 127.0.0.1'],
  SMTP_URL: [url('smtp:', 'smtps:'), 'a mail server such as smtps://user:password@mail.example.com'],
  MAIL_FROM: [z.string().regex(/@/), 'the sender of mails, such as Acme <hello@example.com>'],
  THROUGHLINE_KEY: [
    z.string().regex(/^[0-9a-f]{64}$/i),
    'the sealing key as 64 hexadecimal digits, such as `openssl rand -hex 32` prints',
  ],
  BACKUP_FOLDER: [z.string(), 'a folder, best on another disk'],
  METRICS_TOKEN: [z.string().min(16), 'at least 16 characters, such as `openssl rand -hex 16` prints'],
  S3_ENDPOINT: [
    origin,
    'the address of an S3-compatible store without the bucket, such as https://s3.eu-west-1.amazonaws.com',
  ],
  S3_BUCKET: [
    z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
    'the name of a bucket that is there, such as acme-files',
  ],
  S3_REGION: [
    z.string().regex(/^[a-z0-9-]+$/i),
    'the region that the store asks for, such as eu-west-1; us-east-1 without it',
  ],
  S3_ACCESS_KEY_ID: [z.string(), 'the id of a key that may read, write and delete in the bucket'],
  S3_SECRET_ACCESS_KEY: [z.string(), 'the secret of the key'],
} as const

type Variables = { [Name in keyof typeof variables]?: z.output<(typeof variables)[Name][0]> }

const s3Needs = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const

function s3Of(values: Variables): S3Config | undefined {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region = 'us-east-1' } = values
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values
  return endpoint && bucket && accessKeyId && secretAccessKey
    ? { endpoint, bucket, region, accessKeyId, secretAccessKey }
    : undefined
}

/** Reads the environment, all of it, so that every mistake in it is told at once. */
function parse(environment: NodeJS.ProcessEnv): Variables {
  const values: Record<string, unknown> = {}
  const mistakes: string[] = []
  for (const [name, [schema, right]] of Object.entries(variables)) {
    const text = environment[name]?.trim()
    if (!text) continue
    const result = schema.safeParse(text)
    if (result.success) values[name] = result.data
    // What was given is not repeated: it may be a password.
    else mistakes.push(`${name} must be ${right}.`)
  }
  if (values.SMTP_URL !== undefined && values.MAIL_FROM === undefined && !environment.MAIL_FROM) {
    mistakes.push(`MAIL_FROM is needed with SMTP_URL: ${variables.MAIL_FROM[1]}.`)
  }
  const given = s3Needs.filter((name) => environment[name]?.trim())
  if (given.length > 0 || environment.S3_REGION?.trim())
    for (const name of s3Needs)
      if (!given.includes(name))
        mistakes.push(`${name} is needed to keep files in an object store: ${variables[name][1]}.`)
  if (mistakes.length > 0) throw new ConfigError(mistakes.join('\n'))
  return values
}

export async function readConfig(environment: NodeJS.ProcessEnv = process.env): Promise<Config> {
  const values = parse(environment)
  const port = values.PORT ?? 3000
  const dataFolder = values.THROUGHLINE_DATA
    ? resolve(values.THROUGHLINE_DATA)
    : join(import.meta.dirname, '../data')
  return {
    host: values.HOST ?? '127.0.0.1',
    port,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${port}`,
    roles: values.THROUGHLINE_ROLE ? [values.THROUGHLINE_ROLE] : ['web', 'worker'],
    dataFolder,
    databaseUrl: values.DATABASE_URL,
    trustedProxies: values.TRUSTED_PROXIES ?? [],
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    sealingKey: values.THROUGHLINE_KEY
      ? Buffer.from(values.THROUGHLINE_KEY, 'hex')
      : await keptKey(dataFolder),
    keyIsKept: values.THROUGHLINE_KEY === undefined,
    backupFolder: values.BACKUP_FOLDER ? resolve(values.BACKUP_FOLDER) : join(dataFolder, 'backups'),
    metricsToken: values.METRICS_TOKEN,
    s3: s3Of(values),
  }
}

/** The key of this data folder, made on the first start. Whoever moves the folder takes it along. */
async function keptKey(dataFolder: string): Promise<Buffer> {
  const file = join(dataFolder, 'sealing.key')
  const read = () => readFile(file, 'utf8').catch(() => undefined)
  let text = await read()
  if (text === undefined) {
    const draft = `${file}.${randomBytes(6).toString('hex')}`
    await mkdir(dataFolder, { recursive: true })
    await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
    // Unlike a rename, a link never replaces the key of another process that was quicker.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await rm(draft)
    text = await read()
  }
  if (!/^[0-9a-f]{64}$/.test(text?.trim() ?? '')) {
    throw new ConfigError(
      `${file} is not a sealing key. Restore it from a backup; secrets sealed with it need it.`,
    )
  }
  return Buffer.from(text!.trim(), 'hex')
}
