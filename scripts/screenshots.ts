import { mkdir, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openDatabase } from '../server/db/database.ts'
import { startEmbedded } from '../server/db/embedded.ts'
import { prepareJobs } from '../server/db/jobs.ts'
import { silent } from '../server/db/log.ts'
import { migrate } from '../server/db/migrate.ts'
import { openApp } from '../server/main.ts'
import { launchBrowser } from '../tests/chromium.ts'
import { temporaryFolder } from '../tests/postgres.ts'

/** `node scripts/screenshots.ts`: takes the pictures in docs/screenshots anew, of a built web and the sample company. */
const folder = join(import.meta.dirname, '../docs/screenshots')
const dataFolder = await temporaryFolder()
const embedded = await startEmbedded({ dataFolder, log: silent })
const owner = { name: 'Mira Keller', email: 'mira@northwind.example', password: 'a long enough password' }
const organisation = { name: 'Northwind Cycles', timeZone: 'Europe/Lisbon', currency: 'EUR' }

const wide = { width: 1440, height: 960 }
const narrow = { width: 390, height: 844 }

/** Opens the newest record of a type in this status. */
async function openFirst(page: Page, plural: string, status: string) {
  const filter = encodeURIComponent(JSON.stringify({ field: 'status', op: 'is', value: status }))
  const found = (await (await page.request.get(`/api/v1/${plural}?limit=1&filter=${filter}`)).json()) as {
    data: { id: string; title: string }[]
  }
  await page.goto(`/${plural}/${found.data[0]?.id}`)
  await page.getByRole('heading', { name: found.data[0]?.title ?? '', level: 1 }).waitFor()
}

/** What stands on each page once it is complete. */
const pages: { name: string; open: (page: Page) => Promise<unknown> }[] = [
  {
    name: 'customer',
    open: async (page) => {
      const found = (await (await page.request.get('/api/v1/search?q=Ana%20Duarte')).json()) as {
        data: { id: string }[]
      }
      await page.goto(`/people/${found.data[0]?.id}`)
      await page.getByRole('heading', { name: 'Ana Duarte' }).waitFor()
    },
  },
  {
    name: 'board',
    open: async (page) => {
      await page.goto('/deals')
      await page.getByRole('button', { name: /Board/ }).click()
      await page.getByText('Negotiation').first().waitFor()
    },
  },
  {
    name: 'calendar',
    open: async (page) => {
      await page.goto('/deals?show=calendar')
      await page.getByRole('button', { name: 'Today' }).waitFor()
    },
  },
  {
    name: 'lead',
    open: (page) => openFirst(page, 'leads', 'working'),
  },
  {
    name: 'quote',
    open: (page) => openFirst(page, 'quotes', 'draft'),
  },
  {
    name: 'order',
    open: (page) => openFirst(page, 'orders', 'invoiced'),
  },
  {
    name: 'forecast',
    open: async (page) => {
      await page.goto('/forecast')
      await page.getByRole('heading', { name: /^How right it was/ }).waitFor()
    },
  },
  {
    name: 'report',
    open: async (page) => {
      await page.goto('/reports')
      await page.getByText('Deals lost by loss reason').waitFor()
    },
  },
  {
    name: 'metrics',
    open: async (page) => {
      await page.goto('/metrics')
      await page.getByRole('heading', { name: 'Win rate' }).or(page.getByText('Win rate')).first().waitFor()
    },
  },
]

try {
  await mkdir(folder, { recursive: true })
  await migrate(embedded.connection)
  const database = openDatabase({ connection: embedded.connection })
  await prepareJobs(database.pool)
  const app = await openApp({
    database,
    publicUrl: 'http://127.0.0.1',
    sealingKey: Buffer.alloc(32, 1),
    dataFolder,
    webFolder: join(import.meta.dirname, '../dist/web'),
  })
  await app.server.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`
  const browser = await launchBrowser()
  for (const [look, colorScheme, viewport] of [
    ['light', 'light', wide],
    ['dark', 'dark', wide],
    ['phone', 'light', narrow],
  ] as const) {
    const context = await browser.newContext({
      baseURL: url,
      colorScheme,
      viewport,
      locale: 'en-GB',
      reducedMotion: 'reduce',
    })
    const headers = { origin: url }
    if (look === 'light') await context.request.post('/api/v1/setup', { data: { organisation, owner } })
    await context.request.post('/api/auth/sign-in/email', {
      data: { email: owner.email, password: owner.password },
      headers,
    })
    if (look === 'light') await context.request.post('/api/v1/sample', { headers, timeout: 60_000 })
    const page = await context.newPage()
    for (const { name, open } of pages) {
      await open(page)
      await page.waitForLoadState('domcontentloaded')
      await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
      await page.screenshot({ path: join(folder, `${name}-${look}.png`) })
    }
    await context.close()
  }
  await browser.close()
  await app.close()
  await database.close()
} finally {
  await embedded.stop()
  await rm(dataFolder, { recursive: true, force: true })
}
