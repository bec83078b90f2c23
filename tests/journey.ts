import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { pino } from 'pino'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, expect, onTestFinished } from 'vitest'
import type { AppOptions } from '../server/main.ts'
import { consumers, jobs } from '../server/composition.ts'
import { prepareJobs, runJobs } from '../server/db/jobs.ts'
import { backupJobs } from '../server/keeping/jobs.ts'
import { runConsumers } from '../server/ledger/consumer.ts'
import { webhookJobs } from '../server/ecosystem/webhooks/jobs.ts'
import { sealer } from '../server/db/sealed.ts'
import { fileJobs } from '../server/records/files/jobs.ts'
import { openStores } from '../server/records/files/stores.ts'
import { importJobs } from '../server/records/import/jobs.ts'
import { digestJobs } from '../server/team/digests/jobs.ts'
import { mailJobs } from '../server/team/mail/jobs.ts'
import { testBrowser } from './browser.ts'
import { anonymous, sealingKey, testApp, testCompany } from './builders.ts'
import type { TestCaller } from './builders.ts'
import { temporaryFolder } from './postgres.ts'

/** The built web; another build of it can be tried by naming its folder. */
const webFolder = process.env.THROUGHLINE_WEB ?? join(import.meta.dirname, '../dist/web')

/** Pictures of pages whose test failed. */
const failed = join(import.meta.dirname, '../.cache/failed-journeys')
let counter = 0

/** A company in a browser: its server listens and works off its jobs, and a member is signed in. */
export async function journey(port = 0) {
  const opened = await open(testCompany, port)
  /** A page of a member's, the owner's unless said otherwise. */
  const page = (path: string, who = opened.owner, options?: BrowserContextOptions) =>
    opened.page(path, who, options)
  return { ...opened, page }
}

/** The same before anybody has set the company up. */
export const firstVisit = () => open(testApp)

type App = Pick<Awaited<ReturnType<typeof testApp>>, 'server' | 'database'>

/** On a port of its own choice the server knows its address, where others have to lead back to it. */
async function open<A extends App>(make: (options: Partial<AppOptions>) => Promise<A>, port = 0) {
  if (!existsSync(join(webFolder, 'index.html'))) throw new Error('Build the web first: npm run build')
  const dataFolder = await temporaryFolder()
  const app = await make({
    webFolder,
    dataFolder,
    ...(port > 0 && { publicUrl: `http://127.0.0.1:${port}` }),
  })
  const { server, database } = app
  await server.listen({ host: '127.0.0.1', port })
  const address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  const logger = pino({ level: 'silent' })
  await prepareJobs(database.pool)
  const working = await runJobs(
    database,
    [
      ...jobs,
      ...importJobs(dataFolder),
      ...fileJobs(openStores({ dataFolder })),
      ...mailJobs({ smtpUrl: undefined, mailFrom: undefined }),
      ...digestJobs({ publicUrl: address, sealingKey }),
      ...webhookJobs(sealer(sealingKey)),
      ...backupJobs({
        dataFolder,
        backupFolder: join(dataFolder, 'backups'),
        sealingKey,
        keyIsKept: true,
        version: '0.1.0',
      }),
    ],
    logger,
  )
  const following = await runConsumers(database, consumers, logger)
  const browser = await testBrowser()
  afterAll(async () => {
    await working.stop()
    await following.stop()
    await rm(dataFolder, { recursive: true, force: true })
  })

  /** A page of someone's, closed with the test; what it throws or logs as an error fails the test. */
  async function page(
    path: string,
    who: TestCaller = anonymous,
    options: BrowserContextOptions = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      baseURL: address,
      locale: 'en-GB',
      timezoneId: 'Europe/Lisbon',
      ...options,
    })
    const cookies = who.headers.cookie?.split('; ') ?? []
    await context.addCookies(
      cookies.map((cookie) => {
        const at = cookie.indexOf('=')
        return { name: cookie.slice(0, at), value: cookie.slice(at + 1), url: address }
      }),
    )
    context.setDefaultTimeout(30_000)
    const opened = await context.newPage()
    const failures: string[] = []
    opened.on('pageerror', (error) => failures.push(error.message))
    opened.on('console', (message) => {
      // That an answer was a refusal or did not come is told as well; that is for the page to show.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        failures.push(message.text())
    })
    // What is typed may be refused; what a page asks by itself, to be shown, is to be understood.
    opened.on('response', (response) => {
      if (response.request().method() === 'GET' && [400, 422, 500].includes(response.status()))
        failures.push(`${response.status()} ${decodeURIComponent(response.url())}`)
    })
    onTestFinished(async ({ task }) => {
      // What stood there when it failed says more than the error.
      if (task.result?.state === 'fail')
        await opened.screenshot({
          path: join(failed, `${task.name.replaceAll(/\W+/g, '-')}.${++counter}.png`),
        })
      await context.close()
      expect(failures).toEqual([])
    })
    await opened.goto(path)
    return opened
  }

  return { ...app, address, page }
}

/** Drags as a hand does: taken up, carried over, and let go once it would be taken. */
export async function drag(card: Locator, target: Locator): Promise<void> {
  const page = card.page()
  const held = page.locator('[data-dragging]')
  await card.hover()
  const from = await middleOf(card)
  await page.mouse.down()
  await page.mouse.move(from.x + 6, from.y + 6, { steps: 3 })
  await held.waitFor()
  const to = await middleOf(target)
  await page.mouse.move(to.x, to.y, { steps: 8 })
  await target.and(page.locator('[data-over]')).waitFor()
  await page.mouse.up()
  await held.waitFor({ state: 'detached' })
}

/** The middle of what is shown. */
async function middleOf(shown: Locator): Promise<{ x: number; y: number }> {
  const box = await shown.boundingBox()
  if (!box) throw new Error('What is not shown cannot be dragged')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Once nothing is fading in or out any more: what is half seen has neither its colours nor its place. */
const atRest = (page: Page) =>
  page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished.catch(() => null)),
    ).then(() => undefined),
  )

/** What hinders people who use a page by keyboard, voice or screen reader; none is allowed. `rules` looks only for some. */
export async function hindrances(page: Page, rules?: string[]): Promise<string[]> {
  await atRest(page)
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
