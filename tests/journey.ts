import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { pino } from 'pino'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, expect, onTestFinished } from 'vitest'
import { consumers, jobs } from '../server/composition.ts'
import { prepareJobs, runJobs } from '../server/db/jobs.ts'
import { runConsumers } from '../server/ledger/consumer.ts'
import { importJobs } from '../server/records/import/jobs.ts'
import { testBrowser } from './browser.ts'
import { testCompany } from './builders.ts'
import { temporaryFolder } from './postgres.ts'

/** The built web; another build of it can be tried by naming its folder. */
const webFolder = process.env.THROUGHLINE_WEB ?? join(import.meta.dirname, '../dist/web')

/** A company in a browser: its server listens and works off its jobs, and a member is signed in. */
export async function journey() {
  if (!existsSync(join(webFolder, 'index.html'))) throw new Error('Build the web first: npm run build')
  const dataFolder = await temporaryFolder()
  const company = await testCompany({ webFolder, dataFolder })
  const { server, database, owner } = company
  await server.listen({ host: '127.0.0.1', port: 0 })
  const address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  const logger = pino({ level: 'silent' })
  await prepareJobs(database.pool)
  const working = await runJobs(database, [...jobs, ...importJobs(dataFolder)], logger)
  const following = await runConsumers(database, consumers, logger)
  const browser = await testBrowser()
  afterAll(async () => {
    await working.stop()
    await following.stop()
    await rm(dataFolder, { recursive: true, force: true })
  })

  /** A page of someone's, closed with the test; what it throws or logs as an error fails the test. */
  async function page(path: string, who = owner, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ baseURL: address, locale: 'en-GB', timezoneId: 'Europe/Lisbon', ...options })
    const cookies = (who.headers.cookie ?? '').split('; ').map((cookie) => {
      const at = cookie.indexOf('=')
      return { name: cookie.slice(0, at), value: cookie.slice(at + 1), url: address }
    })
    await context.addCookies(cookies)
    const opened = await context.newPage()
    const failures: string[] = []
    opened.on('pageerror', (error) => failures.push(error.message))
    onTestFinished(async () => {
      await context.close()
      expect(failures).toEqual([])
    })
    await opened.goto(path)
    return opened
  }

  return { ...company, address, page }
}

/** What hinders people who use a page by keyboard, voice or screen reader; none is allowed. */
export async function hindrances(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
