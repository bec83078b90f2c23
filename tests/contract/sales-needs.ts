import { fresh, type TestCompany } from '../builders.ts'
import { mailboxOf } from './mail-needs.ts'
import type { Make, Needs, Sent } from './sent.ts'

/** What calls of quotes need: one that is written, sent, or waits for approval. */
export function quoteNeeds(company: TestCompany): Needs {
  const { owner, ask } = company
  const lines = [{ name: 'Starter kit', quantity: '2', price: '100.00', discount: { percent: 2_000 } }]
  /** The link of a quote that was sent, and the hash of what it leads to. */
  const sentQuote = async (id: string) => {
    // What another call has set as limits holds nothing up.
    await ask(owner, 'PATCH', '/quote-settings', { body: { discountLimit: null, marginLimit: null } })
    const { link } = await ask<{ link: string }>(owner, 'POST', `/quotes/${id}/send`)
    const token = new URL(link).hash.slice(1)
    const { hash } = await ask<{ hash: string }>(owner, 'POST', '/public/quotes/open', { body: { token } })
    return { token, hash }
  }
  const draftedQuote = async (make: Make): Promise<string> => {
    const id = await make('quote')
    const validUntil = '2999-12-31'
    await ask(owner, 'PUT', `/quotes/${id}/draft`, { body: { lines, validUntil } })
    return id
  }
  /** A draft beyond the company's limit, whose approval has been asked for. */
  const heldQuote = async (make: Make, asked: boolean): Promise<Partial<Sent>> => {
    await ask(owner, 'PATCH', '/quote-settings', { body: { discountLimit: 1_000 } })
    const id = await draftedQuote(make)
    if (asked) await ask(owner, 'POST', `/quotes/${id}/approval`, { body: { reason: 'Five sites' } })
    return { params: { id } }
  }
  const answering =
    (hashed: boolean) =>
    async ({ body }: Sent, make: Make): Promise<Partial<Sent>> => {
      const { token, hash } = await sentQuote(await draftedQuote(make))
      return { body: { ...(body as object), token, ...(hashed && { hash }) } }
    }

  return {
    'POST /quotes/{id}/send': async (_, make) => {
      await ask(owner, 'PATCH', '/quote-settings', { body: { discountLimit: null, marginLimit: null } })
      return { params: { id: await draftedQuote(make) } }
    },
    'POST /quotes/{id}/mail': async ({ body }, make) => {
      await ask(owner, 'PATCH', '/quote-settings', { body: { discountLimit: null, marginLimit: null } })
      await mailboxOf(company)
      return { params: { id: await draftedQuote(make) }, body }
    },
    'POST /invoices/{id}/mail': async ({ body, params }) => {
      await mailboxOf(company)
      return { params, body }
    },
    'POST /quotes/{id}/approval': (_, make) => heldQuote(make, false),
    'POST /quotes/{id}/withdraw': async (_, make) => {
      const id = await draftedQuote(make)
      await sentQuote(id)
      return { params: { id } }
    },
    'PUT /quotes/{id}/approval': (_, make) => heldQuote(make, true),
    ...Object.fromEntries(
      (['POST /quotes/{id}/draft', 'POST /quotes/{id}/links', 'DELETE /quotes/{id}/draft'] as const).map(
        (name): [string, Needs[string]] => [
          name,
          async (_, make) => {
            const id = await draftedQuote(make)
            await sentQuote(id)
            if (name.startsWith('DELETE')) await ask(owner, 'POST', `/quotes/${id}/draft`)
            return { params: { id } }
          },
        ],
      ),
    ),
    'GET /quotes/{id}/editions/{edition}/pdf': async (_, make) => {
      const id = await draftedQuote(make)
      await sentQuote(id)
      return { params: { id, edition: '1' } }
    },
    'POST /public/quotes/open': answering(false),
    'POST /public/quotes/pdf': answering(false),
    'POST /public/quotes/ask': answering(false),
    'POST /public/quotes/accept': answering(true),
    'POST /public/quotes/decline': answering(true),
  }
}

/** What calls of call lists need: somebody who was taken from one. */
export function callNeeds({ owner, ask }: TestCompany): Needs {
  const made = async (path: string, body: unknown): Promise<string> =>
    (await ask<{ id: string }>(owner, 'POST', path, { body })).id
  /** A list of one person, who was taken. */
  const taken = async (): Promise<{ id: string; entry: string }> => {
    const person = await made('/people', {
      firstName: 'Ana',
      phone: `+35191${String(fresh()).padStart(7, '0')}`,
    })
    const selection = { ids: [person] }
    const id = await made('/call-lists', { name: 'Fair in March', recordType: 'person', selection })
    const { entry } = await ask<{ entry: { id: string } }>(owner, 'POST', `/call-lists/${id}/next`, {
      body: { anyHour: true },
    })
    return { id, entry: entry.id }
  }

  return {
    'POST /call-lists/{id}/entries/{entry}/release': async () => ({ params: await taken() }),
    'POST /call-lists/{id}/entries/{entry}/outcome': async ({ body }) => ({ params: await taken(), body }),
    'POST /call-lists/{id}/entries/{entry}/undo': async () => {
      const params = await taken()
      const { events } = await ask<{ events: string[] }>(
        owner,
        'POST',
        `/call-lists/${params.id}/entries/${params.entry}/outcome`,
        { body: { outcome: 'reached' } },
      )
      return { params, body: { events } }
    },
  }
}
