import type { Browser } from 'playwright-core'
import { afterAll } from 'vitest'
import { launchBrowser } from './chromium.ts'

/** A browser for the tests of one file, closed after them. */
export async function testBrowser(): Promise<Browser> {
  const browser = await launchBrowser()
  afterAll(() => browser.close())
  return browser
}
