import { openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import type { S3Config } from '../../config.ts'
import type { Store } from './store.ts'

/** Milliseconds from the first byte sent to the first received; a large file on a slow line takes its time. */
const patience = 300_000

/** The store refused, or did not answer. The code is its own or the system's, so that a log may have it. */
class StoreFailed extends Error {
  override name = 'StoreFailed'
  readonly code: string
  constructor(message: string, code: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

/**
 * Any store that speaks S3, by paths (`endpoint/bucket/key`). The guard of outgoing requests does not apply: no user, but
 * whoever runs the server names the endpoint. Redirects are not followed, so that the request's signature stays with it.
 */
export function s3Store({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Config): Store {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 3 })
  const send = async (key: string, init: RequestInit): Promise<Response> => {
    const waiting = new AbortController()
    const timer = setTimeout(() => waiting.abort(), patience)
    try {
      const url = `${endpoint}/${bucket}/${key}`
      return await client.fetch(url, { ...init, redirect: 'error', signal: waiting.signal })
    } catch (error) {
      const { cause } = error as { cause?: { code?: unknown } }
      throw new StoreFailed('The file store (S3) cannot be reached', String(cause?.code ?? ''), error)
    } finally {
      clearTimeout(timer)
    }
  }
  const expect = async (answer: Response, action: string): Promise<void> => {
    const said = await answer.text()
    if (answer.ok) return
    const [, code = ''] = /<Code>([A-Za-z]+)<\/Code>/.exec(said) ?? []
    throw new StoreFailed(
      `The file store (S3) did not ${action}: ${answer.status} ${code}`.trim(),
      `${answer.status}-${code}`,
    )
  }
  return {
    async keep(key, path) {
      await expect(await send(key, { method: 'PUT', body: await openAsBlob(path) }), 'keep a file')
      await rm(path, { force: true })
    },
    async open(key, span) {
      const answer = await send(key, span ? { headers: { range: `bytes=${span.from}-${span.to}` } } : {})
      if (answer.ok && answer.body) return Readable.fromWeb(answer.body as ReadableStream)
      if (answer.status === 404) {
        await answer.body?.cancel()
        return null
      }
      await expect(answer, 'give a file')
      return null
    },
    async remove(keys) {
      for (const key of keys) {
        const answer = await send(key, { method: 'DELETE' })
        if (answer.status !== 404) await expect(answer, 'delete a file')
      }
    },
  }
}
