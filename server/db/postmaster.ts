import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, open, readFile, rename, rm, rmdir, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, writeSettings } from './cluster.ts'
import type { Cluster } from './cluster.ts'

/** What a postmaster writes into postmaster.pid about itself. */
export interface Postmaster {
  pid: number
  host: string
  port: number
  ready: boolean
}

/** Unix sockets have short names; sun_path ends at 104 characters on the strictest system. */
const longestSocketFolder = 104 - '/.s.PGSQL.5432.lock'.length - 1

/** The postmaster of the database in this folder, whoever started it; undefined when there is none. */
export async function findPostmaster(folder: string): Promise<Postmaster | undefined> {
  const file = join(folder, 'postmaster.pid')
  const text = await readFile(file, 'utf8').catch(() => '')
  const [pidText = '', , , portText = '', socketFolder = '', address = '', , status = ''] = text.split('\n')
  const pid = Number(pidText)
  if (!(pid > 0) || !isAlive(pid)) return undefined
  if (!(await isPostgres(pid, folder))) {
    // After a crash of the machine the number may belong to another process. PostgreSQL would wait for it for ever.
    await rm(file, { force: true })
    if (socketFolder) await rm(`${socketFolder}/.s.PGSQL.${portText}.lock`, { force: true })
    return undefined
  }
  return {
    pid,
    host: socketFolder || address || '127.0.0.1',
    port: Number(portText),
    ready: status.trim() === 'ready',
  }
}

/** Linux tells a process's command; elsewhere the number is believed. */
async function isPostgres(pid: number, folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return command.includes('postgres') && command.split('\0').includes(folder)
}

export interface Started {
  hasEnded(): boolean
  /** Where in the log its own lines begin. */
  logStart: number
}

/**
 * Starts a postmaster in a process group of its own: Ctrl-C in the terminal must not stop the database
 * before the requests that still need it, and it outlives a server that is killed.
 */
export async function spawnPostmaster(
  cluster: Cluster,
  logFile: string,
  settings: Record<string, string>,
): Promise<Started> {
  await writeSettings(cluster, settings)
  const { folder, owner, programs } = cluster
  const { host, port } = (cluster.address ??= await chooseAddress(cluster))
  const where = host.startsWith('/') ? ['-h', '', '-k', host] : ['-h', host, '-k', '']
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  )
  const full = size > 10_000_000
  if (full) await rename(logFile, `${logFile}.1`)
  const log = await open(logFile, 'a')
  try {
    const child = spawn(programs.postgres, ['-D', folder, '-p', String(port), ...where], {
      ...owner,
      cwd: folder,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot },
      windowsHide: true,
    })
    await once(child, 'spawn')
    child.unref()
    return {
      hasEnded: () => child.exitCode !== null || child.signalCode !== null,
      logStart: full ? 0 : size,
    }
  } finally {
    await log.close()
  }
}

async function chooseAddress(cluster: Cluster): Promise<{ host: string; port: number }> {
  if (cluster.password !== undefined) return { host: '127.0.0.1', port: await freePort() }
  return { host: await socketFolder(cluster), port: 5432 }
}

/** The data folder itself, as only its owner can enter it; when its path is too long, a folder like that elsewhere. */
async function socketFolder({ folder, owner }: Cluster): Promise<string> {
  if (Buffer.byteLength(folder) <= longestSocketFolder) return folder
  const short = await mkdtemp(join(tmpdir(), 'throughline-'))
  if (owner) await chown(short, owner.uid, owner.gid)
  return short
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Stops it as Ctrl-C would: open transactions are rolled back, everything is on disk, the next start is quick. */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  const postmaster = await findPostmaster(cluster.folder)
  if (!postmaster) return
  if (process.platform === 'win32') {
    spawn(cluster.programs.pg_ctl, ['stop', '-D', cluster.folder, '-m', 'fast'], {
      stdio: 'ignore',
      windowsHide: true,
    })
  } else process.kill(postmaster.pid, 'SIGINT')
  while ((await findPostmaster(cluster.folder))?.pid === postmaster.pid) await sleep(10)
  if (postmaster.host.startsWith('/') && dirname(postmaster.host) === tmpdir()) {
    await rmdir(postmaster.host).catch(() => undefined)
  }
}
