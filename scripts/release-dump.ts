import { execFileSync } from 'node:child_process'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openDatabase } from '../server/db/database.ts'
import { startEmbedded } from '../server/db/embedded.ts'
import { prepareJobs } from '../server/db/jobs.ts'
import { silent } from '../server/db/log.ts'
import { makeBackup } from '../server/keeping/backup.ts'
import { temporaryFolder } from '../tests/postgres.ts'

/**
 * `node scripts/release-dump.ts [COMMIT]`: keeps a database as a commit leaves it, filled with its sample company, in
 * tests/releases/. Run it when a release is made; tests/upgrade.test.ts takes each release to the present.
 */
const commit = process.argv[2] ?? 'HEAD'
const root = join(import.meta.dirname, '..')
const folder = await temporaryFolder()
const code = join(folder, 'code')
const dataFolder = join(folder, 'data')
const kept = join(root, 'tests/releases')

/** Commands of that commit, not of the present one. */
const type = (...args: string[]) =>
  execFileSync(process.execPath, [join(code, 'server/command-line.ts'), ...args], {
    env: {
      PATH: process.env.PATH,
      THROUGHLINE_DATA: dataFolder,
      THROUGHLINE_PASSWORD: 'correct horse battery',
    },
    stdio: 'inherit',
  })

async function dump(): Promise<string> {
  const embedded = await startEmbedded({ dataFolder, log: silent })
  const database = openDatabase({ connection: embedded.connection, poolSize: 2 })
  try {
    await prepareJobs(database.pool)
    const { rows } = await sql<{ name: string }>`select max(name) as name from migration`.execute(database.db)
    const path = join(kept, `${rows[0]?.name.slice(0, 4)}.throughline`)
    const { version } = JSON.parse(
      execFileSync('git', ['show', `${commit}:package.json`], { cwd: root, encoding: 'utf8' }),
    ) as { version: string }
    await makeBackup({ database, dataFolder, path, sealingKey: Buffer.alloc(32, 7), withKey: false, version })
    return path
  } finally {
    await database.close()
    await embedded.stop()
  }
}

try {
  await mkdir(code)
  await mkdir(dataFolder, { mode: 0o711 })
  await mkdir(kept, { recursive: true })
  const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 2 ** 30 })
  execFileSync('tar', ['-x', '-C', code], { input: archive })
  await symlink(join(root, 'node_modules'), join(code, 'node_modules'))
  const company = ['--company', 'Northwind Cycles', '--timezone', 'Europe/Lisbon', '--currency', 'EUR']
  type('setup', ...company, '--owner', 'Mira Keller <mira@northwind.example>')
  type('sample', 'load')
  process.stdout.write(`${await dump()} is kept.\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
