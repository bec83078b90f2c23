import type { AddressInfo } from 'node:net'
import type { PoolConfig } from 'pg'
import { openDatabase } from '../server/db/database.ts'
import { openApp } from '../server/main.ts'

/** The server under test: the whole application, without request logs, as a process of its own. */
const { connection } = JSON.parse(process.argv[2] ?? '') as { connection: PoolConfig }

const database = openDatabase({ connection })
const { server } = await openApp({
  database,
  publicUrl: 'http://127.0.0.1',
  sealingKey: Buffer.alloc(32, 1),
  requestsPerMinute: 1_000_000_000,
})
await server.listen({ host: '127.0.0.1', port: 0 })
process.send?.((server.server.address() as AddressInfo).port)
