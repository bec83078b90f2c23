// What start, test and the command line need before anything else can run. Plain JavaScript without
// dependencies, as it runs on whatever Node from 20 on the system has, before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const windows = process.platform === 'win32'
const at = (/** @type {string[]} */ ...parts) => join(root, ...parts)

/** Where Node keeps what it has read and compiled once: a second start needs a third less time for it. */
export const compiled = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? at('.cache', 'compiled') }

/**
 * Room for what a request or a chunk of an import leaves behind: what dies before it is first looked for costs nothing
 * to collect. A fifth of the time of imports; at most some 200 MB more of memory.
 */
export const roomy = ['--max-semi-space-size=64']

/** Lines for people go to stderr; stdout belongs to what is started. */
export const say = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`)

const modified = (/** @type {string} */ path) => (existsSync(path) ? statSync(path).mtimeMs : 0)

function writeStamp(/** @type {string} */ name, /** @type {string} */ text) {
  mkdirSync(at('.cache'), { recursive: true })
  writeFileSync(at('.cache', name), text)
}

const readStamp = (/** @type {string} */ name) =>
  existsSync(at('.cache', name)) ? readFileSync(at('.cache', name), 'utf8') : ''

/** Installs exactly what package-lock.json says, when that is not what is there. */
export function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')
  const installed = at('node_modules', '.package-lock.json')
  if (existsSync(installed)) {
    if (readStamp('installed') === wanted) return
    if (readStamp('installed') === '' && modified(installed) >= modified(at('package-lock.json'))) {
      writeStamp('installed', wanted)
      return
    }
  }
  say('Installing packages…')
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  const { status, error } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: windows })
  if (status !== 0) {
    say(`The packages could not be installed${error ? `: ${error.message}` : ''}. Is the network there?`)
    process.exit(status ?? 1)
  }
  writeStamp('installed', wanted)
}

/** The Node that comes with the project, as the system's may be too old to run TypeScript. */
export function node() {
  const own = at('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const recent = major > 22 || (major === 22 && minor >= 18)
  if (!existsSync(own) && !recent) {
    say(
      `Throughline needs Node 22.18 or newer. This is ${process.version}, and the one among its packages is missing.`,
    )
    process.exit(1)
  }
  return existsSync(own) ? own : process.execPath
}

/** The program of a package, run by `node` above: the way without shells, on every system. */
export function program(/** @type {string} */ name, bin = name) {
  const folder = at('node_modules', ...name.split('/'))
  const { bin: bins } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bins === 'string' ? bins : bins[bin])
}

/** Builds the web when something it is made of is newer than the last build. */
export function build() {
  const sources = ['web', 'widget', 'contract', 'index.html', 'vite.config.ts', 'package-lock.json']
  if (existsSync(at('dist')) && newest(sources.map((source) => at(source))) <= Number(readStamp('built')))
    return
  say('Building the web…')
  if (!buildNow()) {
    say('The web could not be built.')
    process.exit(1)
  }
}

export function buildNow() {
  const started = Date.now()
  const { status } = spawnSync(node(), [program('vite'), 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (status === 0) writeStamp('built', String(started))
  return status === 0
}

/** Folders count too: theirs changes when a file is deleted. */
function newest(/** @type {string[]} */ paths) {
  let latest = 0
  for (const path of paths) {
    if (!existsSync(path)) continue
    const found = statSync(path)
    latest = Math.max(latest, found.mtimeMs)
    if (found.isDirectory())
      latest = Math.max(latest, newest(readdirSync(path).map((name) => join(path, name))))
  }
  return latest
}
