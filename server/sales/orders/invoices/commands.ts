import { sql } from 'kysely'
import type { z } from 'zod'
import { invoice } from '../../../../contract/sales/invoice.ts'
import { issuedDocument } from '../../../../contract/sales/issued-document.ts'
import { quantityOf } from '../../../../contract/sales/line.ts'
import type { invoiceInput } from '../../../../contract/sales/order-routes.ts'
import { canonical, type QuoteDocument } from '../../../../contract/sales/quote-document.ts'
import { addDays } from '../../../../contract/values/day.ts'
import { moneyOf, toMajor } from '../../../../contract/values/money.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { conflict, invalidField } from '../../../http/problem.ts'
import type { Behaviour } from '../../../records/behaviour.ts'
import type { LockedRow } from '../../../records/lock.ts'
import { createRecords } from '../../../records/write.ts'
import { elevated } from '../../quotes/commands.ts'
import { hashOf } from '../../quotes/sending/commands.ts'
import { nextNumber } from '../../quotes/sending/queries.ts'
import { dayFor, lockConfirmed, writeOrder } from '../commands.ts'
import { linesOf, termsOf } from '../queries.ts'
import { overbilled, sumOf, type Part } from '../reductions/rules.ts'
import { partiesOf, taxNotesOf } from '../../documents/queries.ts'
import { creditable, lastDeliveryOf, lastIssuedIn } from './queries.ts'
import { completeInvoice, creditsOf, invoiceNumber, partsToBill, refuseBin } from './rules.ts'

export const invoiceBehaviour: Behaviour<undefined> = {
  type: invoice,
  complete: completeInvoice,
  moveToBin: refuseBin,
}

type Kind = 'invoice' | 'credit'

interface Issuing {
  kind: Kind
  issuedOn: string
  /** Of an invoice when it is due; a credit note has only its day. */
  dueOn: string | null
  intro: string
  terms: string
  /** Numbers of the invoices that a credit note credits. */
  credits?: readonly string[]
  parts: readonly Part[]
}

/** The frozen document of parts of an order. */
async function documentFor(
  context: Context,
  row: LockedRow,
  number: string,
  { kind, issuedOn, dueOn, intro, terms, credits, parts }: Issuing,
): Promise<QuoteDocument> {
  const { db } = context.database
  const id = String(row['id'])
  const currency = String(row['currency'])
  const deliveredOn =
    kind === 'invoice' ? ((row['deliveredOn'] as string | null) ?? (await lastDeliveryOf(db, id))) : null
  const { inclusive, rounding, discount } = await termsOf(db, id)
  return issuedDocument(
    {
      number,
      edition: 1,
      title: [row['number'], row['name']].filter(Boolean).join(' · '),
      ...(await partiesOf(db, 'orders', id, context.organisation.name)),
      issuedOn,
      validUntil: dueOn ?? issuedOn,
      ...(deliveredOn && { deliveredOn }),
      ...(credits && { credits: [...credits] }),
      intro,
      terms,
      ...(await taxNotesOf(
        db,
        parts.map(({ line }) => line),
      )),
    },
    parts.map(({ line, quantity, net, tax }) => ({
      name: line.name,
      description: line.description,
      unit: line.unit,
      taxRate: line.taxRate,
      // Part of the money of a line, without units of it, is told as one piece.
      ...(kind === 'invoice'
        ? {
            quantity: quantityOf(quantity),
            price: toMajor(line.price, currency),
            discount: line.discount,
            charged: line.charged,
            term: line.term,
          }
        : {
            quantity: '1',
            price: toMajor(inclusive ? net + tax : net, currency),
            discount: null,
            charged: 'once' as const,
            term: 1,
          }),
      minorNet: net,
      minorTax: tax,
    })),
    { currency, inclusive, rounding, discount: kind === 'invoice' ? discount : null },
  )
}

