import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')

/** Where an installed Chrome or Chromium is, on the systems people develop on. */
const usualPlaces = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
]

interface Executable {
  path: string
  env: Record<string, string>
}

/** The installed browser, or the one that comes with the packages: nothing is downloaded and nothing installed. */
export async function launchBrowser(): Promise<Browser> {
  const { path, env } = await findExecutable()
  return chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    // The tests open only pages of their own, and for root Chromium's sandbox does not work.
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // Screenshots look alike whatever the system's settings are.
      '--font-render-hinting=none',
      '--force-color-profile=srgb',
    ],
  })
}

async function findExecutable(): Promise<Executable> {
  const chosen = process.env.THROUGHLINE_BROWSER ?? usualPlaces.find((path) => existsSync(path))
  return chosen === undefined ? unpack() : { path: chosen, env: {} }
}

/** Unpacks the packaged Chromium once, with its fonts, and with libraries for systems that lack them. */
async function unpack(): Promise<Executable> {
  const manifest = await readFile(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const folder = join(root, '.cache', `chromium-${version}`)
  if (!existsSync(folder)) {
    // Made aside, so that an interrupted run leaves no half browser.
    const draft = `${folder}.${process.pid}`
    await mkdir(draft, { recursive: true })
    // The package unpacks into the system's temporary folder, and the libraries only for Amazon's cloud.
    await run(
      process.execPath,
      ['-e', "import('@sparticuz/chromium').then((it) => it.default.executablePath())"],
      {
        cwd: root,
        env: { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
      },
    )
    await writeFile(join(draft, 'fonts/fonts.conf'), fontsOf(folder))
    await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }))
  }
  const path = join(folder, 'chromium')
  const env = { FONTCONFIG_PATH: join(folder, 'fonts') }
  const complete = await run(path, ['--version']).then(
    () => true,
    () => false,
  )
  return { path, env: complete ? env : { ...env, LD_LIBRARY_PATH: join(folder, 'al2023/lib') } }
}

const fontsOf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`
