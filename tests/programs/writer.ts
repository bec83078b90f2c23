// Writes rows one after the other into the embedded database of a data folder, and prints each number
// once the database has acknowledged it. Goes on when the database comes back.
import { sql } from 'kysely'
import { openDatabase } from '../../server/db/database.ts'
import { startEmbedded } from '../../server/db/embedded.ts'
import { isUnavailable } from '../../server/db/errors.ts'
import { silent } from '../../server/db/log.ts'

const [dataFolder = '', first = '1'] = process.argv.slice(2)
const { connection } = await startEmbedded({ dataFolder, roles: ['web'], log: silent })
const { db } = openDatabase({ connection })
await sql`create table if not exists written (n int primary key)`.execute(db)

for (let n = Number(first); ; n++) {
  try {
    await sql`insert into written values (${n})`.execute(db)
  } catch (error) {
    // An unanswered write may have happened or not; neither is promised, so the next number is tried.
    if (!isUnavailable(error)) throw error
    continue
  }
  process.stdout.write(`${n}\n`)
}
