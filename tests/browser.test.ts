import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { testBrowser } from './browser.ts'

const browser = await testBrowser()
const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end('<!doctype html><button onclick="this.textContent = `Won`">Move to Won</button>')
}).listen(0, '127.0.0.1')
afterAll(() => server.close())

test('the browser of the tests loads, clicks and draws text', async () => {
  const page = await browser.newPage({ viewport: { width: 300, height: 100 } })
  const { port } = server.address() as AddressInfo
  await page.goto(`http://127.0.0.1:${port}/`)
  await page.getByRole('button', { name: 'Move to Won' }).click()
  expect(await page.getByRole('button').textContent()).toBe('Won')

  const drawn = await page.screenshot()
  await page.evaluate('document.querySelector("button").style.color = "transparent"')
  const blank = await page.screenshot()
  expect(drawn.equals(blank)).toBe(false)
  await page.close()
})
