import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { heading, lookThrough } from '../looks.ts'

const company = await lookThrough('dark')

test('the first page after sign-in loads at most 250 KB of script', async () => {
  const page = await company.page('about:blank')
  const scripts: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(response.body().then((body) => gzipSync(body).length))
  })
  await page.goto('/today')
  await heading('Today')(page)
  await page.getByRole('heading', { name: 'Recently changed' }).waitFor()
  // What idles in after the page stands counts too.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
  const sizes = await Promise.all(scripts)
  expect(sizes.length).toBeGreaterThan(3)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000)
})
