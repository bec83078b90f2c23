import type { PoolConfig } from 'pg'
import { openDatabase } from '../../server/db/database.ts'
import { silent } from '../../server/db/log.ts'
import { sealer } from '../../server/db/sealed.ts'
import '../../server/composition.ts'
import { holdMailboxes } from '../../server/customer/mail/sync/jobs.ts'
import { openStores } from '../../server/records/files/stores.ts'

/** A process of its own that reads mailboxes, to be killed. Spoken to, it answers what memory it cannot do without. */
const { CONNECTION = '{}', DATA = '', KEY = '' } = process.env
await holdMailboxes({
  database: openDatabase({ connection: JSON.parse(CONNECTION) as PoolConfig, poolSize: 4 }),
  sealer: sealer(Buffer.from(KEY, 'hex')),
  stores: openStores({ dataFolder: DATA }),
  log: silent,
})
process.on('message', () => {
  globalThis.gc?.()
  process.send?.(process.memoryUsage())
})