/** Issues a document for parts of an order: with the next number of its year, frozen, and told to its customer's timeline. */
async function issue(
  context: Context,
  row: LockedRow,
  issuing: Issuing,
): Promise<{ id: string; number: string }> {
  const { db } = context.database
  const { kind, issuedOn, dueOn, parts } = issuing
  const currency = String(row['currency'])
  const year = issuedOn.slice(0, 4)
  const number = invoiceNumber(kind, year, await nextNumber(db, kind, year))
  // The number holds its series until it is used, so nobody else issues one meanwhile. The sample company's invoices are
  // of days gone by, and go again with their numbers.
  const last = context.caller.origin === 'sample' ? null : await lastIssuedIn(db, kind, year)
  if (last !== null && issuedOn < last)
    throw invalidField(
      kind === 'invoice' ? 'issuedOn' : 'on',
      `Numbers go by the day: the last was given on ${last}. Choose that day, or a later one.`,
    )
  const document = await documentFor(context, row, number, issuing)
  const { net, tax } = sumOf(parts)
  const { records } = await createRecords(elevated(context), invoice, [
    {
      values: {
        number,
        kind,
        issuedOn,
        dueOn,
        order: row['id'],
        company: row['company'],
        person: row['person'],
        owner: row['owner'],
        status: kind === 'invoice' ? 'open' : 'credited',
        net: moneyOf(net, currency),
        total: moneyOf(net + tax, currency),
        paid: moneyOf(0, currency),
        credited: moneyOf(0, currency),
      },
    },
  ])
  const id = records[0]?.id ?? ''
  await sql`update invoices set document = ${canonical(document)}::jsonb, hash = ${hashOf(document)} where id = ${id}`.execute(
    db,
  )
  const sign = kind === 'invoice' ? 1n : -1n
  await sql`update orderlines l set invoiced_net = l.invoiced_net + given.net, invoiced_tax = l.invoiced_tax + given.tax,
      invoiced = l.invoiced + given.quantity
    from unnest(${parts.map(({ line }) => line.id)}::uuid[], ${parts.map((part) => (sign * part.net).toString())}::bigint[],
      ${parts.map((part) => (sign * part.tax).toString())}::bigint[], ${parts.map(({ quantity }) => quantityOf(quantity))}::numeric[])
      as given (id, net, tax, quantity) where l.id = given.id`.execute(db)
  return { id, number }
}

/** What was billed of an order, less what was credited, is told by its record; payments find their invoices anew. */
async function follow(context: Context, row: LockedRow): Promise<void> {
  const { db } = context.database
  const id = String(row['id'])
  const { rows } = await sql<{ invoiced: string }>`
    select coalesce(sum(invoiced_net + invoiced_tax), 0)::text as invoiced from orderlines
    where order_id = ${id} and deleted_at is null`.execute(db)
  await writeOrder(context, row, { invoiced: moneyOf(rows[0]?.invoiced ?? 0, String(row['currency'])) })
  await sql`select settle_orders(array[${id}::uuid])`.execute(db)
}

/** Issues an invoice for what of an order is not billed yet: all, or what was delivered. */
export function issueInvoice(
  context: Context,
  id: string,
  { of, issuedOn, dueOn, terms }: z.infer<typeof invoiceInput>,
): Promise<void> {
  return atomically(context, async (inner) => {
    const row = await lockConfirmed(inner, id)
    const day = dayFor(inner, row, issuedOn, 'issuedOn')
    const due = dueOn ?? addDays(day, 30)
    if (due < day) throw invalidField('dueOn', 'It cannot be due before it is issued.')
    const parts = partsToBill(await linesOf(inner.database.db, id), of)
    if (parts.length === 0)
      throw conflict(
        of === 'delivered'
          ? 'Nothing was delivered that is not invoiced yet.'
          : 'All of this order was invoiced.',
      )
    await issue(inner, row, { kind: 'invoice', issuedOn: day, dueOn: due, intro: '', terms, parts })
    await follow(inner, row)
  })
}

/** Issues a credit note for what of an order was billed beyond what is left of it; null when nothing was. */
export async function issueCredit(
  context: Context,
  row: LockedRow,
  on: string,
  reason: string,
): Promise<{ id: string; number: string } | null> {
  const { db } = context.database
  const id = String(row['id'])
  const parts = overbilled(await linesOf(db, id))
  if (parts.length === 0) return null
  const { net, tax } = sumOf(parts)
  const invoices = await creditable(db, id)
  const credits = creditsOf(invoices, net + tax)
  const credit = await issue(context, row, {
    kind: 'credit',
    issuedOn: on,
    dueOn: null,
    intro: reason,
    terms: '',
    credits: invoices.filter((one) => credits.has(one.id)).map(({ number }) => number),
    parts,
  })
  await sql`update invoices i set credited = i.credited + given.part
    from unnest(${[...credits.keys()]}::uuid[], ${[...credits.values()].map(String)}::bigint[]) as given (id, part)
    where i.id = given.id`.execute(db)
  await follow(context, row)
  return credit
}
