import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { anonymous } from './builders.ts'
import { hindrances, journey } from './journey.ts'

type Company = Awaited<ReturnType<typeof journey>>

const first = async ({ owner, ask }: Company, plural: string) => {
  const { data } = await ask<{ data: { id: string; title: string }[] }>(owner, 'GET', `/${plural}`, {
    query: { limit: 1 },
  })
  return data[0] ?? { id: '', title: '' }
}
export const heading = (name: string) => (page: Page) =>
  page.getByRole('heading', { name, level: 1 }).waitFor()
type Looked = [path: string, ready: (page: Page, phone: boolean) => Promise<unknown>]

/** Pages of the sample company, and what is there once they are. */
async function pagesOf(company: Company): Promise<Looked[]> {
  const [person, firm, order] = await Promise.all(
    ['people', 'companies', 'orders'].map((plural) => first(company, plural)),
  )
  if (!person || !firm || !order) throw new Error('The sample company lacks records')
  return [
    [
      '/today',
      async (page) => {
        await heading('Today')(page)
        await page.getByRole('heading', { name: 'Recently changed' }).waitFor()
      },
    ],
    [
      '/people',
      (page, phone) =>
        page
          .getByRole(phone ? 'listitem' : 'row')
          .nth(2)
          .waitFor(),
    ],
    [
      `/people/${person.id}`,
      async (page) => {
        await heading(person.title)(page)
        await page
          .getByRole('list', { name: /^Throughline of/ })
          .getByRole('button')
          .first()
          .waitFor()
        await page.getByRole('region', { name: 'Timeline' }).getByRole('listitem').first().waitFor()
      },
    ],
    [
      `/companies/${firm.id}`,
      async (page) => {
        await heading(firm.title)(page)
        await page
          .getByRole('list', { name: /^Throughline of/ })
          .getByRole('button')
          .first()
          .waitFor()
        await page.getByRole('region', { name: 'Timeline' }).getByRole('listitem').first().waitFor()
      },
    ],
    [
      '/deals',
      (page, phone) =>
        page
          .getByRole(phone ? 'listitem' : 'row')
          .nth(2)
          .waitFor(),
    ],
    ['/deals?show=board', (page) => page.getByRole('region', { name: 'Qualified' }).waitFor()],
    [
      '/metrics',
      async (page) => {
        await page.getByRole('main').getByText('Win rate').first().waitFor()
      },
    ],
    ['/metrics/sales.win-rate', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
    [
      '/leads',
      (page, phone) =>
        page
          .getByRole(phone ? 'listitem' : 'row')
          .nth(2)
          .waitFor(),
    ],
    [
      '/quotes',
      (page, phone) =>
        page
          .getByRole(phone ? 'listitem' : 'row')
          .nth(2)
          .waitFor(),
    ],
    [`/orders/${order.id}`, heading(order.title)],
    ['/forecast', (page) => page.getByRole('heading', { name: /^Forecast/, level: 1 }).waitFor()],
    ['/quotas', heading('Quotas')],
    ['/reports', heading('Sales report')],
    ['/call-queue', heading('Call lists')],
    ['/settings/quotes', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
    ['/settings/mailbox', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
    ['/bin', heading('Bin')],
    ['/import', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
    ['/settings/team', (page) => page.getByRole('row').nth(1).waitFor()],
    ['/settings/roles', heading('Roles')],
    ['/settings/roles?role=seller', heading('Seller')],
    ['/settings/sign-in', heading('Signing in')],
    ['/settings/audit', (page) => page.getByRole('row').nth(2).waitFor()],
    ['/settings/pipelines', (page) => page.getByRole('table').first().waitFor()],
    ['/settings/exchange-rates', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
    ['/settings/sample', heading('Sample company')],
    ['/settings/outbox', heading('Outbox')],
    ['/settings/jobs', heading('Failed jobs')],
    ['/account', (page) => page.getByText('this one').waitFor()],
  ]
}

const looks = {
  light: { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} satisfies Record<string, BrowserContextOptions>

const overflow = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, document.querySelector('main')].flatMap((it) =>
      it && it.scrollWidth > it.clientWidth ? [`${it.tagName} ${it.scrollWidth} > ${it.clientWidth}`] : [],
    ),
  )

/** Looks at every page in one light and width: a file for each, so that they are looked at side by side. */
export async function lookThrough(look: keyof typeof looks): Promise<Company> {
  const company = await journey()
  const { owner, ask } = company
  await ask(owner, 'POST', '/sample')
  const pages = await pagesOf(company)
  test(
    `nothing hinders anybody, nothing overflows, nothing is refused: ${look}`,
    { timeout: 300_000 },
    async () => {
      const options = { reducedMotion: 'reduce' as const, ...looks[look] }
      // In the dark the same things stand on the page; only their colours differ.
      const rules = look === 'dark' ? ['color-contrast'] : undefined
      const found: Record<string, string[]> = {}
      const entrance = await company.page('/sign-in', anonymous, options)
      await heading('Sign in')(entrance)
      found['/sign-in'] = [...(await hindrances(entrance)), ...(await overflow(entrance))]
      const page = await company.page('/today', owner, options)
      for (const [path, ready] of pages) {
        await page.goto(path)
        await ready(page, look === 'phone')
        found[path] = [...(await hindrances(page, rules)), ...(await overflow(page))]
      }
      expect(Object.fromEntries(Object.entries(found).filter(([, problems]) => problems.length > 0))).toEqual(
        {},
      )
    },
  )
  return company
}
